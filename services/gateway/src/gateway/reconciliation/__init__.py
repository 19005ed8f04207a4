"""What comparing the books found, day by day, and how the connection to the PMS is."""

"""Orders looked up in the database by their words."""

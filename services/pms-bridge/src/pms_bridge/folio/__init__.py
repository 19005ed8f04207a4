"""What a guest's folio should hold for an order, and what was posted to make it so."""

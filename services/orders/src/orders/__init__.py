"""The life of every order, and what the folio should hold for it."""

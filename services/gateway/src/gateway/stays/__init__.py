"""Stays as each of their huts sees them."""

"""Payments of stays, as their guests see them."""

"""Payments of stays: what `orders` wants kept of each is made so at the provider (R56, R57)."""

"""Notices: what is told about an order, by which channel, and how that ended."""

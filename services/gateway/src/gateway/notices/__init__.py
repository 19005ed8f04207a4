"""The log of what was sent to whom."""

"""The chat with the courier, as staff read it."""

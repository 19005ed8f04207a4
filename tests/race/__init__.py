"""Hundreds of buyers at once for the last places of the same nights, and what came of it."""

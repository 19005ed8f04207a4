"""Paybox as a payment provider: its hosted page, its signed answer, its server-to-server door."""

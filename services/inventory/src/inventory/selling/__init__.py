"""Selling: what a hut sells, when, for how much, and under which rules."""

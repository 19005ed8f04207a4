"""Stands for a card vault: the page where a guest leaves a card, and what is done with it."""

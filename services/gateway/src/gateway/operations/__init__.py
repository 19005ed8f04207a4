"""How the whole installation is, and what was set aside in it."""

"""How a Comptoir service consumes, decides, commits and publishes."""

"""What orders knows of how each hut sells, as inventory tells it."""

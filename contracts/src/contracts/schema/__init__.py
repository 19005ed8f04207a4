"""What Comptoir publishes about its messages: schemas, topics, and whether a change breaks them."""

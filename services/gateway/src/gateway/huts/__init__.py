"""What each hut says of itself, as inventory last said it."""

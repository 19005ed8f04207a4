"""What each hut sells, as inventory last said it."""

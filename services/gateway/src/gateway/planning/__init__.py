"""Each night of each hut's planning, as inventory last said it."""

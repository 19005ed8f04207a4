"""What a hut says of itself, sells, plans and has sold, over HTTP."""

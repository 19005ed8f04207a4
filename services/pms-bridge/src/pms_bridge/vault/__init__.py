"""A card vault as a payment provider: it keeps a guest's card, and charges it on our word."""

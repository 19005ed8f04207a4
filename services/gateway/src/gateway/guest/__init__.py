"""What a guest sees of their own order, by a link and without an account (O22)."""

"""What a guest books a hut by, without an account: what it offers, what is left, their own stay."""

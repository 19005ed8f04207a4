"""The page where an invited person sets a password."""

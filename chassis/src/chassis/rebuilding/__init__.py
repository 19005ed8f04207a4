"""Folds a service's views again, from what their owners know, beside those in use."""

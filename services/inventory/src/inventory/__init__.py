"""Properties, catalogue and planning."""

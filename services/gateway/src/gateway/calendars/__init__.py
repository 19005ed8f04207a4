"""Each stock type as a calendar that other programs subscribe to."""

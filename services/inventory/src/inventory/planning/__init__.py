"""Planning: the places of each night, who holds them, and what was changed by hand."""

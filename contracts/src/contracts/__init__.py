"""Topics and message schemas: the only thing Comptoir's services share about each other."""

"""The floor: bare scripts that take the same durable steps as Comptoir, and do nothing else."""

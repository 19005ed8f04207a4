"""All services in one virtual evening, under one seed."""

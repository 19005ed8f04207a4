"""Backup and restore of a whole installation: databases, topics, keys."""

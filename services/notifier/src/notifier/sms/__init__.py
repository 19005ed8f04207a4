"""Notices by text message."""

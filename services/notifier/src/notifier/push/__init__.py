"""Notices by pop-up in the browser (Web Push)."""

"""Runs Comptoir on one machine: engines, services, status and logs."""

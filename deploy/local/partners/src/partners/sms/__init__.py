"""Stands for the service that the hotel sends text messages through."""

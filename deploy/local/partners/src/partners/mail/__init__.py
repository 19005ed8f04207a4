"""Stands for the mail server that the hotel sends through."""

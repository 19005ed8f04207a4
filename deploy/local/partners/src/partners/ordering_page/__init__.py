"""Stands for the page where the hotel's guests order meals: calls our intake, books couriers."""

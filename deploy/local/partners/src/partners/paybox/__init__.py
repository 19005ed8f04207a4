"""Stands for Paybox: the page where a guest pays, its signed answer, and Paybox Direct."""

"""Stands for the push service of a browser's maker, and for the browsers behind it."""

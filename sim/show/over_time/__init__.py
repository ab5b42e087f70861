"""Texts of what happens to a forecast over time."""

"""Scores and track records as text."""

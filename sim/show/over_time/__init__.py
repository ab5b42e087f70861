"""Forecasts over time, for a terminal."""

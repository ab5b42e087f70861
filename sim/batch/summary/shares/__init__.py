"""Shares of an answer's variance over the settings, by axis: exact on a full grid, fitted elsewhere."""

"""The commands that follow a forecast over time."""

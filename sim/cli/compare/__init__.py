"""The commands that set answers beside each other."""

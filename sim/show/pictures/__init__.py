"""Pictures of a scenario that are written to a file of their own: what is drawn, how wide, and the file."""

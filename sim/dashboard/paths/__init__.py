"""The page of the paths."""

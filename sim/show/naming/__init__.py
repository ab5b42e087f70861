"""What was said, by whom and on what, in words: for the names of sliders, and for what the program tells."""

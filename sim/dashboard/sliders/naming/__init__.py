"""What was said, and by whom, in words: names of sliders and of edits."""

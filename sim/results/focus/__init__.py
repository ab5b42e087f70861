"""One question by itself: its answer, what its variable comes to, and how much of its uncertainty is chance."""

"""What to watch before a question is decided, and what asking would be worth."""

"""A track record over resolved scenarios, and what it hands on to the next."""

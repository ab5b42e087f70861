"""What moved an answer: over the days on which something was seen, and from one file or date to another by edit."""

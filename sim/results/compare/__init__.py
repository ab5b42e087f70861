"""Two answers beside each other: policies, edits and alternatives on common draws, and what would flip a word."""

"""What if we learn: what was seen, day by day, and what it does to the answers."""

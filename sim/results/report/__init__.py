"""What a report holds: a scenario's answers with all that is said of them, and what they are made from."""

"""What experts' words have been worth: fitted to a record, and applied to the words of a scenario."""

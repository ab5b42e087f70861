"""What is done while the server starts."""

"""What is told of the time between a forecast and its answer: what to watch."""

"""What was really said: dated forecasts, each kept as one file that nobody changes unnoticed."""

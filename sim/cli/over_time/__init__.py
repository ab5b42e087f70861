"""Commands for the time between a forecast and its answer."""

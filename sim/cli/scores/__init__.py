"""The commands that set forecasts beside what came."""

"""What a sweep says: how every answer spreads over the settings, which axis moves it, and what leads to an answer."""

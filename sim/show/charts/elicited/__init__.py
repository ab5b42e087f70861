"""Pictures of what voices believe about one event."""

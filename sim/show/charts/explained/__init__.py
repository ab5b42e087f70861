"""Pictures of what lies behind an answer."""

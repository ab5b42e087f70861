"""Pictures of what may move an answer before it is known."""

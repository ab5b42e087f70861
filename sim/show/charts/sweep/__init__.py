"""Pictures of a sweep: an answer over one or two axes, and over the levels of every axis."""

"""The pictures of a report: SVG in the inks of its page."""

"""A scenario's text, changed in single places; comments, order and layout stay as they are."""

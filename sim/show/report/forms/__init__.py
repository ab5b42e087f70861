"""Blocks as a file: HTML with its style, or Markdown."""

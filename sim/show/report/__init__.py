"""A report as one file that is handed on: what it says as blocks, and the blocks as HTML and as Markdown."""

"""The sweep file: read, checked, and laid out as numbered settings."""

"""Paths: by which way the worlds go, counted from whole worlds."""

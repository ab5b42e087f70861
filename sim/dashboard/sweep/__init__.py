"""Sweep: what a store of `sim batch` holds, as a picture, as what moves an answer, and as what leads to it."""

"""Batches measured, and compared with other tools."""

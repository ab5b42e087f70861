"""Elicit: one voice gives or changes one judgment, sees its prior beside the others', and takes it away as a file."""

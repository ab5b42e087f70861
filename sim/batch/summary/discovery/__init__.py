"""What leads to an answer: boxes of settings in which a condition mostly holds, found by peeling and pasting (PRIM)."""

"""What a slider shows: the text over its thumb, and the rail below it."""

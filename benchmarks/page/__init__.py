"""What the page costs: a moved slider, the first chart, and many visitors at once."""

"""What the pictures are made of: Vega-Lite layers, one module a picture, and the frame and legend that they share."""

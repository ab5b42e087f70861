"""The page on which things are compared, and the forecast is checked against what came."""

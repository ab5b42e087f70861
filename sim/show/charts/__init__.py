"""Pictures of a forecast as Vega-Lite, for a light and for a dark page; each with its sentence and its table."""

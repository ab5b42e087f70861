"""Pictures and text: a Forecast becomes a chart or a sentence. Nothing is computed here."""

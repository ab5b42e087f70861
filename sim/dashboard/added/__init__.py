"""Judgments that a visit adds to a scenario: their texts, the scenario with them, and the files that hold them."""

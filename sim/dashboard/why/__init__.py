"""Why: what moves an answer, who said what, and what no expert said."""

"""Files of other programs: Bayesian networks in and out, articles in as drafts, judgments as tables."""

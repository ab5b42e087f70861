"""The door to other people's files: Bayesian networks in, scenarios out as networks, articles in as drafts."""

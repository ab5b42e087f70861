"""The door to other people's files: Bayesian networks in, and scenarios out as networks."""

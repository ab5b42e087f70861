"""The work on a sweep: chunks of settings, in an order that saves work, on processes or a cluster."""

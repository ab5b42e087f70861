"""Words: a scenario file becomes a Scenario that keeps its places in the file (modules `read` and `edit`)."""

from sim.scenario.resolve.scenario import Scenario

__all__ = ["Scenario"]

"""Several policies answered one after another."""

from sim.engine.answers import work
from sim.progress import portion, untold


def answer_all(program, policies, worlds, seed, progress=untold):
    """Policy -> its outcomes."""
    found = {}
    for number, (name, paths) in enumerate(policies.items()):
        done = portion(progress, number / len(policies), (number + 1) / len(policies))
        found[name] = work(program, name, paths, worlds, seed, progress=done).outcomes
    return found

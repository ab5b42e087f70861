"""The frame of a file: a timeline within the calendar, lexicons that exist, voices with weights."""

from __future__ import annotations

from sim import lexicon
from sim.errors import nearest
from sim.scenario.check.findings import Findings
from sim.scenario.model.places import Steps


def check_timeline(findings: Findings) -> None:
    """The end of the timeline, the dates of sources and of judgments."""
    scenario = findings.scenario
    if not findings.sound("as_of"):
        return
    if findings.sound("timeline"):
        try:
            findings.words.calendar  # noqa: B018 - the look finds out
        except OverflowError:
            findings.add(("timeline", "steps"), "the timeline ends after the year 9999")
    for name, source in scenario.sources.items():
        findings.not_later(("sources", name, "date"), source.date, "prior")
    for steps, judgment in findings.judgments():
        findings.not_later((*steps, "date"), judgment.date, "prior")


def check_lexicons(findings: Findings) -> None:
    """Own lexicons, then those by which phrases are read."""
    scenario = findings.scenario
    for name, own_lexicon in scenario.own_lexicons.items():
        steps = ("lexicons", name)
        if name in lexicon.names():
            findings.add(steps, f"{name!r} is a lexicon that comes with sim: choose another name", at_key=True)
            continue
        for problem in own_lexicon.problems:
            if not problem.file:  # it cannot be read at all; whoever read it tells what is wrong inside
                findings.add(steps, problem.message)
        findings.notes += own_lexicon.notes
    for name in scenario.lexicon:
        check_name(findings, ("lexicon", name), name, at_key=True)
    if not any(scenario.lexicon.values()) and findings.sound("lexicon"):
        findings.add(("lexicon",), "no lexicon has a weight above 0")


def check_name(findings: Findings, at: Steps, name: str, *, at_key: bool = False) -> None:
    """Whether a lexicon exists; one whose entry under `lexicons` is broken is told there."""
    names = findings.scenario.catalogue.names
    if name not in names and findings.trusted("lexicons", name):
        findings.add(at, f"unknown lexicon {name!r}{nearest(name, names)}", at_key=at_key)


def check_record(findings: Findings) -> None:
    """Whether a record of the scenario's own can be read, and what needs one is not said without it."""
    pool = findings.scenario.pool
    if pool.record_file is not None:
        record = findings.scenario.track_record
        for problem in record.problems if record is not None else ():
            if not problem.file:
                findings.add(("pool", "recalibrate"), problem.message)
    if pool.gamma is not None and pool.recalibrate == "none":
        findings.add(("pool", "gamma"), "stands beside recalibrate: without that, words are taken at face value")
    if pool.delta is not None and pool.gamma is None:
        findings.add(("pool", "delta"), "needs gamma beside it: without that, the record says both")


def check_camps(findings: Findings) -> None:
    """Whether every voice's camp exists, and no camp's errors move together less than the file's."""
    scenario = findings.scenario
    for name, expert in scenario.experts.items():
        if expert.camp is not None:
            findings.known(("experts", name, "camp"), "camps", expert.camp)
    for name, camp in scenario.camps.items():
        if camp.dependence is not None and camp.dependence < scenario.dependence:
            of_all = f"the file's dependence ({scenario.dependence:g}), which holds for all"
            findings.add(("camps", name, "dependence"), f"{camp.dependence:g} is below {of_all}")
    if scenario.camps and scenario.pool.weights != "given":
        findings.add(("camps",), f"camps have weights of their own: pool.weights cannot be {scenario.pool.weights}")


def check_voices(findings: Findings) -> None:
    """Weights and background voices."""
    experts, background = findings.scenario.experts, findings.scenario.background
    complete = not any(steps[:1] in ((), ("experts",)) for steps in findings.broken)
    if experts and complete and all(expert.weight == 0 for expert in experts.values()):
        findings.add(("experts",), "every weight is 0: nobody would be heard", at_key=True)
    for position, name in enumerate(background):
        findings.known(("background", str(position)), "experts", name)
    if len(set(background)) < len(background):
        findings.add(("background",), "a voice is named twice")


def check_presentation(findings: Findings) -> None:
    """Whether what the pages are told to speak of exists."""
    shown = findings.scenario.presentation
    if shown is None:
        return
    if shown.question is not None:
        findings.known(("presentation", "question"), "questions", shown.question)
    if shown.policy is not None:
        findings.known(("presentation", "policy"), "policies", shown.policy)
    for key in ("names", "conditions"):
        for policy in getattr(shown, key):
            findings.known(("presentation", key, policy), "policies", policy, at_key=True)

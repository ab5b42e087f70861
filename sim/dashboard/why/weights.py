"""What moves an answer, in one table: the share of each sentence as a bar, and where the answer goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.address import escape as escape_markdown
from sim.dashboard.address import escape_html as escape
from sim.dashboard.figures import tell_alike
from sim.dashboard.why.rests import draw_share
from sim.dashboard.why.sentences import SentenceTeller, fold, tell_share, tell_size
from sim.results.explain.model import Explanation, Sentence, Swing, VariancePart, WithoutVoice
from sim.results.forecast.percent import percent
from sim.results.shares.model import MEANING
from sim.scenario.resolve.scenario import Scenario
from sim.show import explanation
from sim.show.explanation import FEW, kind_shares, largest_first, speaker_shares
from sim.show.naming import names
from sim.show.naming.plain_words import say_plainly
from sim.show.words import span

SHARE = "Share of the doubt"
SENTENCE = "What"
SWING = "If it stood low, and if it stood high"
_KEYS = re.compile(r" \([^)]*\)$")
LEGEND = (
    "Share of the doubt, ± one standard error: how much of what is open about this answer hangs on the sentence; all "
    "add up to 100 %, and one below 0 runs against the others. Low and high: the answer with this one sentence at the "
    "10th and at the 90th percentile of what it leaves open, all else as drawn; its middle reading below."
)


def lay_table(made: Explanation, teller: SentenceTeller) -> DeltaGenerator | None:
    """The table of shares; gives back its place, for what further runs add. None where no sentence moves the answer."""
    if made.three is not None:
        st.markdown("## What moves the number", anchors=False)
        st.markdown(escape_markdown(explanation.three(made.three)))
    if not made.sentences:
        return None
    table = st.empty()
    table.html(write_table(made, teller))
    st.caption(escape_markdown(f"{LEGEND} {tell_groups(made)}"))
    return table


def tell_groups(made: Explanation) -> str:
    """The shares by speaker and by kind of voice, as `sim explain` has them."""
    groups = (("By voice", speaker_shares(made)), ("By kind of voice", kind_shares(made)))
    told = (f"{name}: {', '.join(f'{who} {tell_size(share)}' for who, share in shares)}." for name, shares in groups)
    return " ".join(told)


def write_table(made: Explanation, teller: SentenceTeller) -> str:
    """The table as HTML; the third column is there once the runs of what if are."""
    swings = {swing.sentence.judgment: swing for swing in made.tornado}
    rows, few = list(largest_first(made, FEW)), [one for one in made.sentences if abs(one.share) < FEW]
    largest = max((row.share for row in rows), default=0.0)
    scale = _Scale(made)
    cells = [_row(row, largest, teller, _swing(row, swings, made, scale)) for row in rows]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _columns(made))
    more = "" if not few else _few(few, teller, len(_columns(made)))
    return f'<table class="why-table"><thead><tr>{head}</tr></thead><tbody>{"".join(cells)}{more}</tbody></table>'


def write_without(made: Explanation, scenario: Scenario) -> str:
    """The answer without each voice, as an HTML list."""
    items = ("".join(_without(one, scenario)) for one in made.without)
    return f'<ul class="why-list why-without"><li>{"</li><li>".join(items)}</li></ul>'


def _columns(made: Explanation) -> tuple[str, ...]:
    return (SHARE, SENTENCE, SWING) if made.tornado else (SHARE, SENTENCE)


def _row(row: Sentence | VariancePart, largest: float, teller: SentenceTeller, swing: str | None) -> str:
    number, sign, error = tell_share(row).partition("±")
    share = f"{escape(number)}<i>{escape(sign + error)}</i>{draw_share(row.share, largest)}"
    if isinstance(row, Sentence):
        what, kind = fold(_summary(row.judgment, teller), teller.body(row.judgment, row)), ""
    else:
        what, kind = f"<b>{escape(row.name.capitalize())}</b>: {escape(MEANING[row.name])}", ' class="why-part"'
    last = "" if swing is None else f"<td>{swing}</td>"
    return f"<tr{kind}><td>{share}</td><td>{what}</td>{last}</tr>"


def _summary(key: str, teller: SentenceTeller) -> str:
    told = ", ".join(part for part in (teller.quoted(key), teller.chance(key), teller.event(key)) if part)
    return f"{teller.headline(key)} <i>· {escape(told)}</i>"


class _Scale:
    """Where a probability stands on the line that all swings share."""

    def __init__(self, made: Explanation) -> None:
        ends = [made.answer.probability, *(end for swing in made.tornado for end in (swing.low, swing.high))]
        self._low, self._high = min(ends), max(ends)

    def along(self, probability: float) -> float:
        """From 0 to 100."""
        return 100 * (probability - self._low) / max(self._high - self._low, 1e-12)


def _swing(
    row: Sentence | VariancePart, swings: Mapping[str, Swing], made: Explanation, scale: _Scale
) -> str | None:
    """The third cell; None where there is no such column."""
    if not made.tornado:
        return None
    if not isinstance(row, Sentence):
        return ""
    swing = swings.get(row.judgment)
    if swing is None:
        why = dict(made.not_held).get(row.judgment, "")
        return f"<i>{escape(f'not held: {why}')}</i>" if why else ""
    now = scale.along(made.answer.probability)
    bars = "".join(_bar(kind, now, scale.along(end)) for kind, end in (("low", swing.low), ("high", swing.high)))
    mark = f'<u style="left: {min(now, 99.0):.1f}%"></u>'
    low, high, *middle = tell_alike([swing.low, swing.high, swing.low_median, swing.high_median])
    told = f"{escape(f'{low} to {high}')} <i>{escape(f'middle reading {middle[0]} to {middle[1]}')}</i>"
    return f'{told}<div class="why-swing" aria-hidden="true">{bars}{mark}</div>'


def _bar(kind: str, now: float, end: float) -> str:
    left, right = sorted((now, end))
    return f'<b class="why-{kind}" style="left: {left:.1f}%; width: {right - left:.1f}%"></b>'


def _few(few: list[Sentence], teller: SentenceTeller, columns: int) -> str:
    """What is too small to be seen, in one row that opens."""
    total = tell_size(sum(one.share for one in few))
    inside = "".join(f"<p>{_summary(one.judgment, teller)} <i>{escape(tell_share(one))}</i></p>" for one in few)
    many = "sentence" if len(few) == 1 else "sentences"
    told = fold(f"{len(few)} more {many}, each less than half a per cent", inside)
    return f'<tr><td>{escape(total)}</td><td colspan="{columns - 1}">{told}</td></tr>'


def _without(without: WithoutVoice, scenario: Scenario) -> Iterator[str]:
    yield f"Without <b>{escape(names.name_voice(scenario, without.voice))}</b>: "
    answer = without.answer
    if answer is None:
        yield f"<i>no answer: {escape(without.why)}</i>"
        return
    yield escape(f"{answer.shown}, median {percent(answer.median)}, nine tenths {span(answer.interval90)}")
    if without.notes:
        yield f" <i>{escape('; '.join(_say(note, scenario) for note in without.notes))}</i>"


def _say(note: str, scenario: Scenario) -> str:
    """What the answer rests on instead, without the identifiers of judgments."""
    return _KEYS.sub("", note) if note.startswith("still completes") else say_plainly(scenario, note)

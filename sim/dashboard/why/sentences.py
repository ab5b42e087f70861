"""A sentence that an answer rests on, as HTML: who said what and where in view, all else one click away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

from sim.dashboard.address import escape_html as escape
from sim.dashboard.figures import MINUS
from sim.priors.families.families import Z95
from sim.priors.model import JudgmentPrior
from sim.results.explain.model import Sentence, VariancePart
from sim.results.forecast.percent import percent, span
from sim.results.shares.printed import NOISE, fine_share
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Number, Phrase, Shift
from sim.scenario.resolve.scenario import Scenario
from sim.show.lines import curl_quotes
from sim.show.naming import judgments, names
from sim.show.naming.plain_words import say_grade, say_plainly

STANCES = {"forecast": "", "advocacy": "advocacy: what the speaker wants", "second_hand": "second hand"}
KINDS = {
    "published": "a published judgment", "official": "an official's words", "base_rate": "counted past cases",
    "market": "a market's price", "model": "a model's number", "assumption": "the author's own assumption",
}  # fmt: skip
_SAFE = re.compile(r"https?://[^\s<>\"'`\\]+")


@dataclass(frozen=True)
class SentenceTeller:
    """Tells the judgments of one scenario. priors: all of them, as they are read. file: before a reader's changes."""

    scenario: Scenario
    priors: Mapping[str, JudgmentPrior]
    file: Scenario

    def record(self, key: str) -> Judgment:
        """The judgment as it is written."""
        return self.scenario.resolved[key].record

    def speaker(self, key: str) -> str:
        """Who said it."""
        return self.scenario.experts[self.record(key).expert].name

    def quote(self, key: str) -> str:
        """What was said, as short as it can be quoted."""
        return names.quote(self.scenario, self.record(key))

    def label(self, key: str) -> str:
        """Speaker and quoted word, as a chart has it."""
        told = self.quoted(key)
        return curl_quotes(self.speaker(key) + (f": {told}" if told else ""))

    def quoted(self, key: str) -> str:
        """The quoted words or counts; empty for a number, which the chance tells, and for several numbers."""
        says = self.record(key).says
        return self.quote(key) if says.subject is Subject.EVENT and not isinstance(says, Number) else ""

    def chance(self, key: str) -> str:
        """The median and the ends of nine tenths; empty where it states no one probability."""
        prior = self.priors[key]
        if prior.low is None or prior.median is None or prior.high is None:
            return ""
        if self.record(key).says.subject is Subject.SHIFT:
            return ""
        moved = judgments.say_moved(self.file, self.scenario, key)
        return f"{percent(prior.median)} ({span(prior.low, prior.high)}){moved}"

    def headline(self, key: str) -> str:
        """Who, the sentence in the encoder's words, and where it stands, as HTML."""
        judgment = self.record(key)
        said = judgment.claim if judgment.claim else f"{self.event(key)}: {self.said(key)}"
        place = ", ".join(part for part in (self.outlet(key), self.dated(key)) if part)
        quiet = f" <i>{escape(place)}</i>" if place else ""
        return f"<b>{escape(self.speaker(key))}:</b> {escape(said)}{quiet}"

    def event(self, key: str) -> str:
        """What the judgment is about."""
        return judgments.name_topic(self.scenario, key)

    def outlet(self, key: str) -> str:
        """Who published the source, in short."""
        return judgments.name_outlet(self.scenario, key)

    def dated(self, key: str) -> str:
        """The day of the judgment, else of its source."""
        return judgments.tell_date(self.scenario, key)

    def body(self, key: str, sentence: Sentence | None = None) -> str:
        """All that is known of it, as HTML. sentence: what `sim explain` says of it, if it has a share."""
        told = "".join(f"<dt>{escape(name)}</dt><dd>{text}</dd>" for name, text in self._rows(key, sentence) if text)
        return f"<dl>{told}</dl>"

    def _rows(self, key: str, sentence: Sentence | None) -> Iterator[tuple[str, str]]:
        """What is told, and it as HTML."""
        judgment, scenario = self.record(key), self.scenario
        expert, when = scenario.experts[judgment.expert], names.name_condition(scenario, judgment)
        yield "About", escape(", ".join(part for part in (self.event(key), when) if part))
        yield "Said", escape(self.said(key))
        yield "Read as", escape(self._reading(key))
        yield "Share of the doubt", "" if sentence is None else escape(tell_share(sentence))
        yield "Source", self._where(key)
        yield "Kind", escape("; ".join(filter(None, (KINDS[expert.kind], STANCES[judgment.stance]))))
        yield "Speaker", escape(". ".join(part for part in (expert.affiliation, expert.note) if part))
        yield "The author's note", escape(say_plainly(scenario, judgment.note or ""))

    def said(self, key: str) -> str:
        """The quoted words, or the numbers; of a shift by what it multiplies the odds."""
        return judgments.tell_quote(self.scenario, key, self.priors[key].phrase)

    def _reading(self, key: str) -> str:
        """The word it is read as, and the chance that follows."""
        prior, says = self.priors[key], self.record(key).says
        if isinstance(says, Shift):
            return f"nine tenths within a factor of {exp(Z95 * says.sd):.2g} of that"
        worded = isinstance(says, Phrase) or says.worded
        read = say_plainly(self.scenario, prior.read_as) if worded or not self.chance(key) else ""
        return ": ".join(part for part in (read, self.chance(key)) if part)

    def _where(self, key: str) -> str:
        """The source with a link, if it has one, its day, place and grade, as HTML."""
        judgment, source = self.record(key), judgments.find_source(self.scenario, key)
        if source is None:
            return escape(judgment.locator or "")
        title = escape(source.title)
        if source.url and _SAFE.fullmatch(source.url):
            title = f'<a href="{escape(source.url)}" target="_blank">{title}</a>'
        beside = (source.publisher, source.author, self.dated(key), judgment.locator, say_grade(source))
        told = ", ".join([title, *(escape(part) for part in beside if part)])
        return told + (f". {escape(self.source_note(key))}" if source.note else "")

    def source_note(self, key: str) -> str:
        """What the file says of the source: how it came about, how it is dated; empty without one."""
        source = judgments.find_source(self.scenario, key)
        return say_plainly(self.scenario, source.note or "") if source is not None else ""


def tell_share(part: Sentence | VariancePart) -> str:
    """A share of the doubt with its error, as `sim explain` has it; without one where it is noise, or has no error."""
    share = tell_size(part.share, part.error)
    error = f"{100 * part.error:.1f}"
    return share if share == NOISE or not float(error) else f"{share} ± {error}"


def tell_size(share: float, error: float = 0.0) -> str:
    """A share of the doubt with one digit; error: as of `fine_share`."""
    return fine_share(share, error).replace("-", MINUS)


def fold(summary: str, body: str, name: str = "") -> str:
    """What opens by a click or a key: summary and body are HTML; name: a class."""
    return f'<details class="why-fold {name}"><summary>{summary}</summary>{body}</details>'

"""What the form still needs, in words."""

from __future__ import annotations

from collections.abc import Mapping

from sim.dashboard.elicit.form.choose import NEW
from sim.dashboard.elicit.form.fields import read_field

_SAID = {
    "word": "a word", "range": "the upper end of the range", "chips": "a chip", "bound": "a bound",
    "number": "a probability",
}  # fmt: skip


def list_missing(voice: str, says: Mapping[str, object] | None) -> list[str]:
    """The parts that are not there yet. voice: empty while nobody is chosen or named. says: None while incomplete."""
    who = "the name of the new voice" if read_field("voice") == NEW else "a voice"
    return [*([] if voice else [who]), *([] if says else [_SAID[read_field("kind", "word")]])]

"""The article behind scenarios/venezuela-2025, which is not ours to ship: run with SIM_ARTICLE=its text file.

TRT World, "To what extent will Russia support Venezuela in tensions with the US?", as plain text, a paragraph a line.
The table holds ids of claims, speakers, places and phrases of likelihood only. A claim is found where a draft
judgment has its speaker and place and one of the two phrases holds the other. Without the variable there is no test
in this file (a test that skips would fail the run where the browser is required).
"""

from __future__ import annotations

import os
from pathlib import Path

from sim.exchange.article.draft import read_article

CLAIMS = {
    "S7": ("Kosevich", "paragraph 7, sentence 1", "rather than"),
    "S8": ("Kosevich", "paragraph 8, sentence 1", "consistently"),
    "S13": ("Kosevich", "paragraph 12, sentence 1", "most likely"),
    "S14": ("Kosevich", "paragraph 12, sentence 2", "unlikely"),
    "S15": ("Kosevich", "paragraph 13, sentence 1", "more probable"),
    "S16": ("Kosevich", "paragraph 13, sentence 1", "more probable"),
    "S17": ("Kosevich", "paragraph 13, sentence 1", "more probable"),
    "S19": ("Rouvinski", "paragraph 15, sentence 1", "likely"),
    "S20": ("Rouvinski", "paragraph 15, sentence 1", "likely"),
    "S21": ("Rouvinski", "paragraph 15, sentence 1", "likely"),
    "S22": ("Rouvinski", "paragraph 16, sentence 1", "highly unlikely"),
    "S27": ("Rouvinski", "paragraph 21, sentence 1", "would"),
    "S28": ("Rouvinski", "paragraph 21, sentence 1", "would still"),
    "S29": ("Kosevich", "paragraph 22, sentence 1", "would"),
    "S30": ("Kosevich", "paragraph 23, sentence 1", "would likely"),
    "S31": ("Kosevich", "paragraph 24, sentence 1", "could indirectly"),
}
NEEDED = 12

if "SIM_ARTICLE" in os.environ:

    def test_both_experts_nobody_else_and_most_of_the_hedged_claims() -> None:
        draft = read_article(Path(os.environ["SIM_ARTICLE"]))
        assert {person.name for person in draft.speakers} == {"Vladimir Rouvinski", "Ekaterina Kosevich"}
        drafts = [(one.speaker.words[-1], one.locator, one.phrase.lower()) for one in draft.judgments if one.speaker]
        missed = [
            claim for claim, (speaker, place, phrase) in CLAIMS.items()
            if not any(one[:2] == (speaker, place) and (phrase in one[2] or one[2] in phrase) for one in drafts)
        ]  # fmt: skip
        assert len(CLAIMS) == 16
        assert len(CLAIMS) - len(missed) >= NEEDED, f"missed: {', '.join(missed)}"

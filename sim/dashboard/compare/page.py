"""Compare and check: policies, versions, views and choices beside each other, and the forecast beside what came."""

from __future__ import annotations

from sim.dashboard import picker
from sim.dashboard.choosers import choose_policy, choose_question
from sim.dashboard.compare.choices import draw_choices
from sim.dashboard.compare.learned import tell_learned
from sim.dashboard.compare.policies import draw_policies
from sim.dashboard.compare.questions import draw_questions
from sim.dashboard.compare.scores import draw_scores
from sim.dashboard.compare.views import draw_views
from sim.dashboard.visit import PageVisit
from sim.errors import SimError

_PARTS = {
    draw_policies: "The policies cannot be compared", draw_questions: "This pair cannot be compared",
    draw_views: "The views cannot be compared", draw_choices: "The choices cannot be compared",
    draw_scores: "The forecast cannot be scored",
}  # fmt: skip


def draw_page(visit: PageVisit) -> None:
    """Draw the page, what is asked for first and quick before all else; what fails says so in its own place."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    tell_learned(visit)
    for draw, trouble in _PARTS.items():
        try:
            draw(visit)
        except SimError as error:
            picker.show_problems(error, trouble)

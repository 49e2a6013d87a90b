"""The kinds of pictures: how the numbers of each are had, and how they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.charts import evidence_map, ladder, outcomes, protocols, safety, timeline
from app.charts.asked import Asked, is_filtered, suitable_sides
from app.charts.style import Spec, empty
from app.reads.snapshot import Revision
from app.synthesis.asking.question import Option, Question
from app.synthesis.asking.question_words import question_in_words
from app.synthesis.asking.selection import Selection
from app.synthesis.evidence_map import MAP_OPTIONS, draw_map
from app.synthesis.harm.safety import SAFETY_OPTIONS, sum_up_safety
from app.synthesis.ladder import climb
from app.synthesis.outcomes.summary import sum_up_outcomes
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.words import plural

# A picture has room for few values: it starts with the coarsest.
COARSE = {
    "rows": ("source_origin", "Dimension of the rows; where a filter names the source, `design` unless asked for."),
    "cols": (
        "indication_category",
        "Dimension of the columns; where a filter names the indication, `evidence_level` unless asked for.",
    ),
}
MAP_SIDES = tuple(
    replace(each, default=COARSE[each.name][0], meaning=COARSE[each.name][1]) if each.name in COARSE else each
    for each in MAP_OPTIONS
    if each.name not in ("layer", "cell")
)
# Most gaps are not drawn, so that a picture need not have them all.
filled_cells = partial(draw_map, gaps=False)


def _nothing(_question: Question) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Chart:
    """One kind of picture: how its numbers are had, and how they are drawn."""

    name: str
    meaning: str
    title: str
    make: Callable[[Question, Selection], Any]
    draw: Callable[[Any, Asked], Spec]
    options: tuple[Option, ...] = ()
    fixed: tuple[tuple[str, Any], ...] = ()
    # Options that depend on the question where they are not asked for.
    suit: Callable[[Question], dict[str, str]] = _nothing

    def specify(self, question: Question, selection: Selection, revision: Revision) -> Spec:
        """Say what the picture of a question is."""
        question = replace(question, options=question.options | dict(self.fixed))
        question = replace(question, options=question.options | self.suit(question))
        asked_for = question_in_words(question, selection)
        studies = selection.shown.evidence.studies
        line = (
            f"{asked_for[:1].upper()}{asked_for[1:]}: {plural(studies, 'study', 'studies')}. "
            f"ExoKB {revision.release}, revision {revision.number}."
        )
        # Made for nothing, too: what is wrong with the question is told whether studies match or not.
        found = self.make(question, selection)
        if not studies:
            return empty(self.title, [line], "No study matches the question.")
        return self.draw(found, Asked(line, is_filtered(question), revision.release))


CHARTS = (
    Chart(
        "evidence-map",
        "Draw an evidence map: bubbles for the studies, colour for the best evidence level, crosses for gaps.",
        evidence_map.TITLE,
        filled_cells,
        evidence_map.draw,
        MAP_SIDES,
        (("layer", None), ("cell", "studies")),
        suitable_sides,
    ),
    Chart(
        "safety",
        "Draw a forest plot of adverse events with exact intervals, group by group.",
        safety.TITLE,
        sum_up_safety,
        safety.draw,
        tuple(each for each in SAFETY_OPTIONS if each.name != "compare"),
        (("compare", ()),),
    ),
    Chart(
        "outcomes",
        "Draw which way the outcomes of studies went, by strength of design.",
        outcomes.TITLE,
        sum_up_outcomes,
        outcomes.draw,
        (),
        (("measures", 1),),
    ),
    Chart(
        "ladder", "Draw how far the evidence reaches from the test tube to people.", ladder.TITLE, climb, ladder.draw
    ),
    Chart(
        "protocols",
        "Draw what studies report of how vesicles were given.",
        protocols.TITLE,
        sum_up_protocols,
        protocols.draw,
    ),
    Chart(
        "timeline",
        "Draw the studies by year and evidence level.",
        timeline.TITLE,
        filled_cells,
        timeline.draw,
        (),
        (
            ("rows", "year"),
            ("cols", "evidence_level"),
            ("layer", None),
            ("cell", "studies"),
            ("source_depth", 1),
            ("indication_depth", 0),
        ),
    ),
)

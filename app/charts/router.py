"""Addresses of pictures: each as SVG, PNG, and as the Vega-Lite specification that both are drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import Path

from app.charts import evidence_map, ladder, outcomes, protocols, safety, timeline
from app.charts.rendering import MEDIA, render
from app.charts.style import Spec, empty
from app.core.errors import InvalidRequestError
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.synthesis.evidence_map import MAP_OPTIONS, draw_map
from app.synthesis.ladder import climb
from app.synthesis.outcomes import sum_up_outcomes
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.question import Option, Question, question_parameters, read_question
from app.synthesis.question_words import question_in_words
from app.synthesis.safety import SAFETY_OPTIONS, sum_up_safety
from app.synthesis.selection import Selection, selected_studies
from app.synthesis.words import plural

Form = Literal["svg", "png", "vl.json"]
# A picture has room for few values: it starts with the coarsest.
COARSE = {"rows": "source_origin", "cols": "indication_category"}
MAP_SIDES = tuple(
    replace(each, default=COARSE.get(each.name, each.default))
    for each in MAP_OPTIONS
    if each.name not in ("layer", "cell")
)
# Most gaps are not drawn, so that a picture need not have them all.
filled_cells = partial(draw_map, gaps=False)


@dataclass(frozen=True)
class Chart:
    """One kind of picture: how its numbers are had, and how they are drawn."""

    name: str
    meaning: str
    title: str
    make: Callable[[Question, Selection], Any]
    draw: Callable[[Any, list[str]], Spec]
    options: tuple[Option, ...] = ()
    fixed: tuple[tuple[str, Any], ...] = ()


CHARTS = (
    Chart(
        "evidence-map",
        "Draw an evidence map: bubbles for the studies, colour for the best evidence level, crosses for gaps.",
        evidence_map.TITLE,
        filled_cells,
        evidence_map.draw,
        MAP_SIDES,
        (("layer", None), ("cell", "studies")),
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

router = ReadRouter(prefix="/charts", tags=["Charts"])


def _draw(reading: Reading, chart: Chart, form: str) -> Answer:
    question = read_question(chart.options, reading.items)
    question = replace(question, options=question.options | dict(chart.fixed))
    selection = selected_studies(reading.snapshot, question.query)
    revision = reading.snapshot.revision
    asked_for = question_in_words(question, selection)
    studies = selection.shown.evidence.studies
    told = (
        f"{asked_for[:1].upper()}{asked_for[1:]}: {plural(studies, 'study', 'studies')}. "
        f"ExoKB {revision.release}, revision {revision.number}."
    )
    # Made for nothing, too: what is wrong with the question is told whether studies match or not.
    found = chart.make(question, selection)
    spec = chart.draw(found, [told]) if studies else empty(chart.title, [told], "No study matches the question.")
    return Answer(render(spec, form), MEDIA[form])


def _add(chart: Chart) -> None:
    def get_chart(
        reading: Reading, form: Annotated[Form, Path(description="Form of the picture.", examples=["svg"])]
    ) -> Answer:
        return _draw(reading, chart, form)

    get_chart.__name__ = f"draw_{chart.name.replace('-', '_')}"
    router.read_file(
        f"/{chart.name}.{{form}}",
        MEDIA,
        InvalidRequestError,
        summary=chart.meaning.split(":")[0].rstrip("."),
        description=chart.meaning,
        openapi_extra=question_parameters(*chart.options),
    )(get_chart)


for each in CHARTS:
    _add(each)

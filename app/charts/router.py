"""Addresses of pictures: each as SVG, PNG, and as the Vega-Lite specification that both are drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlalchemy.orm import Session

from app.charts import evidence_map, ladder, outcomes, protocols, safety, timeline
from app.charts.rendering import MEDIA, render
from app.charts.style import Spec
from app.core.accept import refuse_unaccepted
from app.core.errors import InvalidRequestError
from app.core.http import problems
from app.shared.answers import ReplyDep, current_release
from app.synthesis.brief import question_in_words
from app.synthesis.evidence_map import MAP_OPTIONS, draw_map
from app.synthesis.ladder import climb
from app.synthesis.outcomes import sum_up_outcomes
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.question import Option, Question, question_of, question_parameters
from app.synthesis.safety import SAFETY_OPTIONS, sum_up_safety
from app.synthesis.selection import Selection, selected_studies

Form = Literal["svg", "png", "vl.json"]
# A picture has room for few values: it starts with the coarsest.
COARSE = {"rows": "source_origin", "cols": "indication_category"}
MAP_SIDES = tuple(
    replace(each, default=COARSE.get(each.name, each.default))
    for each in MAP_OPTIONS
    if each.name not in ("layer", "cell")
)


@dataclass(frozen=True)
class Chart:
    """One kind of picture: how its numbers are had, and how they are drawn."""

    name: str
    meaning: str
    make: Callable[[Session, Question, Selection], Any]
    draw: Callable[[Any, list[str]], Spec]
    options: tuple[Option, ...] = ()
    fixed: tuple[tuple[str, Any], ...] = ()


CHARTS = (
    Chart(
        "evidence-map",
        "Draw an evidence map: bubbles for the studies, colour for the best evidence level, crosses for gaps.",
        draw_map,
        evidence_map.draw,
        MAP_SIDES,
        (("layer", None), ("cell", "studies")),
    ),
    Chart(
        "safety",
        "Draw a forest plot of adverse events with exact intervals, group by group.",
        sum_up_safety,
        safety.draw,
        tuple(each for each in SAFETY_OPTIONS if each.name != "compare"),
        (("compare", ()),),
    ),
    Chart(
        "outcomes",
        "Draw which way the outcomes of studies went, by strength of design.",
        sum_up_outcomes,
        outcomes.draw,
        (),
        (("measures", 1),),
    ),
    Chart("ladder", "Draw how far the evidence reaches from the test tube to people.", climb, ladder.draw),
    Chart("protocols", "Draw what studies report of how vesicles were given.", sum_up_protocols, protocols.draw),
    Chart(
        "timeline",
        "Draw the studies by year and evidence level.",
        draw_map,
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

router = APIRouter(prefix="/charts", tags=["Charts"], responses=problems(InvalidRequestError))


def accepted_form(request: Request) -> None:
    """Refuse requests that do not accept the form that the address names."""
    if media := MEDIA.get(request.path_params["form"]):
        refuse_unaccepted(request, media)


def _draw(reply: ReplyDep, chart: Chart, question: Question, form: Form) -> Response:
    asked = replace(question, options=question.options | dict(chart.fixed))
    selection = selected_studies(reply.session, asked.query)
    release = current_release(reply.session)
    asked_for = question_in_words(selection.shown.filters)
    told = (
        f"{asked_for[:1].upper()}{asked_for[1:]}: {selection.shown.evidence.studies} studies. "
        f"ExoKB {release.name}, revision {release.revision}."
    )
    spec = chart.draw(chart.make(reply.session, asked, selection), [told])
    return reply.raw(render(spec, form), MEDIA[form])


def _add(chart: Chart) -> None:
    def get_chart(
        reply: ReplyDep,
        form: Annotated[Form, Path(description="Form of the picture.", examples=["svg"])],
        question: Annotated[Question, Depends(question_of(*chart.options))],
    ) -> Response:
        return _draw(reply, chart, question, form)

    router.add_api_route(
        f"/{chart.name}.{{form}}",
        get_chart,
        operation_id=f"draw_{chart.name.replace('-', '_')}",
        summary=chart.meaning.split(":")[0].rstrip("."),
        description=chart.meaning,
        response_class=Response,
        responses={200: {"description": "The picture.", "content": CONTENT}},
        dependencies=[Depends(accepted_form)],
        openapi_extra=question_parameters(*chart.options),
    )


CONTENT: dict[str, Any] = {
    "image/svg+xml": {"schema": {"type": "string"}},
    "image/png": {"schema": {"type": "string", "format": "binary"}},
    "application/json": {"schema": {"type": "object"}},
}
for each in CHARTS:
    _add(each)

"""The address of the brief in the forms that people read, pictures included."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Path

from app.charts.catalogue import CHARTS
from app.core.errors import InvalidRequestError
from app.core.http import base_url
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.synthesis.asking.question import question_parameters, read_question
from app.synthesis.asking.selection import Selection, selected_studies
from app.synthesis.brief.pages import Picture, to_html, to_markdown
from app.synthesis.brief.writing import write_brief

FORMS = {"md": "text/markdown", "html": "text/html"}
Form = Literal["md", "html"]
# The sections of the brief in which pictures stand.
PLACES = {"evidence-map": "amount", "ladder": "reach", "outcomes": "effect", "safety": "safety"}
router = ReadRouter(prefix="/synthesis", tags=["Synthesis"])


@router.read_file("/brief.{form}", FORMS, InvalidRequestError, openapi_extra=question_parameters())
def get_brief_page(
    reading: Reading, form: Annotated[Form, Path(description="Form of the brief.", examples=["md"])]
) -> Answer:
    """Give the brief as Markdown, or as a page to be read or printed, with pictures."""
    question = read_question((), reading.items)
    selection = selected_studies(reading.snapshot, question.query)
    brief = write_brief(question, selection)
    media_type = f"{FORMS[form]}; charset=utf-8"
    if form == "md":
        return Answer(to_markdown(brief, base_url(reading)).encode(), media_type)
    asked = f"?{urlencode(question.filters)}" if question.filters else ""
    page = to_html(brief, _pictures(reading, selection, asked), f"/v1/synthesis/brief{asked}")
    return Answer(page.encode(), media_type)


def _pictures(reading: Reading, selection: Selection, asked: str) -> dict[str, Picture]:
    """Give the pictures by the sections in which they stand."""
    revision = reading.snapshot.revision
    return {
        PLACES[chart.name]: Picture(
            address=f"/v1/charts/{chart.name}.svg{asked}",
            told=chart.specify(read_question(chart.options, reading.items), selection, revision)["description"],
        )
        for chart in CHARTS
        if chart.name in PLACES
    }

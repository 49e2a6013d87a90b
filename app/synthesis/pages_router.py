"""The address of the brief in the forms that people read."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Path

from app.core.errors import InvalidRequestError
from app.core.http import base_url
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.synthesis.brief import write_brief
from app.synthesis.brief_pages import to_html, to_markdown
from app.synthesis.question import question_parameters, read_question
from app.synthesis.selection import selected_studies

FORMS = {"md": "text/markdown", "html": "text/html"}
Form = Literal["md", "html"]
PICTURES = {
    "Evidence map": "evidence-map",
    "Which way the outcomes went": "outcomes",
    "Adverse events": "safety",
    "From the test tube to people": "ladder",
}
router = ReadRouter(prefix="/synthesis", tags=["Synthesis"])


@router.read_file("/brief.{form}", FORMS, InvalidRequestError, openapi_extra=question_parameters())
def get_brief_page(
    reading: Reading, form: Annotated[Form, Path(description="Form of the brief.", examples=["md"])]
) -> Answer:
    """Give the brief as Markdown, or as a page to be read or printed, with pictures."""
    question = read_question((), reading.items)
    brief = write_brief(question, selected_studies(reading.snapshot, question.query))
    media_type = f"{FORMS[form]}; charset=utf-8"
    if form == "md":
        return Answer(to_markdown(brief, base_url(reading)).encode(), media_type)
    asked = f"?{urlencode(question.filters)}" if question.filters else ""
    pictures = {title: f"/v1/charts/{name}.svg{asked}" for title, name in PICTURES.items()}
    return Answer(to_html(brief, pictures, f"/v1/synthesis/brief{asked}").encode(), media_type)

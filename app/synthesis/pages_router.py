"""Addresses of the brief in the forms that people read."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response

from app.core.accept import accepting
from app.core.errors import InvalidRequestError
from app.core.http import base_url, problems
from app.shared.answers import ReplyDep
from app.synthesis.brief import write_brief
from app.synthesis.brief_pages import to_html, to_markdown
from app.synthesis.question import Question, question_of, question_parameters
from app.synthesis.selection import selected_studies

MARKDOWN, HTML = "text/markdown", "text/html"
PICTURES = {
    "Evidence map": "evidence-map",
    "Which way the outcomes went": "outcomes",
    "Adverse events": "safety",
    "From the test tube to people": "ladder",
}
router = APIRouter(prefix="/synthesis", tags=["Synthesis"], responses=problems(InvalidRequestError))
QuestionDep = Annotated[Question, Depends(question_of())]


def written_in(media: str) -> dict[int | str, dict[str, object]]:
    """Describe for OpenAPI an answer that is a text."""
    return {200: {"description": "The brief.", "content": {media: {"schema": {"type": "string"}}}}}


@router.get(
    "/brief.md",
    operation_id="get_brief_markdown",
    response_class=Response,
    responses=written_in(MARKDOWN),
    dependencies=[Depends(accepting(MARKDOWN))],
    openapi_extra=question_parameters(),
)
def get_brief_markdown(reply: ReplyDep, question: QuestionDep) -> Response:
    """Give the brief as Markdown."""
    brief = write_brief(reply.session, question, selected_studies(reply.session, question.query))
    return reply.raw(to_markdown(brief, base_url(reply.request)), f"{MARKDOWN}; charset=utf-8")


@router.get(
    "/brief.html",
    operation_id="get_brief_html",
    response_class=Response,
    responses=written_in(HTML),
    dependencies=[Depends(accepting(HTML))],
    openapi_extra=question_parameters(),
)
def get_brief_html(reply: ReplyDep, question: QuestionDep) -> Response:
    """Give the brief as a page to be read or printed, with pictures."""
    brief = write_brief(reply.session, question, selected_studies(reply.session, question.query))
    asked = f"?{urlencode(question.filters)}" if question.filters else ""
    pictures = {title: f"/v1/charts/{name}.svg{asked}" for title, name in PICTURES.items()}
    return reply.raw(to_html(brief, pictures, f"/v1/synthesis/brief{asked}"), f"{HTML}; charset=utf-8")

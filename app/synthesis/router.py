"""Addresses of synthesis."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.core.errors import InvalidRequestError
from app.core.http import problems
from app.core.schemas import Envelope
from app.shared.answers import ReplyDep
from app.synthesis.behind import AFTER, IN, list_behind
from app.synthesis.brief import write_brief
from app.synthesis.dimensions import DEPTHS
from app.synthesis.evidence_map import MAP_OPTIONS, draw_map
from app.synthesis.ladder import climb
from app.synthesis.outcomes import OUTCOME_OPTIONS, sum_up_outcomes
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.question import Question, question_of, question_parameters
from app.synthesis.safety import SAFETY_OPTIONS, sum_up_safety
from app.synthesis.schemas.brief import Brief
from app.synthesis.schemas.evidence_map import EvidenceMap, StudiesBehind
from app.synthesis.schemas.ladder import Ladder
from app.synthesis.schemas.outcomes import OutcomeSynthesis
from app.synthesis.schemas.protocols import Protocols
from app.synthesis.schemas.safety import SafetySynthesis
from app.synthesis.selection import Selection, selected_studies

router = APIRouter(prefix="/synthesis", tags=["Synthesis"], responses=problems(InvalidRequestError))
T = TypeVar("T")


def _answer(reply: ReplyDep, question: Question, make: Callable[[Session, Question, Selection], T]) -> Envelope[T]:
    selection = selected_studies(reply.session, question.query)
    return reply.asked(make(reply.session, question, selection))


@router.get("/evidence-map", operation_id="get_evidence_map", openapi_extra=question_parameters(*MAP_OPTIONS))
def get_evidence_map(
    reply: ReplyDep, question: Annotated[Question, Depends(question_of(*MAP_OPTIONS))]
) -> Envelope[EvidenceMap]:
    """Lay out the evidence in two or three dimensions, and show the gaps."""
    return _answer(reply, question, draw_map)


@router.get("/studies", operation_id="list_studies_behind", openapi_extra=question_parameters(IN, AFTER, *DEPTHS))
def list_studies_behind(
    reply: ReplyDep, question: Annotated[Question, Depends(question_of(IN, AFTER, *DEPTHS))]
) -> Envelope[StudiesBehind]:
    """List the studies behind a number: those that a cell counts."""
    return _answer(reply, question, list_behind)


@router.get("/safety", operation_id="get_safety_synthesis", openapi_extra=question_parameters(*SAFETY_OPTIONS))
def get_safety_synthesis(
    reply: ReplyDep, question: Annotated[Question, Depends(question_of(*SAFETY_OPTIONS))]
) -> Envelope[SafetySynthesis]:
    """Say what is known of harm, with denominators, exact intervals and, if asked, two groups compared."""
    return _answer(reply, question, sum_up_safety)


@router.get("/outcomes", operation_id="get_outcome_synthesis", openapi_extra=question_parameters(*OUTCOME_OPTIONS))
def get_outcome_synthesis(
    reply: ReplyDep, question: Annotated[Question, Depends(question_of(*OUTCOME_OPTIONS))]
) -> Envelope[OutcomeSynthesis]:
    """Say what the outcomes say by measure, what can be pooled, and where findings contradict each other."""
    return _answer(reply, question, sum_up_outcomes)


@router.get("/ladder", operation_id="get_ladder", openapi_extra=question_parameters())
def get_ladder(reply: ReplyDep, question: Annotated[Question, Depends(question_of())]) -> Envelope[Ladder]:
    """Say how far the evidence reaches from the test tube to people, and where it breaks off."""
    return _answer(reply, question, climb)


@router.get("/protocols", operation_id="get_protocols", openapi_extra=question_parameters())
def get_protocols(reply: ReplyDep, question: Annotated[Question, Depends(question_of())]) -> Envelope[Protocols]:
    """Say how vesicles were given, how often that is told at all, and how long people were followed."""
    return _answer(reply, question, sum_up_protocols)


@router.get("/brief", operation_id="get_brief", openapi_extra=question_parameters())
def get_brief(reply: ReplyDep, question: Annotated[Question, Depends(question_of())]) -> Envelope[Brief]:
    """Say on one page what the evidence says; `brief.md` and `brief.html` give it to readers."""
    return _answer(reply, question, write_brief)

"""Addresses of synthesis."""

from collections.abc import Callable, Sequence
from typing import Any

from app.core.errors import InvalidRequestError
from app.core.plain import write_plain
from app.core.schemas import Envelope
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.synthesis.asking.behind import BEHIND_OPTIONS, list_behind
from app.synthesis.asking.question import Option, Question, question_parameters, read_question
from app.synthesis.asking.selection import Selection, selected_studies
from app.synthesis.brief.writing import write_brief
from app.synthesis.evidence_map import MAP_OPTIONS, draw_map
from app.synthesis.harm.safety import SAFETY_OPTIONS, sum_up_safety
from app.synthesis.ladder import climb
from app.synthesis.outcomes.summary import OUTCOME_OPTIONS, sum_up_outcomes
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.schemas.brief import Brief
from app.synthesis.schemas.evidence_map import EvidenceMap, StudiesBehind
from app.synthesis.schemas.ladder import Ladder
from app.synthesis.schemas.outcomes import OutcomeSynthesis
from app.synthesis.schemas.protocols import Protocols
from app.synthesis.schemas.safety import SafetySynthesis

router = ReadRouter(prefix="/synthesis", tags=["Synthesis"])
Make = Callable[[Question, Selection], Any]


def _answer(reading: Reading, options: Sequence[Option], make: Make) -> Answer:
    question = read_question(options, reading.items)
    selection = selected_studies(reading.snapshot, question.query)
    return reading.finished(write_plain(make(question, selection)))


def _described(*options: Option) -> dict[str, Any]:
    return {"openapi_extra": question_parameters(*options)}


@router.read("/evidence-map", Envelope[EvidenceMap], InvalidRequestError, **_described(*MAP_OPTIONS))
def get_evidence_map(reading: Reading) -> Answer:
    """Lay out the evidence in two or three dimensions, and show the gaps."""
    return _answer(reading, MAP_OPTIONS, draw_map)


@router.read("/studies", Envelope[StudiesBehind], InvalidRequestError, **_described(*BEHIND_OPTIONS))
def list_studies_behind(reading: Reading) -> Answer:
    """List the studies behind a number: those that a cell counts."""
    return _answer(reading, BEHIND_OPTIONS, list_behind)


@router.read("/safety", Envelope[SafetySynthesis], InvalidRequestError, **_described(*SAFETY_OPTIONS))
def get_safety_synthesis(reading: Reading) -> Answer:
    """Say what is known of harm, with denominators, exact intervals and, if asked, two groups compared."""
    return _answer(reading, SAFETY_OPTIONS, sum_up_safety)


@router.read("/outcomes", Envelope[OutcomeSynthesis], InvalidRequestError, **_described(*OUTCOME_OPTIONS))
def get_outcome_synthesis(reading: Reading) -> Answer:
    """Say what the outcomes say by measure, what can be pooled, and where findings contradict each other."""
    return _answer(reading, OUTCOME_OPTIONS, sum_up_outcomes)


@router.read("/ladder", Envelope[Ladder], InvalidRequestError, **_described())
def get_ladder(reading: Reading) -> Answer:
    """Say how far the evidence reaches from the test tube to people, and where it breaks off."""
    return _answer(reading, (), climb)


@router.read("/protocols", Envelope[Protocols], InvalidRequestError, **_described())
def get_protocols(reading: Reading) -> Answer:
    """Say how vesicles were given, how often that is told at all, and how long people were followed."""
    return _answer(reading, (), sum_up_protocols)


@router.read("/brief", Envelope[Brief], InvalidRequestError, **_described())
def get_brief(reading: Reading) -> Answer:
    """Say on one page what the evidence says; `brief.md` and `brief.html` give it to readers."""
    return _answer(reading, (), write_brief)

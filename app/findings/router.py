"""Addresses of outcomes, adverse events and mechanisms."""

from typing import Annotated

from fastapi import Path

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.openapi import list_parameters
from app.core.schemas import Envelope, ListEnvelope
from app.findings import queries
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.schemas import AdverseEventRead, MechanismRead, OutcomeRead
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter

router = ReadRouter()


@router.read(
    "/outcomes",
    ListEnvelope[OutcomeRead],
    InvalidRequestError,
    tags=["Outcomes"],
    openapi_extra=list_parameters(OUTCOMES),
)
def list_outcomes(reading: Reading) -> Answer:
    """List outcomes. One row is one result of one arm."""
    return queries.OUTCOME_LIST.answer(reading)


@router.read("/outcomes/{key}", Envelope[OutcomeRead], NotFoundError, InvalidRequestError, tags=["Outcomes"])
def get_outcome(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000001-O1"])]
) -> Answer:
    """Give one outcome."""
    return queries.OUTCOME_LIST.one(reading, key)


@router.read(
    "/adverse-events",
    ListEnvelope[AdverseEventRead],
    InvalidRequestError,
    tags=["Safety"],
    openapi_extra=list_parameters(ADVERSE_EVENTS),
)
def list_adverse_events(reading: Reading) -> Answer:
    """List adverse events. One row is one kind of event in one arm, with affected and at risk."""
    return queries.ADVERSE_EVENT_LIST.answer(reading)


@router.read("/adverse-events/{key}", Envelope[AdverseEventRead], NotFoundError, InvalidRequestError, tags=["Safety"])
def get_adverse_event(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000001-E1"])]
) -> Answer:
    """Give one adverse event."""
    return queries.ADVERSE_EVENT_LIST.one(reading, key)


@router.read(
    "/mechanisms",
    ListEnvelope[MechanismRead],
    InvalidRequestError,
    tags=["Mechanisms"],
    openapi_extra=list_parameters(MECHANISMS),
)
def list_mechanisms(reading: Reading) -> Answer:
    """List mechanisms. One row is one mechanism in one arm."""
    return queries.MECHANISM_LIST.answer(reading)


@router.read("/mechanisms/{key}", Envelope[MechanismRead], NotFoundError, InvalidRequestError, tags=["Mechanisms"])
def get_mechanism(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000013-M1"])]
) -> Answer:
    """Give one mechanism."""
    return queries.MECHANISM_LIST.one(reading, key)

"""Addresses of outcomes, adverse events and mechanisms."""

from typing import Annotated

from fastapi import Path

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.openapi import list_parameters
from app.core.schemas import Envelope, FoundEnvelope, ListEnvelope
from app.findings import queries
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.schemas import AdverseEventRead, MechanismRead, OutcomeRead
from app.reads.aggregate import aggregate
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


@router.search("/outcomes/search", FoundEnvelope[OutcomeRead], OUTCOMES, tags=["Outcomes"])
def search_outcomes(reading: Reading) -> Answer:
    """Find outcomes by a tree of conditions."""
    return list_outcomes(reading)


@router.aggregate("/outcomes/aggregate", OUTCOMES, tags=["Outcomes"])
def aggregate_outcomes(reading: Reading) -> Answer:
    """Count outcomes, their studies and participants by up to three fields."""
    return aggregate(reading, OUTCOMES)


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


@router.search("/adverse-events/search", FoundEnvelope[AdverseEventRead], ADVERSE_EVENTS, tags=["Safety"])
def search_adverse_events(reading: Reading) -> Answer:
    """Find adverse events by a tree of conditions."""
    return list_adverse_events(reading)


@router.aggregate("/adverse-events/aggregate", ADVERSE_EVENTS, tags=["Safety"])
def aggregate_adverse_events(reading: Reading) -> Answer:
    """Count adverse events by up to three fields: rows, studies, and affected over at risk, from which rates follow."""
    return aggregate(reading, ADVERSE_EVENTS)


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


@router.search("/mechanisms/search", FoundEnvelope[MechanismRead], MECHANISMS, tags=["Mechanisms"])
def search_mechanisms(reading: Reading) -> Answer:
    """Find mechanisms by a tree of conditions."""
    return list_mechanisms(reading)


@router.aggregate("/mechanisms/aggregate", MECHANISMS, tags=["Mechanisms"])
def aggregate_mechanisms(reading: Reading) -> Answer:
    """Count mechanisms, their studies and participants by up to three fields."""
    return aggregate(reading, MECHANISMS)


@router.read("/mechanisms/{key}", Envelope[MechanismRead], NotFoundError, InvalidRequestError, tags=["Mechanisms"])
def get_mechanism(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000013-M1"])]
) -> Answer:
    """Give one mechanism."""
    return queries.MECHANISM_LIST.one(reading, key)

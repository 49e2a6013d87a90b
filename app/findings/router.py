"""Addresses of outcomes, adverse events and mechanisms."""

from typing import Annotated

from fastapi import Path

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.http import no_parameters
from app.core.openapi import list_parameters
from app.core.schemas import Envelope, ListEnvelope
from app.findings import queries
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.schemas import AdverseEventRead, MechanismRead, OutcomeRead
from app.models import AdverseEvent, Mechanism, Outcome
from app.reads.reading import Answer, Reading, Rows
from app.reads.routes import ReadRouter
from app.reads.rows import list_rows

router = ReadRouter()
OUTCOME_ROWS = Rows(OutcomeRead)
EVENT_ROWS = Rows(AdverseEventRead)
MECHANISM_ROWS = Rows(MechanismRead)


@router.read(
    "/outcomes",
    ListEnvelope[OutcomeRead],
    InvalidRequestError,
    tags=["Outcomes"],
    openapi_extra=list_parameters(OUTCOMES),
)
def list_outcomes(reading: Reading) -> Answer:
    """List outcomes. One row is one result of one arm."""
    show = queries.each(queries.show_outcome)
    return list_rows(reading, OUTCOMES, queries.select_findings(Outcome), show, OUTCOME_ROWS)


@router.read("/outcomes/{key}", Envelope[OutcomeRead], NotFoundError, InvalidRequestError, tags=["Outcomes"])
def get_outcome(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000001-O1"])]
) -> Answer:
    """Give one outcome."""
    no_parameters(reading)
    return reading.one(queries.show_outcome(queries.get_finding(reading.database, Outcome, key)))


@router.read(
    "/adverse-events",
    ListEnvelope[AdverseEventRead],
    InvalidRequestError,
    tags=["Safety"],
    openapi_extra=list_parameters(ADVERSE_EVENTS),
)
def list_adverse_events(reading: Reading) -> Answer:
    """List adverse events. One row is one kind of event in one arm, with affected and at risk."""
    show = queries.each(queries.show_adverse_event)
    return list_rows(reading, ADVERSE_EVENTS, queries.select_findings(AdverseEvent), show, EVENT_ROWS)


@router.read("/adverse-events/{key}", Envelope[AdverseEventRead], NotFoundError, InvalidRequestError, tags=["Safety"])
def get_adverse_event(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000001-E1"])]
) -> Answer:
    """Give one adverse event."""
    no_parameters(reading)
    return reading.one(queries.show_adverse_event(queries.get_finding(reading.database, AdverseEvent, key)))


@router.read(
    "/mechanisms",
    ListEnvelope[MechanismRead],
    InvalidRequestError,
    tags=["Mechanisms"],
    openapi_extra=list_parameters(MECHANISMS),
)
def list_mechanisms(reading: Reading) -> Answer:
    """List mechanisms. One row is one mechanism in one arm."""
    show = queries.each(queries.show_mechanism)
    return list_rows(reading, MECHANISMS, queries.select_findings(Mechanism), show, MECHANISM_ROWS)


@router.read("/mechanisms/{key}", Envelope[MechanismRead], NotFoundError, InvalidRequestError, tags=["Mechanisms"])
def get_mechanism(
    reading: Reading, key: Annotated[str, Path(description="Public key of the row.", examples=["EXS000001-M1"])]
) -> Answer:
    """Give one mechanism."""
    no_parameters(reading)
    return reading.one(queries.show_mechanism(queries.get_finding(reading.database, Mechanism, key)))

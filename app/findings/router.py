"""Addresses of outcomes, adverse events and mechanisms."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.http import list_query, no_parameters, problems
from app.core.openapi import list_parameters
from app.core.query import ListQuery
from app.core.schemas import Envelope, ListEnvelope
from app.findings import queries
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.schemas import AdverseEventRead, MechanismRead, OutcomeRead
from app.models import AdverseEvent, Mechanism, Outcome
from app.shared.answers import ReplyDep

router = APIRouter()
LIST_PROBLEMS = problems(InvalidRequestError)
ONE_PROBLEMS = problems(NotFoundError, InvalidRequestError)


@router.get(
    "/outcomes",
    tags=["Outcomes"],
    operation_id="list_outcomes",
    openapi_extra=list_parameters(OUTCOMES),
    responses=LIST_PROBLEMS,
)
def list_outcomes(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(OUTCOMES))],
) -> ListEnvelope[OutcomeRead]:
    """List outcomes. One row is one result of one arm."""
    return reply.page(query, queries.select_findings(Outcome), queries.each(queries.show_outcome))


@router.get(
    "/outcomes/{id}",
    tags=["Outcomes"],
    operation_id="get_outcome",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_outcome(
    reply: ReplyDep,
    key: Annotated[str, Path(alias="id", description="Public key of the row.", examples=["EXS000001-O1"])],
) -> Envelope[OutcomeRead]:
    """Give one outcome."""
    return reply.one(queries.show_outcome(queries.get_finding(reply.session, Outcome, key)))


@router.get(
    "/adverse-events",
    tags=["Safety"],
    operation_id="list_adverse_events",
    openapi_extra=list_parameters(ADVERSE_EVENTS),
    responses=LIST_PROBLEMS,
)
def list_adverse_events(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(ADVERSE_EVENTS))],
) -> ListEnvelope[AdverseEventRead]:
    """List adverse events. One row is one kind of event in one arm, with affected and at risk."""
    return reply.page(query, queries.select_findings(AdverseEvent), queries.each(queries.show_adverse_event))


@router.get(
    "/adverse-events/{id}",
    tags=["Safety"],
    operation_id="get_adverse_event",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_adverse_event(
    reply: ReplyDep,
    key: Annotated[str, Path(alias="id", description="Public key of the row.", examples=["EXS000001-E1"])],
) -> Envelope[AdverseEventRead]:
    """Give one adverse event."""
    return reply.one(queries.show_adverse_event(queries.get_finding(reply.session, AdverseEvent, key)))


@router.get(
    "/mechanisms",
    tags=["Mechanisms"],
    operation_id="list_mechanisms",
    openapi_extra=list_parameters(MECHANISMS),
    responses=LIST_PROBLEMS,
)
def list_mechanisms(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(MECHANISMS))],
) -> ListEnvelope[MechanismRead]:
    """List mechanisms. One row is one mechanism in one arm."""
    return reply.page(query, queries.select_findings(Mechanism), queries.each(queries.show_mechanism))


@router.get(
    "/mechanisms/{id}",
    tags=["Mechanisms"],
    operation_id="get_mechanism",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_mechanism(
    reply: ReplyDep,
    key: Annotated[str, Path(alias="id", description="Public key of the row.", examples=["EXS000001-M1"])],
) -> Envelope[MechanismRead]:
    """Give one mechanism."""
    return reply.one(queries.show_mechanism(queries.get_finding(reply.session, Mechanism, key)))

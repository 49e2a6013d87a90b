"""Addresses of outcomes, adverse events and mechanisms."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.http import SessionDep, list_query, no_parameters, problems
from app.core.openapi import list_parameters
from app.core.paging import fetch_page
from app.core.query import ListQuery
from app.core.schemas import Envelope, ListEnvelope
from app.findings import queries
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.schemas import AdverseEventRead, MechanismRead, OutcomeRead
from app.models import AdverseEvent, Mechanism, Outcome
from app.shared.answers import list_answer, one_answer

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
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(OUTCOMES))],
) -> ListEnvelope[OutcomeRead]:
    """List outcomes. One row is one result of one arm."""
    page = fetch_page(session, query, queries.select_findings(Outcome))
    return list_answer(session, request, response, page, [queries.show_outcome(row) for row in page.rows])


@router.get(
    "/outcomes/{id}",
    tags=["Outcomes"],
    operation_id="get_outcome",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_outcome(
    request: Request,
    response: Response,
    session: SessionDep,
    key: Annotated[str, Path(alias="id", description="Public key of the row.", examples=["EXS000001-O1"])],
) -> Envelope[OutcomeRead]:
    """Give one outcome."""
    row = queries.get_finding(session, Outcome, key)
    return one_answer(session, request, response, queries.show_outcome(row))


@router.get(
    "/adverse-events",
    tags=["Safety"],
    operation_id="list_adverse_events",
    openapi_extra=list_parameters(ADVERSE_EVENTS),
    responses=LIST_PROBLEMS,
)
def list_adverse_events(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(ADVERSE_EVENTS))],
) -> ListEnvelope[AdverseEventRead]:
    """List adverse events. One row is one kind of event in one arm, with affected and at risk."""
    page = fetch_page(session, query, queries.select_findings(AdverseEvent))
    return list_answer(session, request, response, page, [queries.show_adverse_event(row) for row in page.rows])


@router.get(
    "/adverse-events/{id}",
    tags=["Safety"],
    operation_id="get_adverse_event",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_adverse_event(
    request: Request,
    response: Response,
    session: SessionDep,
    key: Annotated[str, Path(alias="id", description="Public key of the row.", examples=["EXS000001-E1"])],
) -> Envelope[AdverseEventRead]:
    """Give one adverse event."""
    row = queries.get_finding(session, AdverseEvent, key)
    return one_answer(session, request, response, queries.show_adverse_event(row))


@router.get(
    "/mechanisms",
    tags=["Mechanisms"],
    operation_id="list_mechanisms",
    openapi_extra=list_parameters(MECHANISMS),
    responses=LIST_PROBLEMS,
)
def list_mechanisms(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(MECHANISMS))],
) -> ListEnvelope[MechanismRead]:
    """List mechanisms. One row is one mechanism in one arm."""
    page = fetch_page(session, query, queries.select_findings(Mechanism))
    return list_answer(session, request, response, page, [queries.show_mechanism(row) for row in page.rows])


@router.get(
    "/mechanisms/{id}",
    tags=["Mechanisms"],
    operation_id="get_mechanism",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_mechanism(
    request: Request,
    response: Response,
    session: SessionDep,
    key: Annotated[str, Path(alias="id", description="Public key of the row.", examples=["EXS000001-M1"])],
) -> Envelope[MechanismRead]:
    """Give one mechanism."""
    row = queries.get_finding(session, Mechanism, key)
    return one_answer(session, request, response, queries.show_mechanism(row))

"""Addresses of studies."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.core.errors import GoneError, InvalidRequestError, MovedError, NotFoundError
from app.core.http import SessionDep, list_query, no_parameters, problems
from app.core.openapi import list_parameters
from app.core.paging import fetch_page
from app.core.query import ListQuery
from app.core.schemas import Envelope, ListEnvelope
from app.shared.answers import list_answer, one_answer
from app.studies import queries
from app.studies.fields import STUDIES
from app.studies.schemas import StudyRead, StudySummary

router = APIRouter(prefix="/studies", tags=["Studies"])


@router.get(
    "", operation_id="list_studies", openapi_extra=list_parameters(STUDIES), responses=problems(InvalidRequestError)
)
def list_studies(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(STUDIES))],
) -> ListEnvelope[StudySummary]:
    """List studies. Filters on arms, outcomes, events and mechanisms mean: there is one such that all of them hold."""
    page = fetch_page(session, query, queries.select_studies())
    return list_answer(session, request, response, page, [queries.summarise(study) for study in page.rows])


@router.get(
    "/{study:path}",
    operation_id="get_study",
    dependencies=[Depends(no_parameters)],
    responses=problems(NotFoundError, InvalidRequestError, MovedError, GoneError),
)
def get_study(
    request: Request,
    response: Response,
    session: SessionDep,
    study: Annotated[
        str,
        Path(description="Accession, or CURIE: `doi:`, `pmid:`, `pmcid:`, `nct:`.", examples=["EXS000009"]),
    ],
) -> Envelope[StudyRead]:
    """Give the whole document of one study, with names beside slugs."""
    return one_answer(session, request, response, queries.get_study(session, study))

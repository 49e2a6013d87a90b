"""Addresses of studies."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from app.core.errors import GoneError, InvalidRequestError, MovedError, NotFoundError
from app.core.http import list_query, no_parameters, problems
from app.core.openapi import list_parameters
from app.core.query import ListQuery
from app.core.schemas import Envelope, ListEnvelope
from app.shared.answers import ReplyDep
from app.shared.studies import STUDIES
from app.studies import queries
from app.studies.schemas import StudyRead, StudySummary

router = APIRouter(prefix="/studies", tags=["Studies"])


@router.get(
    "", operation_id="list_studies", openapi_extra=list_parameters(STUDIES), responses=problems(InvalidRequestError)
)
def list_studies(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(STUDIES))],
) -> ListEnvelope[StudySummary]:
    """List studies. Filters on arms, outcomes, events and mechanisms mean: there is one such that all of them hold."""
    return reply.page(query, queries.select_studies(), queries.summarise_all)


@router.get(
    "/{study:path}",
    operation_id="get_study",
    dependencies=[Depends(no_parameters)],
    responses=problems(NotFoundError, InvalidRequestError, MovedError, GoneError),
)
def get_study(
    reply: ReplyDep,
    study: Annotated[
        str,
        Path(description="Accession, or CURIE: `doi:`, `pmid:`, `pmcid:`, `nct:`.", examples=["EXS000009"]),
    ],
) -> Envelope[StudyRead]:
    """Give the whole document of one study, with names beside slugs."""
    return reply.one(queries.get_study(reply.session, study))

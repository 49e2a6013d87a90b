"""Addresses of sources, indications, adverse-event terms and pathways."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.http import SessionDep, list_query, no_parameters, problems
from app.core.openapi import list_parameters
from app.core.paging import fetch_page
from app.core.query import ListQuery
from app.core.schemas import Envelope, ListEnvelope
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.shared.answers import list_answer, one_answer
from app.vocabularies import queries
from app.vocabularies.fields import INDICATIONS, PATHWAYS, SOURCES, TERMS
from app.vocabularies.schemas import AdverseEventTermRead, IndicationRead, PathwayRead, SourceRead

router = APIRouter(tags=["Vocabularies"])
LIST_PROBLEMS = problems(InvalidRequestError)
ONE_PROBLEMS = problems(NotFoundError, InvalidRequestError)


@router.get("/sources", operation_id="list_sources", openapi_extra=list_parameters(SOURCES), responses=LIST_PROBLEMS)
def list_sources(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(SOURCES))],
) -> ListEnvelope[SourceRead]:
    """List sources, each with the evidence that hangs on it."""
    page = fetch_page(session, query, queries.select_entries(ExosomeSource))
    return list_answer(session, request, response, page, queries.show(session, ExosomeSource, SourceRead, page.rows))


@router.get("/sources/{slug}", operation_id="get_source", dependencies=[Depends(no_parameters)], responses=ONE_PROBLEMS)
def get_source(
    request: Request,
    response: Response,
    session: SessionDep,
    slug: Annotated[str, Path(description="Slug.", examples=["plant"])],
) -> Envelope[SourceRead]:
    """Give one source with the evidence that hangs on it."""
    entry = queries.get_entry(session, ExosomeSource, slug)
    return one_answer(session, request, response, queries.show(session, ExosomeSource, SourceRead, [entry])[0])


@router.get(
    "/indications", operation_id="list_indications", openapi_extra=list_parameters(INDICATIONS), responses=LIST_PROBLEMS
)
def list_indications(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(INDICATIONS))],
) -> ListEnvelope[IndicationRead]:
    """List indications, each with the evidence that hangs on it."""
    page = fetch_page(session, query, queries.select_entries(Indication))
    return list_answer(session, request, response, page, queries.show(session, Indication, IndicationRead, page.rows))


@router.get(
    "/indications/{slug}", operation_id="get_indication", dependencies=[Depends(no_parameters)], responses=ONE_PROBLEMS
)
def get_indication(
    request: Request,
    response: Response,
    session: SessionDep,
    slug: Annotated[str, Path(description="Slug.", examples=["alopecia"])],
) -> Envelope[IndicationRead]:
    """Give one indication with the evidence that hangs on it."""
    entry = queries.get_entry(session, Indication, slug)
    return one_answer(session, request, response, queries.show(session, Indication, IndicationRead, [entry])[0])


@router.get(
    "/adverse-event-terms",
    operation_id="list_adverse_event_terms",
    openapi_extra=list_parameters(TERMS),
    responses=LIST_PROBLEMS,
)
def list_adverse_event_terms(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(TERMS))],
) -> ListEnvelope[AdverseEventTermRead]:
    """List adverse-event terms, each with the evidence that hangs on it."""
    page = fetch_page(session, query, queries.select_entries(AdverseEventTerm))
    return list_answer(
        session, request, response, page, queries.show(session, AdverseEventTerm, AdverseEventTermRead, page.rows)
    )


@router.get(
    "/adverse-event-terms/{slug}",
    operation_id="get_adverse_event_term",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_adverse_event_term(
    request: Request,
    response: Response,
    session: SessionDep,
    slug: Annotated[str, Path(description="Slug.", examples=["erythema"])],
) -> Envelope[AdverseEventTermRead]:
    """Give one adverse-event term with the evidence that hangs on it."""
    entry = queries.get_entry(session, AdverseEventTerm, slug)
    return one_answer(
        session, request, response, queries.show(session, AdverseEventTerm, AdverseEventTermRead, [entry])[0]
    )


@router.get("/pathways", operation_id="list_pathways", openapi_extra=list_parameters(PATHWAYS), responses=LIST_PROBLEMS)
def list_pathways(
    request: Request,
    response: Response,
    session: SessionDep,
    query: Annotated[ListQuery, Depends(list_query(PATHWAYS))],
) -> ListEnvelope[PathwayRead]:
    """List pathways, each with the evidence that hangs on it."""
    page = fetch_page(session, query, queries.select_entries(Pathway))
    return list_answer(session, request, response, page, queries.show(session, Pathway, PathwayRead, page.rows))


@router.get(
    "/pathways/{slug}", operation_id="get_pathway", dependencies=[Depends(no_parameters)], responses=ONE_PROBLEMS
)
def get_pathway(
    request: Request,
    response: Response,
    session: SessionDep,
    slug: Annotated[str, Path(description="Slug.", examples=["wnt-beta-catenin-signaling"])],
) -> Envelope[PathwayRead]:
    """Give one pathway with the evidence that hangs on it."""
    entry = queries.get_entry(session, Pathway, slug)
    return one_answer(session, request, response, queries.show(session, Pathway, PathwayRead, [entry])[0])

"""Addresses of sources, indications, adverse-event terms and pathways."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.http import list_query, no_parameters, problems
from app.core.openapi import list_parameters
from app.core.query import ListQuery
from app.core.schemas import Envelope, ListEnvelope
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.shared.answers import ReplyDep
from app.vocabularies import queries
from app.vocabularies.fields import INDICATIONS, PATHWAYS, SOURCES, TERMS
from app.vocabularies.schemas import AdverseEventTermRead, IndicationRead, PathwayRead, SourceRead

router = APIRouter(tags=["Vocabularies"])
LIST_PROBLEMS = problems(InvalidRequestError)
ONE_PROBLEMS = problems(NotFoundError, InvalidRequestError)


@router.get("/sources", operation_id="list_sources", openapi_extra=list_parameters(SOURCES), responses=LIST_PROBLEMS)
def list_sources(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(SOURCES))],
) -> ListEnvelope[SourceRead]:
    """List sources, each with the evidence that hangs on it."""
    return reply.page(query, select(ExosomeSource), partial(queries.show, reply.session, ExosomeSource, SourceRead))


@router.get("/sources/{slug}", operation_id="get_source", dependencies=[Depends(no_parameters)], responses=ONE_PROBLEMS)
def get_source(
    reply: ReplyDep,
    slug: Annotated[str, Path(description="Slug.", examples=["plant"])],
) -> Envelope[SourceRead]:
    """Give one source with the evidence that hangs on it."""
    return reply.one(queries.get_entry(reply.session, ExosomeSource, SourceRead, slug))


@router.get(
    "/indications", operation_id="list_indications", openapi_extra=list_parameters(INDICATIONS), responses=LIST_PROBLEMS
)
def list_indications(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(INDICATIONS))],
) -> ListEnvelope[IndicationRead]:
    """List indications, each with the evidence that hangs on it."""
    return reply.page(query, select(Indication), partial(queries.show, reply.session, Indication, IndicationRead))


@router.get(
    "/indications/{slug}", operation_id="get_indication", dependencies=[Depends(no_parameters)], responses=ONE_PROBLEMS
)
def get_indication(
    reply: ReplyDep,
    slug: Annotated[str, Path(description="Slug.", examples=["alopecia"])],
) -> Envelope[IndicationRead]:
    """Give one indication with the evidence that hangs on it."""
    return reply.one(queries.get_entry(reply.session, Indication, IndicationRead, slug))


@router.get(
    "/adverse-event-terms",
    operation_id="list_adverse_event_terms",
    openapi_extra=list_parameters(TERMS),
    responses=LIST_PROBLEMS,
)
def list_adverse_event_terms(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(TERMS))],
) -> ListEnvelope[AdverseEventTermRead]:
    """List adverse-event terms, each with the evidence that hangs on it."""
    show = partial(queries.show, reply.session, AdverseEventTerm, AdverseEventTermRead)
    return reply.page(query, select(AdverseEventTerm), show)


@router.get(
    "/adverse-event-terms/{slug}",
    operation_id="get_adverse_event_term",
    dependencies=[Depends(no_parameters)],
    responses=ONE_PROBLEMS,
)
def get_adverse_event_term(
    reply: ReplyDep,
    slug: Annotated[str, Path(description="Slug.", examples=["erythema"])],
) -> Envelope[AdverseEventTermRead]:
    """Give one adverse-event term with the evidence that hangs on it."""
    return reply.one(queries.get_entry(reply.session, AdverseEventTerm, AdverseEventTermRead, slug))


@router.get("/pathways", operation_id="list_pathways", openapi_extra=list_parameters(PATHWAYS), responses=LIST_PROBLEMS)
def list_pathways(
    reply: ReplyDep,
    query: Annotated[ListQuery, Depends(list_query(PATHWAYS))],
) -> ListEnvelope[PathwayRead]:
    """List pathways, each with the evidence that hangs on it."""
    return reply.page(query, select(Pathway), partial(queries.show, reply.session, Pathway, PathwayRead))


@router.get(
    "/pathways/{slug}", operation_id="get_pathway", dependencies=[Depends(no_parameters)], responses=ONE_PROBLEMS
)
def get_pathway(
    reply: ReplyDep,
    slug: Annotated[str, Path(description="Slug.", examples=["wnt-beta-catenin-signaling"])],
) -> Envelope[PathwayRead]:
    """Give one pathway with the evidence that hangs on it."""
    return reply.one(queries.get_entry(reply.session, Pathway, PathwayRead, slug))

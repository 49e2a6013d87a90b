"""Addresses of sources, indications, adverse-event terms and pathways."""

from functools import partial
from typing import Annotated, Any

from fastapi import Path
from sqlalchemy import select

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.fields import Resource
from app.core.http import no_parameters
from app.core.openapi import list_parameters
from app.core.schemas import Envelope, ListEnvelope
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.reads.reading import Answer, Reading, Rows
from app.reads.routes import ReadRouter
from app.reads.rows import list_rows
from app.vocabularies import queries
from app.vocabularies.fields import INDICATIONS, PATHWAYS, SOURCES, TERMS
from app.vocabularies.schemas import AdverseEventTermRead, IndicationRead, PathwayRead, SourceRead

router = ReadRouter(tags=["Vocabularies"])


def _list(reading: Reading, resource: Resource, schema: type[Any], rows: Rows[Any]) -> Answer:
    show = partial(queries.show, reading.database, resource.entity, schema)
    return list_rows(reading, resource, select(resource.entity), show, rows)


def _one(reading: Reading, table: Any, schema: type[Any], slug: str) -> Answer:
    no_parameters(reading)
    return reading.one(queries.get_entry(reading.database, table, schema, slug))


SOURCE_ROWS = Rows(SourceRead)


@router.read("/sources", ListEnvelope[SourceRead], InvalidRequestError, openapi_extra=list_parameters(SOURCES))
def list_sources(reading: Reading) -> Answer:
    """List sources, each with the evidence that hangs on it."""
    return _list(reading, SOURCES, SourceRead, SOURCE_ROWS)


@router.read("/sources/{slug}", Envelope[SourceRead], NotFoundError, InvalidRequestError)
def get_source(reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["plant"])]) -> Answer:
    """Give one source with the evidence that hangs on it."""
    return _one(reading, ExosomeSource, SourceRead, slug)


INDICATION_ROWS = Rows(IndicationRead)


@router.read(
    "/indications", ListEnvelope[IndicationRead], InvalidRequestError, openapi_extra=list_parameters(INDICATIONS)
)
def list_indications(reading: Reading) -> Answer:
    """List indications, each with the evidence that hangs on it."""
    return _list(reading, INDICATIONS, IndicationRead, INDICATION_ROWS)


@router.read("/indications/{slug}", Envelope[IndicationRead], NotFoundError, InvalidRequestError)
def get_indication(reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["alopecia"])]) -> Answer:
    """Give one indication with the evidence that hangs on it."""
    return _one(reading, Indication, IndicationRead, slug)


ADVERSE_EVENT_TERM_ROWS = Rows(AdverseEventTermRead)


@router.read(
    "/adverse-event-terms",
    ListEnvelope[AdverseEventTermRead],
    InvalidRequestError,
    openapi_extra=list_parameters(TERMS),
)
def list_adverse_event_terms(reading: Reading) -> Answer:
    """List adverse-event terms, each with the evidence that hangs on it."""
    return _list(reading, TERMS, AdverseEventTermRead, ADVERSE_EVENT_TERM_ROWS)


@router.read("/adverse-event-terms/{slug}", Envelope[AdverseEventTermRead], NotFoundError, InvalidRequestError)
def get_adverse_event_term(
    reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["erythema"])]
) -> Answer:
    """Give one adverse-event term with the evidence that hangs on it."""
    return _one(reading, AdverseEventTerm, AdverseEventTermRead, slug)


PATHWAY_ROWS = Rows(PathwayRead)


@router.read("/pathways", ListEnvelope[PathwayRead], InvalidRequestError, openapi_extra=list_parameters(PATHWAYS))
def list_pathways(reading: Reading) -> Answer:
    """List pathways, each with the evidence that hangs on it."""
    return _list(reading, PATHWAYS, PathwayRead, PATHWAY_ROWS)


@router.read("/pathways/{slug}", Envelope[PathwayRead], NotFoundError, InvalidRequestError)
def get_pathway(
    reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["wnt-beta-catenin-signaling"])]
) -> Answer:
    """Give one pathway with the evidence that hangs on it."""
    return _one(reading, Pathway, PathwayRead, slug)

"""Addresses of sources, indications, adverse-event terms and pathways."""

from typing import Annotated

from fastapi import Path

from app.core.errors import InvalidRequestError, NotFoundError
from app.core.openapi import list_parameters
from app.core.schemas import Envelope, ListEnvelope
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.vocabularies import queries
from app.vocabularies.fields import INDICATIONS, PATHWAYS, SOURCES, TERMS
from app.vocabularies.schemas import AdverseEventTermRead, IndicationRead, PathwayRead, SourceRead

router = ReadRouter(tags=["Vocabularies"])


SOURCE_LIST = queries.list_of(SOURCES, SourceRead)


@router.read("/sources", ListEnvelope[SourceRead], InvalidRequestError, openapi_extra=list_parameters(SOURCES))
def list_sources(reading: Reading) -> Answer:
    """List sources, each with the evidence that hangs on it."""
    return SOURCE_LIST.answer(reading)


@router.read("/sources/{slug}", Envelope[SourceRead], NotFoundError, InvalidRequestError)
def get_source(reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["plant"])]) -> Answer:
    """Give one source with the evidence that hangs on it."""
    return SOURCE_LIST.one(reading, slug)


INDICATION_LIST = queries.list_of(INDICATIONS, IndicationRead)


@router.read(
    "/indications", ListEnvelope[IndicationRead], InvalidRequestError, openapi_extra=list_parameters(INDICATIONS)
)
def list_indications(reading: Reading) -> Answer:
    """List indications, each with the evidence that hangs on it."""
    return INDICATION_LIST.answer(reading)


@router.read("/indications/{slug}", Envelope[IndicationRead], NotFoundError, InvalidRequestError)
def get_indication(reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["alopecia"])]) -> Answer:
    """Give one indication with the evidence that hangs on it."""
    return INDICATION_LIST.one(reading, slug)


ADVERSE_EVENT_TERM_LIST = queries.list_of(TERMS, AdverseEventTermRead)


@router.read(
    "/adverse-event-terms",
    ListEnvelope[AdverseEventTermRead],
    InvalidRequestError,
    openapi_extra=list_parameters(TERMS),
)
def list_adverse_event_terms(reading: Reading) -> Answer:
    """List adverse-event terms, each with the evidence that hangs on it."""
    return ADVERSE_EVENT_TERM_LIST.answer(reading)


@router.read("/adverse-event-terms/{slug}", Envelope[AdverseEventTermRead], NotFoundError, InvalidRequestError)
def get_adverse_event_term(
    reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["erythema"])]
) -> Answer:
    """Give one adverse-event term with the evidence that hangs on it."""
    return ADVERSE_EVENT_TERM_LIST.one(reading, slug)


PATHWAY_LIST = queries.list_of(PATHWAYS, PathwayRead)


@router.read("/pathways", ListEnvelope[PathwayRead], InvalidRequestError, openapi_extra=list_parameters(PATHWAYS))
def list_pathways(reading: Reading) -> Answer:
    """List pathways, each with the evidence that hangs on it."""
    return PATHWAY_LIST.answer(reading)


@router.read("/pathways/{slug}", Envelope[PathwayRead], NotFoundError, InvalidRequestError)
def get_pathway(
    reading: Reading, slug: Annotated[str, Path(description="Slug.", examples=["wnt-beta-catenin-signaling"])]
) -> Answer:
    """Give one pathway with the evidence that hangs on it."""
    return PATHWAY_LIST.one(reading, slug)

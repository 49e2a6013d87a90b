"""Addresses of studies."""

from typing import Annotated

from fastapi import Path

from app.core.errors import GoneError, InvalidRequestError, MovedError, NotFoundError
from app.core.http import no_parameters
from app.core.openapi import list_parameters
from app.core.schemas import Envelope, FoundEnvelope, ListEnvelope
from app.reads.aggregate import aggregate
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter, always
from app.shared.studies import STUDIES
from app.shared.study_schemas import StudyRead, StudySummary
from app.studies import queries

router = ReadRouter(prefix="/studies", tags=["Studies"])


@router.read(
    "",
    ListEnvelope[StudySummary] | ListEnvelope[StudyRead],
    InvalidRequestError,
    quick=lambda reading: queries.is_quick(reading.query(STUDIES)),
    openapi_extra=list_parameters(STUDIES),
)
def list_studies(reading: Reading) -> Answer:
    """List studies. Filters on arms, outcomes, events and mechanisms mean: there is one such that all of them hold."""
    return queries.list_studies(reading, reading.query(STUDIES))


@router.search(
    "/search",
    FoundEnvelope[StudySummary] | FoundEnvelope[StudyRead],
    STUDIES,
    quick=lambda reading: queries.is_quick(reading.query(STUDIES)),
)
def search_studies(reading: Reading) -> Answer:
    """Find studies by a tree of conditions: and, or, not, and `any` for what must hold for one and the same row."""
    return queries.list_studies(reading, reading.query(STUDIES))


@router.aggregate("/aggregate", STUDIES)
def aggregate_studies(reading: Reading) -> Answer:
    """Count studies and their participants by up to three fields. A group is the list with its values as filters."""
    return aggregate(reading, STUDIES)


@router.read(
    "/{study:path}", Envelope[StudyRead], NotFoundError, InvalidRequestError, MovedError, GoneError, quick=always
)
def get_study(
    reading: Reading,
    study: Annotated[
        str,
        Path(description="Accession, or CURIE: `doi:`, `pmid:`, `pmcid:`, `nct:`.", examples=["EXS000009"]),
    ],
) -> Answer:
    """Give the whole document of one study, with names beside slugs."""
    no_parameters(reading)
    return reading.finished(queries.get_study(reading.snapshot, study))

"""A load of the seed never takes the place of another study that was imported, and says what is in the way."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.curation.loader import FaultyDataError, load
from app.curation.reader import Corpus, Located
from app.curation.writer import StudyWriter
from app.document import Study
from app.models import Study as StudyRow
from tests.factories import study

IMPORTED = "EXS900001"


def document(accession: str, **changes: Any) -> Study:
    made = study(accession, **changes)
    made["provenance"]["source_urls"] = [f"https://example.org/{len(changes['title'])}"]
    return Study.model_validate_json(json.dumps(made))


def with_study(corpus: Corpus, record: Study) -> Corpus:
    added = Located("studies.jsonl", 999, record.canonical(), record)
    return Corpus(**{**vars(corpus), "studies": [*corpus.studies, added]})


@pytest.fixture(autouse=True)
def imported(session: Session) -> None:
    record = document(IMPORTED, title="Imported", identifiers={"doi": "10.5555/imported"})
    writer = StudyWriter(session)
    writer.write([record])
    writer.finish()


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (document(IMPORTED, title="Another"), f"/accession {IMPORTED} was given to another study, 'Imported'"),
        (
            document("EXS900002", title="Imported", identifiers={"doi": "10.5555/imported"}),
            f"/identifiers/doi 10.5555/imported is that of {IMPORTED}",
        ),
    ],
)
def test_nothing_is_loaded_where_an_imported_study_would_be_lost(
    session: Session, corpus: Corpus, record: Study, told: str
) -> None:
    before = session.scalars(select(StudyRow.document).where(StudyRow.accession == IMPORTED)).one()

    with pytest.raises(FaultyDataError) as caught:
        load(session, with_study(corpus, record))

    (fault,) = caught.value.faults
    assert (fault.line, fault.record) == (999, record.accession)
    assert told in fault.message
    assert session.scalars(select(StudyRow.document).where(StudyRow.accession == IMPORTED)).one() == before


def test_the_same_study_is_that_of_the_seed_from_then_on(session: Session, corpus: Corpus) -> None:
    newer = document(IMPORTED, title="Imported, and corrected", identifiers={"doi": "10.5555/imported"})

    report = load(session, with_study(corpus, newer))

    assert report.updated == [IMPORTED]
    assert session.scalars(select(StudyRow.seeded).where(StudyRow.accession == IMPORTED)).one()
    assert not load(session, with_study(corpus, newer)).changed

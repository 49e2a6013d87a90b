"""What is kept for speed equals what is counted anew, whatever was written, replaced or removed before."""

import random
from typing import Any

import pytest
from pyroaring import BitMap
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.curation.loader import load
from app.curation.reader import Corpus
from app.curation.writer import StudyWriter, needs_reindex, reindex
from app.document import Study as StudyRecord
from app.models import DataRelease, Study, StudyFamily, StudyRepresentation, StudySet
from tests import factories


def kept(session: Session) -> tuple[Any, Any, Any]:
    sets = {(row.field, row.value): BitMap.deserialize(row.members) for row in session.scalars(select(StudySet))}
    columns = (StudyRepresentation.study_id, StudyRepresentation.summary, StudyRepresentation.full)
    shown = {number: (summary, full) for number, summary, full in session.execute(select(*columns))}
    families = select(StudyFamily.study_id, StudyFamily.family, StudyFamily.standing).order_by(StudyFamily.study_id)
    return sets, shown, session.execute(families).all()


def assert_as_counted_anew(session: Session) -> None:
    before = kept(session)
    reindex(session)
    after = kept(session)
    assert before[0].keys() == after[0].keys()
    assert before == after


def test_what_a_load_keeps_is_what_is_counted_anew(session: Session) -> None:
    assert len(kept(session)[1]) == 385
    assert_as_counted_anew(session)


def test_sizes_are_those_of_the_sets(session: Session) -> None:
    for row in session.scalars(select(StudySet)):
        assert row.size == len(BitMap.deserialize(row.members))


@pytest.mark.parametrize("seed", range(3))
def test_random_writes_keep_everything_in_step(session: Session, corpus: Corpus, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    records = [item.record for item in corpus.studies]
    for _ in range(3):
        writer = StudyWriter(session)
        writer.remove([study.accession for study in chance.sample(records, 10)])
        others = chance.sample(records, 20)
        # The facts of one study under the accession of another: every set may change.
        writer.write(
            [
                mixed.model_copy(
                    update={"accession": study.accession, "identifiers": study.identifiers, "relations": ()}
                )
                for study, mixed in zip(others, chance.sample(records, 20), strict=True)
            ]
        )
        writer.write([study.model_copy(update={"title": study.title + " (again)"}) for study in others[:3]])
        writer.finish()

    assert_as_counted_anew(session)


def test_a_title_changes_wherever_it_is_shown(session: Session, corpus: Corpus) -> None:
    related = next(item.record for item in corpus.studies if item.record.relations)
    other = next(item.record for item in corpus.studies if item.name == related.relations[0].accession)
    writer = StudyWriter(session)
    writer.write([other.model_copy(update={"title": "A new title"})])
    writer.finish()

    full = session.scalar(
        select(StudyRepresentation.full)
        .join(Study, Study.id == StudyRepresentation.study_id)
        .where(Study.accession == related.accession)
    )
    assert full is not None
    assert b'"title":"A new title"' in full
    assert_as_counted_anew(session)


def test_a_new_name_or_origin_of_a_source_reaches_its_studies(session: Session) -> None:
    before = factories.corpus(factories.study(), sources=[factories.source()])
    load(session, before)
    renamed = factories.source() | {"name": "Other cells", "origin": "animal"}

    load(session, factories.corpus(factories.study(), sources=[renamed]))

    sets, shown, _ = kept(session)
    assert b"Other cells" in shown[1][0]
    assert sets["source_origin", '"animal"'] == BitMap([1])
    assert ("source_origin", '"human"') not in sets
    assert_as_counted_anew(session)


def test_studies_that_came_by_another_way_survive_a_load_of_the_seed(session: Session, corpus: Corpus) -> None:
    writer = StudyWriter(session)
    document = StudyRecord.model_validate_json(corpus.studies[0].text)
    writer.write([document.model_copy(update={"accession": "EXS900000", "identifiers": type(document.identifiers)()})])
    writer.finish()

    report = load(session, corpus)

    assert not report.removed
    assert session.scalar(select(Study.seeded).where(Study.accession == "EXS900000")) is False


def test_what_another_version_kept_is_made_anew(session: Session) -> None:
    assert not needs_reindex(session)
    session.execute(update(DataRelease).values(kept="of another version"))
    assert needs_reindex(session)

    reindex(session)

    assert not needs_reindex(session)

"""Loading is repeatable, touches only what changed, and does nothing at the first fault."""

import json
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.curation.loader import FaultyDataError, load
from app.curation.reader import Corpus, Located
from app.document import Study
from app.models import AdverseEvent, DataRelease, Mechanism, Outcome, StudyArm
from app.models import Study as StudyRow
from app.vocab import Origin
from tests.factories import arm, study
from tests.factories import corpus as make_corpus


def changed(corpus: Corpus, place: int, **changes: Any) -> Corpus:
    item = corpus.studies[place]
    record = Study.model_validate_json(json.dumps(json.loads(item.text) | changes))
    studies = list(corpus.studies)
    studies[place] = Located(item.file, item.line, record.canonical(), record)
    return Corpus(**{**vars(corpus), "studies": studies})


def revision(session: Session) -> int:
    return session.scalars(select(DataRelease.revision)).one()


def test_a_second_load_changes_nothing_and_says_so(session: Session, corpus: Corpus) -> None:
    before = revision(session)

    report = load(session, corpus)

    assert not report.changed
    assert str(report) == "Nothing changed: all 385 studies are as in the files."
    assert revision(session) == before


def test_a_changed_line_updates_that_study_only(session: Session, corpus: Corpus) -> None:
    before = revision(session)
    name = corpus.studies[7].name

    report = load(session, changed(corpus, 7, title="Another title"))

    assert (report.created, report.updated, report.removed, report.unchanged) == ([], [name], [], 384)
    assert session.scalars(select(StudyRow.title).where(StudyRow.accession == name)).one() == "Another title"
    assert revision(session) == before + 1


def test_identifiers_can_change_places(session: Session, corpus: Corpus) -> None:
    one, other = 1, 8
    dois = [corpus.studies[place].record.identifiers.doi for place in (one, other)]

    swapped = changed(changed(corpus, one, identifiers={"doi": dois[1]}), other, identifiers={"doi": dois[0]})
    report = load(session, swapped)

    assert len(report.updated) == 2


def test_a_study_that_left_the_files_is_removed_with_its_children(session: Session, corpus: Corpus) -> None:
    gone = corpus.studies[0]

    report = load(session, Corpus(**{**vars(corpus), "studies": corpus.studies[1:]}))

    assert report.removed == [gone.name]
    for table in (StudyArm, Outcome, AdverseEvent, Mechanism):
        assert session.scalars(select(table).where(table.study_id == 1)).all() == []


def test_a_changed_vocabulary_is_written_with_its_closure(session: Session, corpus: Corpus) -> None:
    moved = [
        Located(item.file, item.line, record.canonical(), record)
        for item in corpus.sources
        for record in [item.record.model_copy(update={"parent": "human"} if item.name == "plant-ginger" else {})]
    ]

    report = load(session, Corpus(**{**vars(corpus), "sources": moved}))

    assert (report.vocabulary_changes, report.updated) == (1, [])


def test_a_source_of_another_origin_changes_what_is_derived(session: Session, corpus: Corpus) -> None:
    changed_sources = [
        Located(item.file, item.line, record.canonical(), record)
        for item in corpus.sources
        for record in [
            item.record.model_copy(update={"origin": Origin.HUMAN} if item.name == "unspecified-msc" else {})
        ]
    ]
    users = [
        item.name
        for item in corpus.studies
        if any(arm.source == "unspecified-msc" and arm.role == "experimental" for arm in item.record.arms)
    ]

    report = load(session, Corpus(**{**vars(corpus), "sources": changed_sources}))

    assert report.updated
    assert set(report.updated) <= set(users)


def test_a_fault_stops_everything(session: Session, corpus: Corpus) -> None:
    faulty = changed(changed(corpus, 0, title="Changed"), 3, indications=["nothing-known"])

    with pytest.raises(FaultyDataError) as caught:
        load(session, faulty)

    assert [fault.code for fault in caught.value.faults] == ["slug-exists"]
    assert session.scalars(select(StudyRow.title).where(StudyRow.id == 1)).one() != "Changed"


def test_the_tables_hold_what_the_documents_say(session: Session, corpus: Corpus) -> None:
    for table, name in ((StudyArm, "arms"), (Outcome, "outcomes"), (AdverseEvent, "adverse_events")):
        stored = session.scalars(select(table).order_by(table.study_id, table.position)).all()
        records = [record for item in corpus.studies for record in getattr(item.record, name)]
        fields = type(records[0]).model_fields
        assert [[getattr(row, field) for field in fields] for row in stored] == [
            [getattr(record, field) for field in fields] for record in records
        ]


@pytest.mark.parametrize(
    "changes",
    [{"n_affected": -1}, {"n_affected": 3, "n_at_risk": 2}, {"percent_affected": 101}, {"term": "nope"}, {"arm": "no"}],
)
def test_the_database_itself_refuses_impossible_events(session: Session, changes: dict[str, Any]) -> None:
    event = session.scalars(select(AdverseEvent)).first()
    assert event is not None
    values = {column: getattr(event, column) for column in ("study_id", "arm", "term", "reported_as", "locator")}

    with pytest.raises(IntegrityError):
        session.execute(insert(AdverseEvent), [values | {"position": 99} | changes])


def test_a_corpus_of_its_own_loads(session: Session, corpus: Corpus) -> None:
    small = make_corpus(study(arms=[arm(), arm(key="b", sessions=2, interval_weeks=0.5)]))

    report = load(session, Corpus(**{**vars(corpus), "studies": [], "retired_studies": []}))
    assert len(report.removed) == 385

    report = load(session, small)
    assert report.created == ["EXS000001"]
    assert load(session, small).changed is False
    assert load(session, corpus).created == [item.name for item in corpus.studies if item.name != "EXS000001"]

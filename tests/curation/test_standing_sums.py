"""The standing sums are those of a recount, whatever was written in whatever order."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.curation import standing_sums
from app.curation.loader import load
from app.curation.writer import StudyWriter
from app.document import Study
from app.models import StandingSum
from app.reads.standing import FIGURES
from tests.factories import adverse_event, arm, corpus, source, study, term

NOTICE = {"status": "retracted", "date": "2026-01-01", "url": "https://example.org/notice"}
REPORTED = {"assessment": "reported", "scope": None, "serious": None, "note": None}
ACCESSIONS = ["EXS000001", "EXS000002", "EXS000003"]
SOURCES = [source(), source("plant") | {"origin": "plant"}]
TERMS = [term(), term("pain") | {"soc": "General disorders and administration site conditions"}]


def sums(session: Session) -> dict[tuple[object, ...], tuple[int, ...]]:
    session.expire_all()
    return {
        (row.grouping, row.retracted, row.value): tuple(getattr(row, figure) for figure in FIGURES)
        for row in session.scalars(select(StandingSum))
    }


def recounted(session: Session) -> dict[tuple[object, ...], tuple[int, ...]]:
    standing_sums.rebuild(session)
    return sums(session)


events = st.builds(
    lambda key, name, affected, more: adverse_event(
        arm=key, term=name, n_affected=affected, n_at_risk=None if more is None else (affected or 0) + more
    ),
    st.sampled_from(["exo", "leaf", "none"]),
    st.sampled_from(["erythema", "pain"]),
    st.none() | st.integers(0, 5),
    st.none() | st.integers(0, 5),
)
studies = st.builds(
    lambda accession, found, number, retracted: study(
        accession,
        arms=[arm(), arm(key="leaf", source="plant"), arm(key="none", role="comparator", source=None)],
        adverse_events=found,
        n_participants=number,
        retraction=NOTICE if retracted else None,
    ),
    st.sampled_from(ACCESSIONS),
    st.lists(events, max_size=4),
    st.none() | st.integers(0, 90),
    st.booleans(),
)
writes = st.lists(
    studies.map(lambda made: ("write", made)) | st.sampled_from(ACCESSIONS).map(lambda key: ("remove", key))
)


@pytest.fixture
def vocabularies(session: Session) -> Session:
    """Leave the vocabularies alone in the database."""
    load(session, corpus(sources=SOURCES, terms=TERMS))
    return session


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(transactions=st.lists(writes, max_size=4))
def test_kept_sums_are_those_of_a_recount(vocabularies: Session, transactions: list[list[tuple[str, Any]]]) -> None:
    session = vocabularies
    with session.begin_nested() as change:
        for steps in transactions:
            writer = StudyWriter(session)
            for what, given_ in steps:
                if what == "write":
                    writer.write([Study.model_validate_json(json.dumps(given_))])
                else:
                    writer.remove([given_])
            writer.finish()
        kept = sums(session)

        assert kept == recounted(session)
        change.rollback()


def test_a_source_of_another_origin_moves_its_sums(session: Session) -> None:
    made = study(adverse_events=[adverse_event(n_affected=1, n_at_risk=4)], safety=REPORTED)
    load(session, corpus(made, sources=SOURCES, terms=TERMS))

    load(session, corpus(made, sources=[SOURCES[0] | {"origin": "animal"}, SOURCES[1]], terms=TERMS))

    assert ("source_origin", False, '["animal"]') in sums(session)
    assert sums(session) == recounted(session)


def test_no_group_without_studies_is_kept(session: Session) -> None:
    load(session, corpus(study(adverse_events=[adverse_event()], safety=REPORTED), sources=SOURCES, terms=TERMS))
    load(session, corpus(study(), sources=SOURCES, terms=TERMS))

    assert sums(session) == {}
    session.execute(delete(StandingSum))

"""One trial counts once, however many records describe it; retracted ones do not count, and neither passes silently."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.curation.families import rebuild_families
from app.curation.loader import load
from app.models import StudyFamily
from tests import factories


def relation(kind: str, accession: str) -> dict[str, str]:
    return {"type": kind, "accession": accession}


def registration(accession: str, **changes: Any) -> dict[str, Any]:
    return factories.study(accession, publication_type="trial_registration", **changes)


@pytest.fixture
def trial(session: Session) -> None:
    """Load a registration, a preprint and an article of one trial, linked in a chain, and a loner."""
    documents = [
        registration("EXS000001", relations=[relation("registration_of", "EXS000002")]),
        factories.study(
            "EXS000002",
            publication_type="preprint",
            outcomes=[factories.outcome()],
            n_participants=10,
            levels=["human"],
        ),
        factories.study(
            "EXS000003",
            publication_type="journal_article",
            relations=[relation("published_as", "EXS000002")],
            outcomes=[factories.outcome()],
            levels=["human"],
            n_participants=12,
        ),
        factories.study("EXS000004", levels=["human"], relations=[relation("included_in", "EXS000003")]),
    ]
    for document in documents:
        document["identifiers"] = {}
    load(session, factories.corpus(*documents))


def ask(client: TestClient, query: str = "") -> Any:
    return client.get(f"/v1/synthesis/evidence-map?rows=level&cols=design{query}").json()["data"]


@pytest.mark.usefixtures("trial")
def test_the_article_speaks_for_its_trial(client: TestClient) -> None:
    chosen = ask(client)["selection"]

    assert chosen["evidence"]["studies"] == 2
    assert chosen["linked"] == {"records": 2, "accessions": ["EXS000001", "EXS000002"]}


@pytest.mark.usefixtures("trial")
def test_without_the_article_the_next_best_record_speaks(client: TestClient) -> None:
    chosen = ask(client, "&publication_type=preprint,trial_registration")["selection"]

    assert chosen["evidence"]["participants"] == 10
    assert chosen["linked"]["accessions"] == ["EXS000001"]


@pytest.mark.usefixtures("trial")
def test_families_are_kept_as_the_relations_say(session: Session) -> None:
    rows = session.execute(select(StudyFamily.study_id, StudyFamily.standing).order_by(StudyFamily.study_id)).all()

    assert [tuple(row) for row in rows] == [(1, 3), (2, 2), (3, 1)]
    assert rebuild_families(session) == 0


def test_a_retracted_article_takes_its_trial_with_it(session: Session, client: TestClient) -> None:
    notice = {"status": "retracted", "date": "2026-01-01", "url": "https://example.org/notice"}
    first = registration("EXS000001", relations=[relation("registration_of", "EXS000002")], identifiers={})
    second = factories.study("EXS000002", retraction=notice, identifiers={})
    load(session, factories.corpus(first, second, factories.study("EXS000003", identifiers={})))

    chosen = ask(client)["selection"]

    assert chosen["retracted"] == {"records": 2, "accessions": ["EXS000001", "EXS000002"]}
    assert (chosen["evidence"]["studies"], chosen["linked"]["records"]) == (1, 0)


def test_a_removed_link_frees_the_records(session: Session, client: TestClient) -> None:
    linked = registration("EXS000001", relations=[relation("registration_of", "EXS000002")], identifiers={})
    load(session, factories.corpus(linked, factories.study("EXS000002", identifiers={})))
    free = registration("EXS000001", relations=[], identifiers={})
    load(session, factories.corpus(free, factories.study("EXS000002", identifiers={})))

    assert ask(client)["selection"]["evidence"]["studies"] == 2

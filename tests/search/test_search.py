"""From a typed text to the studies in order: on the curated data, the same on both databases."""

import json
from typing import Any

import pytest
from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.fulltext.sets import LeafSets
from app.core.settings import ROOT
from app.core.text_query import leaves
from app.models import (
    AdverseEvent,
    IndicationClosure,
    Mechanism,
    SourceClosure,
    Study,
    StudyArm,
    StudyIndication,
)
from app.shared.entries import read_names
from app.shared.expansion import EntryKind, MeantEntry
from app.shared.search import Known, Search, search
from app.shared.snippets import make_snippets

CODED: dict[EntryKind, Any] = {
    EntryKind.SOURCE: (SourceClosure.ancestor, select(StudyArm.study_id).join(
        SourceClosure, SourceClosure.descendant == StudyArm.source)),
    EntryKind.INDICATION: (IndicationClosure.ancestor, select(StudyIndication.study_id).join(
        IndicationClosure, IndicationClosure.descendant == StudyIndication.indication)),
    EntryKind.TERM: (AdverseEvent.term, select(AdverseEvent.study_id)),
    EntryKind.PATHWAY: (Mechanism.pathway, select(Mechanism.study_id)),
}  # fmt: skip


def known(session: Session) -> Known:
    def coded(entry: MeantEntry) -> BitMap:
        column, statement = CODED[entry.kind]
        return BitMap(session.scalars(statement.where(column == entry.slug)).all())

    def identified(scheme: str, value: str) -> BitMap:
        return BitMap(session.scalars(select(Study.id).where(getattr(Study, scheme) == value)).all())

    return Known(BitMap(session.scalars(select(Study.id)).all()), coded, identified)


def ask(session: Session, text: str) -> Search:
    return search(session.connection(), LeafSets(), read_names(session), known(session), text)


def first(session: Session, text: str) -> tuple[int, list[int]]:
    points, members = next(ask(session, text).buckets(known(session).everything))
    return points, list(members)


def examples() -> list[tuple[str, int]]:
    """Give the questions of the page on search with the numbers it tells."""
    page = (ROOT / "docs" / "api" / "search.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `q=")]
    return [(cells[1].strip().removeprefix("`q=").removesuffix("`"), int(cells[2])) for cells in rows]


@pytest.mark.parametrize(("text", "number"), examples())
def test_examples_of_the_page_find_what_it_tells(session: Session, text: str, number: int) -> None:
    assert len(ask(session, text).found) == number


@pytest.mark.parametrize("text", ["AGA", "male pattern baldness", '"male pattern baldness"', "androgenetic alopecia "])
def test_names_of_an_indication_find_all_its_studies(session: Session, text: str) -> None:
    entry = MeantEntry(kind=EntryKind.INDICATION, slug="androgenetic-alopecia", name="", matched="")
    coded = known(session).coded(entry)

    asked = ask(session, text)

    assert len(coded) > 25
    assert coded <= asked.found
    (meaning, *_) = asked.echo().expansions
    assert "androgenetic-alopecia" in {meant.slug for meant in meaning.entries}


@pytest.mark.parametrize(
    "text", ["EXS000004", "10.3390/life16020217", "doi:10.3390/LIFE16020217", "pmcid:PMC12942482", "PMC12942482"]
)
def test_the_study_of_an_identifier_comes_first(session: Session, text: str) -> None:
    assert first(session, text) == (10_000, [4])
    assert ask(session, text).echo().identifier in (
        "accession:EXS000004",
        "doi:10.3390/life16020217",
        "pmcid:PMC12942482",
    )


def test_a_number_that_is_no_identifier_of_a_study_is_a_word(session: Session) -> None:
    asked = ask(session, "2024")

    assert asked.echo().identifier is None
    assert asked.found


def test_fragments_show_the_words_and_their_other_names(session: Session) -> None:
    asked = ask(session, "topical AGA")
    (_, best) = first(session, "topical AGA")

    for number in best:
        document = json.loads(session.scalars(select(Study.document).where(Study.id == number)).one())
        assert all("<mark>" in snippet.html for snippet in make_snippets(document, asked.sought()))


def test_writings_of_one_name_find_the_same_studies(session: Session) -> None:
    found = [
        set(ask(session, f"{text} ").found) for text in ("β-catenin", "beta-catenin", '"BETA CATENIN"', "Betacatenin")
    ]

    assert len(found[0]) > 5
    assert found[0] == found[1] == found[2] == found[3]


def test_order_is_by_points_and_complete(session: Session) -> None:
    asked = ask(session, "hair follicle -plant ")
    within = known(session).everything

    buckets = list(asked.buckets(within))

    assert [points for points, _ in buckets] == sorted({points for points, _ in buckets}, reverse=True)
    assert sorted(number for _, members in buckets for number in members) == sorted(asked.found)
    assert buckets[0][0] == 16
    assert all(
        not asked.found & asked.sets[leaf][at] for leaf in leaves(asked.node, negative=True) for at in asked.sets[leaf]
    )


def test_no_text_is_an_error(session: Session) -> None:
    everything = known(session).everything

    assert not ask(session, "").found
    assert not ask(session, '"💇" - OR').found
    assert ask(session, "-zzzz").found == everything
    assert not ask(session, "10.1234/\x00 ").found

"""From a typed text to the studies in order: on the curated data, the same on both databases."""

import json

import pytest
from sqlalchemy import select

from app.core.settings import ROOT
from app.core.text_query import leaves
from app.models import Study
from app.reads.sets import Sets
from app.reads.slugs import included
from app.reads.snapshot import Snapshot
from app.shared.fields import INDICATIONS
from app.shared.search import TextAnswer, answer_text
from app.shared.snippets import make_snippets
from app.shared.studies import STUDIES


def ask(snapshot: Snapshot, text: str) -> TextAnswer:
    return answer_text(snapshot, STUDIES, text)


def first(snapshot: Snapshot, text: str) -> tuple[int, list[int]]:
    asked = ask(snapshot, text)
    points, members = next(asked.ranked(asked.found))
    return points, list(members)


def examples() -> list[tuple[str, int]]:
    """Give the questions of the page on search with the numbers it tells."""
    page = (ROOT / "docs" / "api" / "search.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `q=")]
    return [(cells[1].strip().removeprefix("`q=").removesuffix("`"), int(cells[2])) for cells in rows]


@pytest.mark.parametrize(("text", "number"), examples())
def test_examples_of_the_page_find_what_it_tells(snapshot: Snapshot, text: str, number: int) -> None:
    assert len(ask(snapshot, text).found) == number


@pytest.mark.parametrize("text", ["AGA", "male pattern baldness", '"male pattern baldness"', "androgenetic alopecia "])
def test_names_of_an_indication_find_all_its_studies(snapshot: Snapshot, text: str) -> None:
    field = next(field for field in STUDIES.fields if field.name == "indication")
    coded = Sets(snapshot).with_any(field, included(snapshot, INDICATIONS)["androgenetic-alopecia"])

    asked = ask(snapshot, text)

    assert len(coded) > 25
    assert coded <= asked.found
    (meaning, *_) = asked.echo()["expansions"]
    assert "androgenetic-alopecia" in {meant["slug"] for meant in meaning["entries"]}


@pytest.mark.parametrize(
    "text", ["EXS000004", "10.3390/life16020217", "doi:10.3390/LIFE16020217", "pmcid:PMC12942482", "PMC12942482"]
)
def test_the_study_of_an_identifier_comes_first(snapshot: Snapshot, text: str) -> None:
    assert first(snapshot, text) == (10_000, [4])
    assert ask(snapshot, text).echo()["identifier"] in (
        "accession:EXS000004",
        "doi:10.3390/life16020217",
        "pmcid:PMC12942482",
    )


def test_a_number_that_is_no_identifier_of_a_study_is_a_word(snapshot: Snapshot) -> None:
    asked = ask(snapshot, "2024")

    assert asked.echo()["identifier"] is None
    assert asked.found


def test_fragments_show_the_words_and_their_other_names(snapshot: Snapshot) -> None:
    asked = ask(snapshot, "topical AGA")
    (_, best) = first(snapshot, "topical AGA")

    for number in best:
        document = json.loads(snapshot.session.scalars(select(Study.document).where(Study.id == number)).one())
        assert all("<mark>" in snippet.html for snippet in make_snippets(document, asked.marked()))


def test_writings_of_one_name_find_the_same_studies(snapshot: Snapshot) -> None:
    found = [
        set(ask(snapshot, f"{text} ").found) for text in ("β-catenin", "beta-catenin", '"BETA CATENIN"', "Betacatenin")
    ]

    assert len(found[0]) > 5
    assert found[0] == found[1] == found[2] == found[3]


def test_order_is_by_points_and_complete(snapshot: Snapshot) -> None:
    asked = ask(snapshot, "hair follicle -plant ")

    buckets = list(asked.ranked(asked.found))

    assert [points for points, _ in buckets] == sorted({points for points, _ in buckets}, reverse=True)
    assert sorted(number for _, members in buckets for number in members) == sorted(asked.found)
    assert buckets[0][0] == 16
    assert all(
        not asked.found & asked.sets[leaf][at] for leaf in leaves(asked.node, negative=True) for at in asked.sets[leaf]
    )


def test_no_text_is_an_error(snapshot: Snapshot) -> None:
    everything = Sets(snapshot).everything()

    assert not ask(snapshot, "").found
    assert not ask(snapshot, '"💇" - OR').found
    assert ask(snapshot, "-zzzz").found == everything
    assert not ask(snapshot, "10.1234/\x00 ").found

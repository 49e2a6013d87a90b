"""Both engines find what a reader of all texts would find, whatever the texts and the question."""
# ruff: noqa: RUF001 - letters and signs that look like others are the point

from collections.abc import Collection, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from sqlalchemy import Connection, text

from app.core.fulltext import (
    TextTooLargeError,
    Weight,
    clear_texts,
    find_by_weight,
    index_texts,
    postgresql,
    remove_texts,
    settle_texts,
    sqlite,
    title_words,
)
from app.core.fulltext.layout import MAX_POSITION, MAX_REPEATS, Texts
from app.core.text_query import NOTHING, And, Leaf, Node, Not, Or, leaves, parse
from app.shared.ranking import matching
from tests.search.naive import naive

WORDS = st.sampled_from(
    ["a", "ab", "abc", "b", "β-catenin", "beta catenin", "beta", "IL-6", "é", "外泌", "'", "i̇", "ſs"]
)
TEXT = st.lists(WORDS, max_size=5).map(" ".join)
TEXTS = st.tuples(*[st.lists(TEXT, max_size=3)] * 4)
LEAF = st.builds(
    Leaf,
    st.lists(
        st.sampled_from(["a", "ab", "abc", "b", "be", "beta", "catenin", "il", "6", "e", "外"]), min_size=1, max_size=3
    ).map(tuple),
    st.booleans(),
)
SIGNED = LEAF | st.builds(Not, LEAF)
TREE = (
    SIGNED
    | st.lists(SIGNED, max_size=3).map(lambda parts: Or(tuple(parts)))
    | st.lists(SIGNED | st.lists(SIGNED, max_size=3).map(lambda parts: Or(tuple(parts))), max_size=4).map(
        lambda parts: And(tuple(parts))
    )
)
many_times = settings(
    max_examples=120, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def find(connection: Connection, leaf: Leaf, within: Collection[Weight] = tuple(Weight)) -> list[int]:
    return sorted({number for _, found in find_by_weight(connection, leaf, within) for number in found})


def find_tree(connection: Connection, tree: Node) -> list[int]:
    every = [*leaves(tree), *leaves(tree, negative=True)]
    sets = {leaf: {weight: BitMap(found) for weight, found in find_by_weight(connection, leaf)} for leaf in every}
    column = "study_id" if connection.dialect.name == "postgresql" else "rowid"
    everything = BitMap(connection.scalars(text(f"SELECT {column} FROM study_search")))
    return list(matching(tree, sets, everything))


def fill(connection: Connection, texts: Sequence[tuple[list[str], ...]]) -> list[Texts]:
    rows: list[Texts] = [(number, *parts) for number, parts in enumerate(texts, 1)]  # type: ignore[misc]
    clear_texts(connection)
    index_texts(connection, rows)
    return rows


@pytest.fixture
def empty(connection: Connection) -> Connection:
    clear_texts(connection)
    return connection


def spell(number: int) -> str:
    """Make a word of a number."""
    return "w" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


@many_times
@given(st.lists(TEXTS, max_size=5), st.lists(LEAF, min_size=1, max_size=4), st.lists(TREE, min_size=1, max_size=4))
def test_every_question_finds_what_stands_in_the_texts(
    connection: Connection, texts: list[tuple[list[str], ...]], asked: list[Leaf], trees: list[Node]
) -> None:
    rows = fill(connection, texts)

    for leaf in asked:
        assert sorted(find(connection, leaf)) == naive(leaf, rows)
        assert sorted(find(connection, leaf, [Weight.A, Weight.D])) == naive(leaf, rows, [Weight.A, Weight.D])
        by_weight = {weight: sorted(found) for weight, found in find_by_weight(connection, leaf)}
        assert by_weight == {weight: naive(leaf, rows, [weight]) for weight in Weight}
    for tree in trees:
        assert sorted(find_tree(connection, tree)) == naive(tree, rows)


@many_times
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_can_be_indexed_and_asked(connection: Connection, question: str, texts: list[str]) -> None:
    rows = fill(connection, [(texts, [], [question], [])])

    assert find_tree(connection, parse(question)) == naive(parse(question), rows)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("the Wnt/β-catenin pathway", "wnt beta-catenin "),
        ("the Wnt/beta catenin pathway", "β-catenin "),
        ("the Wnt/beta-catenin pathway", '"WNT BETA CATENIN"'),
        ("the Wnt/β-catenin pathway", "beta-cat"),
        ("Hair follicles", '"hair fol"*'),
        ("exosomes of 外泌体治疗", "泌体"),
        ("Thérapie d'Été", "d'ete "),
        ("hair density", "skin OR hair -wound "),
    ],
)
def test_writings_of_one_thing_find_each_other(empty: Connection, text: str, question: str) -> None:
    index_texts(empty, [(7, [text], [], [], []), (8, [], [], ["wound"], [])])

    assert find_tree(empty, parse(question)) == [7]


def test_no_phrase_runs_from_one_text_into_the_next(empty: Connection) -> None:
    index_texts(empty, [(1, ["hair", "density"], ["hair"], ["density"], [])])

    assert find_tree(empty, parse('"hair density"')) == []
    assert find_tree(empty, parse("hair density ")) == [1]


def test_what_stood_there_is_replaced_and_removed(empty: Connection) -> None:
    index_texts(empty, [(1, ["old"], [], [], []), (2, ["old"], [], [], [])])
    index_texts(empty, [(1, ["new"], [], [], [])])
    settle_texts(empty)

    assert (find(empty, Leaf(("old",))), find(empty, Leaf(("new",)))) == ([2], [1])

    remove_texts(empty, [1, 2, 3])
    assert find_tree(empty, And(())) == []


def test_no_word_of_a_long_study_is_lost(empty: Connection) -> None:
    many = ["same word"] * (MAX_REPEATS + 50) + [" ".join(map(spell, range(MAX_POSITION + 500)))]
    index_texts(empty, [(1, [], [], many, many), (2, ["x" * 5000], ["y"], [], [])])
    near, far = (" ".join(map(spell, (number, number + 1))) for number in (3, MAX_POSITION + 400))

    for question in (f'"{near}"', f"{near} ", f"{far} ", "same ", '"same word"', far[:-1]):
        for weight in (Weight.C, Weight.D):
            assert all(find(empty, leaf, [weight]) == [1] for leaf in leaves(parse(question))), question
    # Beyond the last position words are found singly.
    assert find_tree(empty, parse(f'"{far}"')) == []
    assert find(empty, leaves(parse("x" * 300))[0]) == [2]


def test_a_study_beyond_all_measure_is_refused(empty: Connection) -> None:
    with pytest.raises(TextTooLargeError):
        index_texts(empty, [(1, [], [" ".join(map(spell, range(150_000)))], [], [])])


def test_longest_questions_are_answered(empty: Connection) -> None:
    index_texts(empty, [(1, ["a b"], [], [], [])])
    letters = "abcdefghijklmnopqrstuvwxyz"
    pairs = [one + other for one in letters for other in letters][:160]

    for join in (" ", " OR ", " -", ' "'):
        found = find_tree(empty, parse(join.join(["a", *pairs])))
        assert found == ([1] if join in (" OR ", " -") else []), join
    assert find_tree(empty, parse("a " * 250)) == [1]
    assert find_tree(empty, NOTHING) == []


def test_words_of_titles_are_kept_for_corrections(empty: Connection) -> None:
    index_texts(empty, [(1, ["Alopecia in β-thalassemia 2024, IL-6"], ["arm"], ["summary"], ["author"])])
    index_texts(empty, [(2, ["Alopecia"], [], [], [])])

    assert sorted(title_words(empty)) == ["alopecia", "beta", "thalassemia"]


def test_words_are_looked_up_in_the_index(connection: Connection) -> None:
    postgres = connection.dialect.name == "postgresql"
    engine = postgresql if postgres else sqlite
    if postgres:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN" if postgres else "EXPLAIN QUERY PLAN"

    for leaf in (Leaf(("hair",)), Leaf(("hair", "fol"), prefix=True)):
        for weight in Weight:
            statement = f"{explain} {engine.leaf_statement(weight)}"
            plan = str(connection.exec_driver_sql(statement, (engine.write_leaf(leaf, weight),)).all())
            assert (f"ix_study_search_{weight}" if postgres else "VIRTUAL TABLE INDEX") in plan, plan
            assert "Seq Scan" not in plan

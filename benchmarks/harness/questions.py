"""The questions that are measured, each with many varied parameters, so that no address is asked again and again."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, text

Params = dict[str, Any]
PLAIN_FILTERS = ("design", "country")
FILTERS = (*PLAIN_FILTERS, "indication", "source_origin")
LEAST_HITS = 5
# A page of (b) is full at every size.
PAGE = 50


@dataclass(frozen=True)
class Item:
    """One kind of question and its parameters."""

    key: str
    meaning: str
    asked: list[Params]


def items(engine: Engine, seed: int = 1) -> list[Item]:
    """Choose the parameters from what the database holds; cursors of (c) are taken from the product later."""
    random = Random(seed)
    with engine.connect() as connection:
        accessions = _column(connection, "SELECT accession FROM study ORDER BY id")
        pairs = _pairs(connection)
        filters = _filters(connection, pairs)
        words = _word_pairs(connection, random)
    random.shuffle(pairs)
    random.shuffle(filters)
    full = [{"indication": pair["indication"], "origin": pair["origin"]} for pair in pairs if pair["hits"] >= PAGE]
    safe = [chosen for chosen in filters if chosen["field"] in ("indication", "design")]
    return [
        Item("a", "one study with all its children", [{"accession": random.choice(accessions)} for _ in range(2000)]),
        Item("b", "page of 50, filter on two relations, newest first", full),
        Item("c", "deep page of 50, newest first", []),
        Item("d", "full text, two words, top 20", words),
        Item("e", "facet counts under a filter", filters),
        Item("e0", "facet counts of everything", [{"field": None, "value": None}]),
        Item("f", "adverse-event incidence by term and origin, filtered", safe),
        Item("f0", "adverse-event incidence by term and origin, of everything", [{"field": None, "value": None}]),
        Item("g", "first page of 25 with exact total", filters),
        Item("n", "the study of (a), unchanged since: 304", []),
    ]


def _column(connection: Connection, statement: str) -> list[Any]:
    return list(connection.scalars(text(statement)))


def _pairs(connection: Connection) -> list[Params]:
    """Indications (with what lies below them) and origins that at least some studies have together."""
    statement = text("""
        SELECT c.ancestor, x.origin, count(DISTINCT i.study_id) FROM study_indication i
        JOIN indication_closure c ON c.descendant = i.indication
        JOIN study_arm a ON a.study_id = i.study_id JOIN exosome_source x ON x.slug = a.source
        GROUP BY c.ancestor, x.origin HAVING count(DISTINCT i.study_id) >= :least ORDER BY c.ancestor, x.origin
    """)
    found = connection.execute(statement, {"least": LEAST_HITS})
    return [{"indication": indication, "origin": origin, "hits": hits} for indication, origin, hits in found]


def _filters(connection: Connection, pairs: list[Params]) -> list[Params]:
    found = []
    for field in PLAIN_FILTERS:
        values = _column(connection, f"SELECT {field} FROM study GROUP BY {field} ORDER BY {field}")
        found += [{"field": field, "value": value} for value in values if value is not None]
    for field, column in (("indication", "indication"), ("source_origin", "origin")):
        found += [{"field": field, "value": value} for value in sorted({pair[column] for pair in pairs})]
    return found


def _word_pairs(connection: Connection, random: Random) -> list[Params]:
    """Pairs of words that one or two in a hundred studies have in their title or summary, judged by a sample."""
    sample = connection.execute(text("SELECT title, summary FROM study WHERE id % 7 = 1 ORDER BY id LIMIT 6000")).all()
    texts = [_words(tuple(row)) for row in sample]
    counts = Counter(word for words in texts for word in words)
    # Words of the vocabularies bring their synonyms with them in ExoKB, and in no other server.
    names = _vocabulary_words(connection)
    common = sorted(word for word, count in counts.items() if 0.05 < count / len(texts) < 0.4 and word not in names)
    every = list(combinations(common, 2))
    random.shuffle(every)
    found: list[Params] = []
    for one, other in every[:4000]:
        share = sum(one in words and other in words for words in random.sample(texts, min(400, len(texts)))) / 400
        if 0.008 <= share <= 0.022:
            found.append({"words": (one, other)})
        if len(found) == 300:
            break
    return found


def _vocabulary_words(connection: Connection) -> set[str]:
    tables = ("exosome_source", "indication", "adverse_event_term", "pathway")
    statement = " UNION ALL ".join(f"SELECT name, synonyms FROM {table}" for table in tables)
    return {
        word
        for row in connection.execute(text(statement))
        for word in re.findall("[a-z]+", f"{row[0]} {row[1]}".lower())
    }


def _words(row: Sequence[str]) -> set[str]:
    """Plain lower-case words, which every server splits and folds the same way."""
    return {
        word for word in f"{row[0]} {row[1]}".lower().split() if word.isascii() and word.isalpha() and len(word) > 3
    }

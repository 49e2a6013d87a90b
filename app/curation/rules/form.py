"""Rules about how files are written."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from app.curation.reader import Corpus, Fault
from app.curation.rules.base import rule


def vocabularies(corpus: Corpus) -> list[tuple[str, list[Any]]]:
    """Give the four vocabularies with their names."""
    return [
        ("source", corpus.sources),
        ("indication", corpus.indications),
        ("adverse-event term", corpus.adverse_event_terms),
        ("pathway", corpus.pathways),
    ]


@rule("canonical-form")
def canonical_form(corpus: Corpus) -> Iterator[Fault]:
    """Each line is written in the one true form."""
    groups = [*(entries for _, entries in vocabularies(corpus)), corpus.studies, corpus.retired_studies, corpus.release]
    for entries in groups:
        for item in entries:
            if item.text != item.record.canonical():
                yield item.fault("canonical-form", "is not in canonical form; run `exokb seed format`")


@rule("sorted")
def is_sorted(corpus: Corpus) -> Iterator[Fault]:
    """Records stand in the order of their keys, each key once."""
    groups = [*(entries for _, entries in vocabularies(corpus)), corpus.studies, corpus.retired_studies]
    for entries in groups:
        for before, item in pairwise(entries):
            if item.name < before.name:
                yield item.fault("sorted", f"stands after {before.name}; run `exokb seed format`")


@rule("one-release")
def one_release(corpus: Corpus) -> Iterator[Fault]:
    """The release file names exactly one release."""
    for item in corpus.release[1:]:
        yield item.fault("one-release", "is a second release; keep one line in this file")
    if not corpus.release:
        message = 'names no release; write {"name": "2026.11", "released_on": "2026-11-24"}'
        yield Fault("release.jsonl", 1, "release", "one-release", message)

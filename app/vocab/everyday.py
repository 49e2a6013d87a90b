"""Everyday words for terms of the field: they widen a search and are no part of the curated vocabularies."""

from collections.abc import Iterable

# Term of the field → word of everyday.
EVERYDAY = {"hair loss": "baldness"}


def in_everyday_words(names: Iterable[str]) -> list[str]:
    """Give names, followed by those of them that have an everyday form."""
    given = list(names)
    also = [
        name.lower().replace(term, word) for name in given for term, word in EVERYDAY.items() if term in name.lower()
    ]
    return list(dict.fromkeys([*given, *also]))

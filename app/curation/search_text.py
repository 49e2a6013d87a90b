"""Turn a study document into what the search index keeps of it."""

from collections.abc import Mapping
from typing import Any

from app.core.fulltext import Texts, Weight
from app.identifiers import accession_number
from app.shared.search_texts import texts_by_weight


def search_row(document: Mapping[str, Any]) -> Texts:
    """Give the number of a study and its texts by class of places."""
    found = texts_by_weight(document)
    number = accession_number(document["accession"])
    return number, found[Weight.A], found[Weight.B], found[Weight.C], found[Weight.D]

"""Which texts of a study document are searched, and how much a hit in each of them says: one table for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.core.fulltext import Weight


@dataclass(frozen=True)
class SearchText:
    """A field of the study document that is searched; a dot leads into its part, or into each row of a list."""

    name: str
    weight: Weight

    @cached_property
    def path(self) -> tuple[str, str]:
        """The field of the document, and the part of it that is meant, if it is not the whole."""
        whole, _, part = self.name.partition(".")
        return whole, part

    def read(self, document: Mapping[str, Any]) -> list[str]:
        """Give its texts in a document, each once."""
        whole, part = self.path
        value = document.get(whole)
        if not value:
            return []
        if isinstance(value, str):
            return [value]
        rows = value if isinstance(value, list | tuple) else [value]
        found = [row.get(part) for row in rows] if part else rows
        texts: dict[str, None] = {}
        for each in found:
            if isinstance(each, str):
                texts[each] = None
            elif each is not None:
                texts |= dict.fromkeys(map(str, each if isinstance(each, list | tuple) else [each]))
        return list(texts)


# Texts on what the record is like (provenance, locators) are left out: they are not about the study.
SEARCH_TEXTS = (
    SearchText("title", Weight.A),
    SearchText("accession", Weight.A),
    *(SearchText(f"identifiers.{scheme}", Weight.A) for scheme in ("doi", "pmid", "pmcid", "nct", "registry_id")),
    SearchText("arms.label", Weight.B),
    SearchText("arms.product", Weight.B),
    SearchText("arms.comparator_name", Weight.B),
    SearchText("summary", Weight.C),
    SearchText("outcomes.measure", Weight.C),
    SearchText("adverse_events.reported_as", Weight.C),
    SearchText("mechanisms.cargo", Weight.C),
    SearchText("mechanisms.targets", Weight.C),
    SearchText("mechanisms.cell_effect", Weight.C),
    SearchText("safety.note", Weight.D),
    SearchText("arms.dose", Weight.D),
    SearchText("animal_model", Weight.D),
    SearchText("adverse_events.onset_text", Weight.D),
    SearchText("authors", Weight.D),
    SearchText("journal", Weight.D),
    SearchText("year", Weight.D),
)


def texts_by_weight(document: Mapping[str, Any]) -> dict[Weight, list[str]]:
    """Give the texts of a study document by class of places."""
    found: dict[Weight, list[str]] = {weight: [] for weight in Weight}
    for field in SEARCH_TEXTS:
        # Most fields of most documents are empty.
        if document.get(field.path[0]):
            found[field.weight] += field.read(document)
    return found

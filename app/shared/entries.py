"""Read the entries of all four vocabularies for search and suggestions."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.shared.expansion import Entry, EntryKind, Names

TABLES: dict[EntryKind, Any] = {
    EntryKind.SOURCE: ExosomeSource,
    EntryKind.INDICATION: Indication,
    EntryKind.TERM: AdverseEventTerm,
    EntryKind.PATHWAY: Pathway,
}


def read_names(session: Session) -> Names:
    """Read all entries with their names."""
    return Names(
        Entry(kind, slug, (name, *synonyms))
        for kind, table in TABLES.items()
        for slug, name, synonyms in session.execute(select(table.slug, table.name, table.synonyms).order_by(table.slug))
    )

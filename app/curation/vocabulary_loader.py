"""Load the vocabularies, parents before children, and keep the closures of the hierarchies."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.curation.reader import Corpus, Located
from app.models import AdverseEventTerm, Base, ExosomeSource, Indication, IndicationClosure, Pathway, SourceClosure
from app.models.base import fold_columns
from app.vocab import Origin

Entry = dict[str, Any]


@dataclass
class VocabularyChange:
    """What was written, and what may go once no study uses it any more."""

    written: int = 0
    # Slugs of entries that were there before and now say something else, by table.
    changed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unused: list[tuple[Any, list[str]]] = field(default_factory=list)

    def remove_unused(self, session: Session) -> None:
        """Remove entries that are no longer in the files, children before parents."""
        for table, slugs in self.unused:
            for slug in slugs:
                session.execute(delete(table).where(table.slug == slug))


def origins_of(session: Session) -> dict[str, Origin]:
    """Give the origin of each source."""
    return {row.slug: row.origin for row in session.execute(select(ExosomeSource.slug, ExosomeSource.origin))}


def load_vocabularies(session: Session, corpus: Corpus) -> VocabularyChange:
    """Write new and changed entries of all four vocabularies."""
    change = VocabularyChange()
    groups: list[tuple[Any, list[Any]]] = [
        (ExosomeSource, corpus.sources),
        (Indication, corpus.indications),
        (AdverseEventTerm, corpus.adverse_event_terms),
        (Pathway, corpus.pathways),
    ]
    for table, entries in groups:
        _load_entries(session, table, entries, change)
    _load_closure(session, SourceClosure, corpus.sources)
    _load_closure(session, IndicationClosure, corpus.indications)
    return change


def _load_entries(session: Session, table: Any, entries: list[Located[Any]], change: VocabularyChange) -> None:
    stored = {row.slug: row for row in session.scalars(select(table))}
    for entry in parents_first([_plain(item.record) for item in entries]):
        row = stored.pop(entry["slug"], None)
        if row is None:
            session.execute(insert(table), [entry])
        elif any(getattr(row, name) != value for name, value in entry.items()):
            session.execute(update(table).where(table.slug == entry["slug"]).values(entry | _folded(table, entry)))
            change.changed[table.__tablename__].append(entry["slug"])
        else:
            continue
        change.written += 1
    gone = [{"slug": row.slug, "parent": getattr(row, "parent", None)} for row in stored.values()]
    change.unused.append((table, [entry["slug"] for entry in reversed(list(parents_first(gone)))]))
    change.written += len(gone)


def _plain(record: Any) -> Entry:
    return dict(record) | {"synonyms": list(record.synonyms)}


def _folded(table: type[Base], entry: Entry) -> Entry:
    columns = [column for column in table.__table__.columns if "folds" in column.info]
    return {column.name: fold_columns(column.info["folds"], entry) for column in columns}


def parents_first(entries: list[Entry]) -> Iterator[Entry]:
    """Order entries so that each stands after its parent."""
    by_slug = {entry["slug"]: entry for entry in entries}
    done: set[str] = set()

    def visit(entry: Entry) -> Iterator[Entry]:
        if entry["slug"] in done:
            return
        done.add(entry["slug"])
        parent = by_slug.get(entry.get("parent") or "")
        if parent:
            yield from visit(parent)
        yield entry

    for entry in entries:
        yield from visit(entry)


def _load_closure(session: Session, table: Any, entries: list[Located[Any]]) -> None:
    parents = {item.name: item.record.parent for item in entries}
    wanted = set()
    for slug in parents:
        ancestor: str | None = slug
        while ancestor is not None:
            wanted.add((ancestor, slug))
            ancestor = parents[ancestor]
    stored = set(session.execute(select(table.ancestor, table.descendant)).all())
    for ancestor, descendant in stored - wanted:
        session.execute(delete(table).where(table.ancestor == ancestor, table.descendant == descendant))
    if missing := sorted(wanted - stored):
        session.execute(insert(table), [{"ancestor": one, "descendant": other} for one, other in missing])

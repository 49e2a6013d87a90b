"""Keep the sets of studies: added to while studies are written, counted anew from the rows by `exokb reindex`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pyroaring import BitMap
from sqlalchemy import Select, Text, delete, insert, select, type_coerce
from sqlalchemy.orm import Session

from app.core.fields import Field, Kind
from app.curation.rows import Rows
from app.models import AdverseEventTerm, Base, ExosomeSource, Indication, Study, StudySet
from app.reads.sets import EVERYTHING, has_sets, write_value
from app.shared.studies import STUDIES

Key: TypeAlias = tuple[str, str]
Members: TypeAlias = dict[Key, BitMap]
# Where a field stands in a table one step further, by table and column: slug → value.
Lookups: TypeAlias = Mapping[tuple[type[Base], str], Mapping[str, Any]]
ORIGIN = (ExosomeSource, "origin")
FIELDS = [field for field in STUDIES.fields if has_sets(field)]
CHUNK = 500


def lookups_of(session: Session) -> Lookups:
    """Read the values that fields look up by a slug."""
    return {
        (table, column.key): dict(session.execute(select(table.slug, column)).all())
        for table, column in (
            (ExosomeSource, ExosomeSource.origin),
            (Indication, Indication.category),
            (AdverseEventTerm, AdverseEventTerm.soc),
        )
    }


def sets_of_rows(rows: Rows, lookups: Lookups) -> dict[Key, list[int]]:
    """Give the sets that new rows belong to; a study may stand in one several times."""
    found = {EVERYTHING: [row["id"] for row in rows[Study]]}
    for field in FIELDS:
        groups: dict[Any, list[int]] = defaultdict(list)
        for number, value in _values(field, rows, lookups):
            groups[value].append(number)
        found |= {(field.name, _key(field, value)): numbers for value, numbers in groups.items()}
    return found


def add_members(into: Members, more: Mapping[Key, Iterable[int]]) -> None:
    """Add members to sets."""
    for key, members in more.items():
        into.setdefault(key, BitMap()).update(members)


def _values(field: Field, rows: Rows, lookups: Lookups) -> Iterator[tuple[int, Any]]:
    table = Study if field.scope is None else field.scope.tables[0]
    number = "id" if table is Study else "study_id"
    if field.lookup is not None:
        here, there = field.lookup[0].key, lookups[field.column.class_, field.column.key]
        return ((row[number], there[row[here]]) for row in rows[table] if row[here] is not None)
    name, only = field.column.key, None if field.scope is None else field.scope.only
    if only is not None:
        return ((row[number], row[name]) for row in rows[table] if row[only[0].key] == only[1])
    return ((row[number], row[name]) for row in rows[table])


def _key(field: Field, value: Any) -> str:
    return write_value(float(value) if field.kind == Kind.NUMBER and value is not None else value)


def sets_of_database(session: Session, numbers: Collection[int]) -> Members:
    """Count the sets that studies belong to from their rows."""
    found: Members = defaultdict(BitMap)
    for chunk in _chunks(sorted(numbers)):
        for key, members in _count(session, FIELDS, chunk).items():
            found[key] |= members
        found[EVERYTHING] |= BitMap(chunk)
    return found


def _count(session: Session, fields: Iterable[Field], numbers: Sequence[int] | None) -> Members:
    found: Members = {}
    for field in fields:
        groups: dict[Any, list[int]] = defaultdict(list)
        for value, number in session.execute(_restricted(_pairs(field), numbers)):
            groups[value].append(number)
        for value, members in groups.items():
            found[field.name, _key(field, value)] = BitMap(members)
    return found


def _pairs(field: Field) -> Select[Any, int]:
    """Select each value of a field with each study that has it."""
    column = type_coerce(field.column, Text) if field.kind == Kind.CLOSED else field.column
    if field.scope is None:
        return select(column, Study.id)
    pairs = select(column, Study.id).select_from(Study)
    for table in field.scope.tables:
        pairs = pairs.join(table, field.scope.link)
    if field.lookup is not None:
        here, there = field.lookup
        pairs = pairs.join(there.class_, here == there)
    return pairs


def _restricted(statement: Select[Any, Any], numbers: Sequence[int] | None) -> Select[Any, Any]:
    return statement if numbers is None else statement.where(Study.id.in_(numbers))


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def apply_change(session: Session, removed: Members, added: Members) -> None:
    """Bring the kept sets up to date with what was removed and added."""
    keys = removed.keys() | added.keys()
    changed: Members = {}
    by_field: dict[str, set[str]] = defaultdict(set)
    for field, value in keys:
        by_field[field].add(value)
    for field, values in by_field.items():
        kept = select(StudySet.value, StudySet.members).where(StudySet.field == field)
        stored = {value: members for value, members in session.execute(kept) if value in values}
        for value in values:
            before = BitMap.deserialize(stored[value]) if value in stored else BitMap()
            key = (field, value)
            changed[key] = (before - removed.get(key, BitMap())) | added.get(key, BitMap())
        _forget(session, field, stored)
    _store(session, changed)


def rebuild(session: Session) -> None:
    """Make all kept sets anew from the rows."""
    session.execute(delete(StudySet))
    _store(session, _count(session, FIELDS, None) | {EVERYTHING: BitMap(session.scalars(select(Study.id)))})


def rebuild_looked_up(session: Session) -> None:
    """Make the sets anew that follow from what a vocabulary says of its entries."""
    fields = [field for field in FIELDS if field.lookup is not None]
    session.execute(delete(StudySet).where(StudySet.field.in_([field.name for field in fields])))
    _store(session, _count(session, fields, None))


def _forget(session: Session, field: str, values: Iterable[str]) -> None:
    for chunk in _chunks(list(values)):  # type: ignore[arg-type]
        session.execute(delete(StudySet).where(StudySet.field == field, StudySet.value.in_(chunk)))


def _store(session: Session, sets: Members) -> None:
    rows = []
    for (field, value), members in sets.items():
        members.run_optimize()
        if members or (field, value) == EVERYTHING:
            rows.append({"field": field, "value": value, "size": len(members), "members": members.serialize()})
    if rows:
        session.execute(insert(StudySet), rows)

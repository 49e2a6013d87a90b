"""Sums that are always asked for: kept by the writing transaction, so that asking is a look-up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Select, Text, and_, case, func, select, type_coerce

from app.models import AdverseEvent, AdverseEventTerm, ExosomeSource, Study
from app.reads.grouping import Denominators, Grouping, Groups, conjunction, in_order
from app.reads.snapshot import Snapshot
from app.vocab import RetractionStatus

OF = "adverse-events"
FIELDS: Mapping[str, Any] = {
    "term": AdverseEvent.term,
    "soc": type_coerce(AdverseEventTerm.soc, Text),
    "source_origin": type_coerce(ExosomeSource.origin, Text),
}
GROUPINGS = ("", "term", "soc", "source_origin", "term,source_origin", "soc,source_origin")
FIGURES = ("studies", "participants", "studies_with_participants", "rows", "events", "at_risk", "rows_with_both")
FETCH = f"SELECT value, {', '.join(FIGURES)} FROM standing_sum WHERE grouping = :grouping AND retracted = :retracted"  # noqa: S608 - names of our own columns

# Grouping, whether retracted, the values as a JSON array.
Key: TypeAlias = tuple[str, bool, str]
Sums: TypeAlias = dict[Key, Counter[str]]


def standing_grouping(grouping: Grouping) -> str | None:
    """Name the standing grouping that answers a question without conditions, in whatever order it names the fields."""
    if grouping.resource.name != OF or conjunction(grouping.where) or any(each.number for each in grouping.dimensions):
        return None
    asked = {each.text for each in grouping.dimensions}
    return next((each for each in GROUPINGS[1:] if set(each.split(",")) == asked), None)


def look_up(snapshot: Snapshot, grouping: Grouping, name: str) -> tuple[Groups, Denominators]:
    """Give the groups of a standing grouping and its denominators."""
    fields = name.split(",")
    order = [fields.index(each.text) for each in grouping.dimensions]
    sums = _fetch(snapshot, name, kept=False)
    groups = in_order(grouping, ((tuple(values[place] for place in order), figures) for values, figures in sums))
    total = dict(_fetch(snapshot, "", kept=False)).get((), dict.fromkeys(FIGURES, 0))
    retracted = dict(_fetch(snapshot, "", kept=True)).get((), dict.fromkeys(FIGURES, 0))
    return groups, Denominators(total, groups.with_value(grouping.dimensions), retracted)


def _fetch(snapshot: Snapshot, name: str, *, kept: bool) -> Iterator[tuple[tuple[Any, ...], Mapping[str, int]]]:
    for value, *figures in snapshot.rows(FETCH, {"grouping": name, "retracted": kept}):
        yield tuple(orjson.loads(value)), dict(zip(FIGURES, figures, strict=True))


def select_contributions() -> Select[Any]:
    """Select what each study adds to its groups at the finest: by term and source."""
    both = and_(AdverseEvent.n_affected.is_not(None), AdverseEvent.n_at_risk.is_not(None))
    keys = [AdverseEvent.study_id, *FIELDS.values()]
    return (
        select(
            AdverseEvent.study_id,
            Study.retraction_status,
            Study.n_participants,
            *FIELDS.values(),
            func.count(),
            func.sum(case((both, AdverseEvent.n_affected), else_=0)),
            func.sum(case((both, AdverseEvent.n_at_risk), else_=0)),
            func.sum(case((both, 1), else_=0)),
        )
        .join(Study, Study.id == AdverseEvent.study_id)
        .join(AdverseEventTerm, AdverseEventTerm.slug == AdverseEvent.term)
        .outerjoin(ExosomeSource, ExosomeSource.slug == AdverseEvent.arm_source)
        .group_by(*keys, Study.retraction_status, Study.n_participants)
        .order_by(AdverseEvent.study_id)
    )


def add_up(contributions: Iterable[Sequence[Any]]) -> Sums:
    """Add up what studies contribute to all standing groupings; a study counts once in a group."""
    sums: Sums = {}
    names = [[list(FIELDS).index(field) for field in name.split(",") if field] for name in GROUPINGS]
    for _, rows in groupby(contributions, key=lambda row: row[0]):
        seen: set[Key] = set()
        for _, status, participants, *rest in rows:
            values, figures = rest[: len(FIELDS)], rest[len(FIELDS) :]
            for name, places in zip(GROUPINGS, names, strict=True):
                text = orjson.dumps([values[place] for place in places]).decode()
                key = (name, status == RetractionStatus.RETRACTED, text)
                into = sums.setdefault(key, Counter())
                for figure, number in zip(FIGURES[3:], figures, strict=True):
                    into[figure] += int(number)
                if key not in seen:
                    seen.add(key)
                    into["studies"] += 1
                    into["participants"] += participants or 0
                    into["studies_with_participants"] += participants is not None
    return sums

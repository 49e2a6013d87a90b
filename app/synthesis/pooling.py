"""Pool effects of outcomes where figures allow: counts of one outcome in two arms of at least two studies."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.identifiers import write_accession
from app.models import Outcome, StudyArm
from app.reads.columns import Columns
from app.reads.snapshot import Snapshot
from app.synthesis.controlled import NAMED, compared, pooled_differences
from app.synthesis.counted import Counted
from app.synthesis.schemas.outcomes import PairRead, Pooling
from app.synthesis.statistics import TwoByTwo

# A unit such as `patients of 24` makes of the value a count.
COUNT = re.compile(r"(?P<what>[a-z][a-z ]*) of (?P<total>[0-9]{1,9})")


@dataclass(frozen=True)
class Pair:
    """One outcome counted in an arm with vesicles and in the arm without that it was compared with."""

    study: int
    key: str
    what: str
    counts: TwoByTwo


def pool_measures(counted: Counted, keys: Collection[str]) -> dict[str, Pooling]:
    """Pool each measure that at least one study counts in two arms."""
    wanted = set(keys)
    pairs: dict[tuple[str, str], list[tuple[int, TwoByTwo]]] = defaultdict(list)
    for pair in Columns(counted.snapshot).get("pairs", lambda: _pairs(counted.snapshot)):
        if pair.key in wanted and pair.study in counted.studies:
            pairs[(pair.key, pair.what)].append((pair.study, pair.counts))
    found: dict[str, Pooling] = {}
    for (key, _), studies in sorted(pairs.items(), key=lambda item: len(item[1])):
        found[key] = _pooling(studies)
    return found


def _pairs(snapshot: Snapshot) -> list[Pair]:
    rows = ((study, key, _read(*figures)) for study, key, *figures in snapshot.connection.execute(_statement()))
    return [Pair(study, key, *read) for study, key, read in rows if read]


def _statement() -> Any:
    """Pair each outcome of an arm with vesicles with the same outcome of the arm without that it was compared with."""
    other, given, control = aliased(Outcome), aliased(StudyArm), aliased(StudyArm)
    same = and_(
        other.study_id == Outcome.study_id,
        other.arm == Outcome.compared_with,
        other.measure_key == Outcome.measure_key,
        other.timepoint_weeks.is_not_distinct_from(Outcome.timepoint_weeks),
    )
    return (
        select(Outcome.study_id, Outcome.measure_key, Outcome.value, Outcome.unit_key, other.value, other.unit_key)
        .join(other, same)
        .join(given, and_(given.study_id == Outcome.study_id, given.key == Outcome.arm, given.source.is_not(None)))
        .join(control, and_(control.study_id == other.study_id, control.key == other.arm, control.source.is_(None)))
        .where(Outcome.unit_key.contains(" of "), Outcome.value.is_not(None), other.value.is_not(None))
        .order_by(Outcome.study_id, Outcome.position, other.position)
    )


def _read(value: float, unit: str, other_value: float, other_unit: str) -> tuple[str, TwoByTwo] | None:
    one, other = _count(value, unit), _count(other_value, other_unit)
    if one is None or other is None or one[0] != other[0]:
        return None
    return one[0], (*one[1], *other[1])


def _count(value: float, unit: str) -> tuple[str, tuple[int, int]] | None:
    found = COUNT.fullmatch(unit or "")
    if not found or value != int(value) or not 0 <= value <= int(found["total"]) or int(found["total"]) == 0:
        return None
    return found["what"], (int(value), int(found["total"]))


def _pooling(studies: list[tuple[int, TwoByTwo]]) -> Pooling:
    # Of several pairs of one study only the first is taken: they share their participants.
    first = dict(reversed(studies))
    pairs = [(study, first[study]) for study in sorted(first)]
    (pooled,) = pooled_differences([[counts for _, counts in pairs]])
    why = None if pooled else "Only one study counts the outcome in arms with and without vesicles."
    contrasts = compared([counts for _, counts in pairs[:NAMED]])
    shown = [
        PairRead(study=write_accession(study), contrast=contrast)
        for (study, _), contrast in zip(pairs[:NAMED], contrasts, strict=True)
    ]
    return Pooling(pooled=pooled, accessions=[write_accession(study) for study, _ in pairs], studies=shown, why_not=why)

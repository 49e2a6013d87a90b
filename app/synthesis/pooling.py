"""Pool effects of outcomes where figures allow: counts of one outcome in two arms of at least two studies."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, and_, select
from sqlalchemy.orm import Session, aliased

from app.models import Outcome, Study, StudyArm
from app.synthesis.contrast import contrast
from app.synthesis.controlled import NAMED, Counts, pooled_difference
from app.synthesis.schemas.outcomes import PairRead, Pooling

# A unit such as `patients of 24` makes of the value a count.
COUNT = re.compile(r"(?P<what>[a-z][a-z ]*) of (?P<total>[0-9]{1,9})")


def pool_measures(session: Session, counted: CTE, keys: Sequence[str]) -> dict[str, Pooling]:
    """Pool each measure that at least one study counts in two arms."""
    pairs: dict[tuple[str, str], list[tuple[str, Counts]]] = defaultdict(list)
    for key, accession, *figures in session.execute(_statement(counted, keys)):
        if read := _read(*figures):
            what, counts = read
            pairs[(key, what)].append((accession, counts))
    found: dict[str, Pooling] = {}
    for (key, _), studies in sorted(pairs.items(), key=lambda item: len(item[1])):
        found[key] = _pooling(studies)
    return found


def _statement(counted: CTE, keys: Sequence[str]) -> Any:
    """Pair each outcome of an arm with vesicles with the same outcome of the arm without that it was compared with."""
    other, given, control = aliased(Outcome), aliased(StudyArm), aliased(StudyArm)
    same = and_(
        other.study_id == Outcome.study_id,
        other.arm == Outcome.compared_with,
        other.measure_key == Outcome.measure_key,
        other.timepoint_weeks.is_not_distinct_from(Outcome.timepoint_weeks),
    )
    return (
        select(Outcome.measure_key, Study.accession, Outcome.value, Outcome.unit_key, other.value, other.unit_key)
        .join(other, same)
        .join(given, and_(given.study_id == Outcome.study_id, given.key == Outcome.arm, given.source.is_not(None)))
        .join(control, and_(control.study_id == other.study_id, control.key == other.arm, control.source.is_(None)))
        .join(counted, counted.c.study_id == Outcome.study_id)
        .join(Study, Study.id == Outcome.study_id)
        .where(Outcome.measure_key.in_(keys), Outcome.value.is_not(None), other.value.is_not(None))
        .order_by(Outcome.study_id, Outcome.position, other.position)
    )


def _read(value: float, unit: str, other_value: float, other_unit: str) -> tuple[str, Counts] | None:
    one, other = _count(value, unit), _count(other_value, other_unit)
    if one is None or other is None or one[0] != other[0]:
        return None
    return one[0], (*one[1], *other[1])


def _count(value: float, unit: str) -> tuple[str, tuple[int, int]] | None:
    found = COUNT.fullmatch(unit or "")
    if not found or value != int(value) or not 0 <= value <= int(found["total"]) or int(found["total"]) == 0:
        return None
    return found["what"], (int(value), int(found["total"]))


def _pooling(studies: list[tuple[str, Counts]]) -> Pooling:
    # Of several pairs of one study only the first is taken: they share their participants.
    first = dict(reversed(studies))
    pairs = [(study, first[study]) for study in sorted(first)]
    pooled = pooled_difference([counts for _, counts in pairs])
    why = None if pooled else "Only one study counts the outcome in arms with and without vesicles."
    shown = [
        PairRead(study=study, contrast=contrast("arms with vesicles against arms without", counts[:2], counts[2:]))
        for study, counts in pairs[:NAMED]
    ]
    return Pooling(pooled=pooled, studies=shown, why_not=why)

"""Keep the standing sums: changed by difference while studies are written, counted anew by `exokb reindex`."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pyroaring import BitMap
from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from app.core.conditions import clause
from app.core.tree import Within
from app.models import AdverseEvent, StandingSum
from app.reads.standing import FIGURES, Sums, add_up, select_contributions

CHUNK = 500


def sums_of(session: Session, numbers: Iterable[int]) -> Sums:
    """Count what studies contribute."""
    chosen = clause(Within(AdverseEvent.study_id, BitMap(numbers)))
    return add_up(session.execute(select_contributions().where(chosen)))


def add(into: Sums, more: Sums, sign: int = 1) -> None:
    """Add contributions, or take them away."""
    for key, figures in more.items():
        kept = into.setdefault(key, Counter())
        for figure, number in figures.items():
            kept[figure] += sign * number


def apply_change(session: Session, change: Sums) -> None:
    """Bring the kept sums up to date with what was added and taken away."""
    columns = (StandingSum.grouping, StandingSum.retracted, StandingSum.value)
    changed = [key for key, figures in change.items() if any(figures.values())]
    for start in range(0, len(changed), CHUNK):
        keys = changed[start : start + CHUNK]
        chosen = tuple_(*columns).in_(keys)
        kept: Sums = {key: change[key].copy() for key in keys}
        for stored in session.execute(select(StandingSum).where(chosen)).scalars():
            figures = kept[stored.grouping, stored.retracted, stored.value]
            for figure in FIGURES:
                figures[figure] += getattr(stored, figure)
        session.execute(delete(StandingSum).where(chosen))
        _store(session, kept)


def rebuild(session: Session) -> None:
    """Count all sums anew."""
    session.execute(delete(StandingSum))
    _store(session, add_up(session.execute(select_contributions().execution_options(yield_per=10_000))))


def _store(session: Session, sums: Sums) -> None:
    rows: list[dict[str, Any]] = [
        {"grouping": key[0], "retracted": key[1], "value": key[2]} | {figure: figures[figure] for figure in FIGURES}
        for key, figures in sums.items()
        if figures["studies"]
    ]
    if rows:
        session.execute(insert(StandingSum), rows)

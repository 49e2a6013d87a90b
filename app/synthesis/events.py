"""Adverse events by term and by class: only arms whose text states affected and at risk enter a rate."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, Subquery, and_, case, func, null, select
from sqlalchemy.orm import Session

from app.models import AdverseEvent, AdverseEventTerm, Study, StudyArm
from app.shared.refs import TermRef
from app.synthesis.amounts import number
from app.synthesis.cells import plain
from app.synthesis.dimensions import Depths, Dimension, arm_values, list_values
from app.synthesis.schemas.safety import EventRate, SeriousRead
from app.synthesis.statistics import proportion

NAMED = 20
Key = tuple[Any, bool, str]


@dataclass(frozen=True)
class Events:
    """Rates by group and exposure, and what is serious."""

    terms: dict[tuple[Any, bool], list[EventRate]]
    classes: dict[tuple[Any, bool], list[EventRate]]
    serious: dict[Any, SeriousRead]


def event_rows(counted: CTE, dimension: Dimension | None, depths: Depths) -> Subquery:
    """Give each event of the counted studies with its group, and whether its arm was given vesicles."""
    of_arms = [dimension] if dimension is not None and dimension.home == "arm" else []
    joined, values = arm_values(of_arms, depths)
    joined = joined.join(AdverseEvent.__table__, _same_arm()).join(counted, counted.c.study_id == StudyArm.study_id)
    joined = joined.join(AdverseEventTerm.__table__, AdverseEventTerm.slug == AdverseEvent.term)
    value: Any = values[0] if values else null()
    if dimension is not None and dimension.home == "study":
        value = counted.c[dimension.name]
    elif dimension is not None and dimension.home != "arm":
        listed = list_values(dimension, depths)
        joined = joined.outerjoin(listed, listed.c.study_id == counted.c.study_id)
        value = listed.c[dimension.name]
    both = and_(AdverseEvent.n_affected.is_not(None), AdverseEvent.n_at_risk.is_not(None))
    return (
        select(
            AdverseEvent.study_id,
            AdverseEvent.position,
            AdverseEvent.arm,
            AdverseEvent.term,
            AdverseEventTerm.soc,
            AdverseEvent.serious,
            case((both, AdverseEvent.n_affected)).label("affected"),
            case((both, AdverseEvent.n_at_risk)).label("at_risk"),
            StudyArm.source.is_not(None).label("exposed"),
            value.label("value"),
        )
        .select_from(joined)
        .subquery("events")
    )


def _same_arm() -> Any:
    return and_(AdverseEvent.study_id == StudyArm.study_id, AdverseEvent.arm == StudyArm.key)


def by_arm(rows: Subquery, kind: str) -> Subquery:
    """Give each arm once for each term or class; of several rows the one with most affected counts."""
    keys = (rows.c.value, rows.c.exposed, rows.c[kind], rows.c.study_id, rows.c.arm)
    serious = func.max(case((rows.c.serious, 1), else_=0)).label("serious")
    affected, at_risk = func.max(rows.c.affected).label("affected"), func.max(rows.c.at_risk).label("at_risk")
    return select(*keys, affected, at_risk, serious).group_by(*keys).subquery("arms")


def sum_up_events(session: Session, counted: CTE, dimension: Dimension | None, depths: Depths) -> Events:
    """Sum up the events of each group."""
    rows = event_rows(counted, dimension, depths)
    terms = {term.slug: TermRef.model_validate(term) for term in session.scalars(select(AdverseEventTerm))}
    return Events(
        terms=_rates(session, rows, "term", terms),
        classes=_rates(session, rows, "soc", terms),
        serious=_serious(session, rows),
    )


def _rates(
    session: Session, rows: Subquery, kind: str, terms: dict[str, TermRef]
) -> dict[tuple[Any, bool], list[EventRate]]:
    arms = by_arm(rows, kind)
    keys = (arms.c.value, arms.c.exposed, arms.c[kind])
    sums = (
        func.sum(arms.c.affected),
        func.sum(arms.c.at_risk),
        func.count(arms.c.at_risk),
        func.count(),
        func.count(arms.c.study_id.distinct()),
        func.sum(arms.c.serious),
    )
    named = _named(session, rows, kind)
    found: dict[tuple[Any, bool], list[EventRate]] = defaultdict(list)
    for value, exposed, what, *numbers in session.execute(select(*keys, *sums).group_by(*keys)).all():
        key = (plain(value), bool(exposed), plain(what))
        found[key[:2]].append(_rate(key[2], numbers, named[key], terms.get(key[2])))
    return {
        key: sorted(rates, key=lambda rate: (-rate.studies, rate.soc, rate.term or "")) for key, rates in found.items()
    }


def _rate(what: str, numbers: Sequence[int], events: list[str], term: TermRef | None) -> EventRate:
    affected, at_risk, with_rate, arms, studies, serious = numbers
    return EventRate(
        term=what if term else None,
        term_ref=term,
        soc=term.soc.value if term else what,
        rate=proportion(int(affected), int(at_risk)) if with_rate else None,
        arms_with_rate=with_rate,
        arms_without_rate=arms - with_rate,
        studies=studies,
        serious=serious,
        events=events,
    )


def _named(session: Session, rows: Subquery, kind: str) -> dict[Key, list[str]]:
    """Name the first rows behind each number."""
    group = (rows.c.value, rows.c.exposed, rows.c[kind])
    order = (rows.c.study_id, rows.c.position)
    place = func.row_number().over(partition_by=group, order_by=order).label("place")
    listed = select(*group, *order, place).subquery()
    columns: list[Any] = [listed.c[name] for name in ("value", "exposed", kind, "position")]
    wanted: Select[Any] = (
        select(*columns, Study.accession)
        .join(Study, Study.id == listed.c.study_id)
        .where(listed.c.place <= NAMED)
        .order_by(listed.c.study_id, listed.c.position)
    )
    found: dict[Key, list[str]] = defaultdict(list)
    for value, exposed, what, position, accession in session.execute(wanted):
        found[(plain(value), bool(exposed), plain(what))].append(f"{accession}-E{position}")
    return found


def _serious(session: Session, rows: Subquery) -> dict[Any, SeriousRead]:
    sums = (
        number(rows.c.serious.is_(True)),
        number(rows.c.serious.is_(False)),
        number(rows.c.serious.is_(None)),
    )
    grouped = select(rows.c.value, *sums).where(rows.c.exposed).group_by(rows.c.value)
    return {
        plain(value): SeriousRead(serious=yes, not_serious=no, not_stated=unknown)
        for value, yes, no, unknown in session.execute(grouped)
    }

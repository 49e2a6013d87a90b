"""Adverse events by term and by class: only arms whose text states affected and at risk enter a rate."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.identifiers import write_accession
from app.reads.columns import Column, Columns, Numbers, distinct, narrow
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.shared.refs import TermRef
from app.synthesis.counted import Counted
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.layout import arm_values, spread_of
from app.synthesis.schemas.base import Proportion
from app.synthesis.schemas.safety import EventRate, SeriousRead
from app.synthesis.statistics import proportions
from app.synthesis.study_values import of_studies
from app.synthesis.tables import arms_of, events_of, given

NAMED = 20
TERMS = "SELECT slug, name, soc FROM adverse_event_term"


@dataclass(frozen=True)
class ByArm:
    """One entry for each arm and kind of event; of several rows the one with most affected counts."""

    arm: Numbers
    kind: Numbers
    # Both stated, or -1.
    affected: Numbers
    at_risk: Numbers
    serious: Numbers


@dataclass(frozen=True)
class Grouped:
    """Rows with the groups that they are in; a row stands as often as it is in groups."""

    values: Sequence[Any]
    rows: Numbers
    value: Numbers


def terms_of(snapshot: Snapshot) -> dict[str, TermRef]:
    """Give all terms by their slugs."""

    def make() -> dict[str, TermRef]:
        return {slug: TermRef(slug=slug, name=name, soc=soc) for slug, name, soc in snapshot.rows(TERMS)}

    return Columns(snapshot).get("terms", make)


def kinds_of(snapshot: Snapshot, kind: str) -> Column:
    """Give the term, or the class, of each event."""
    column = events_of(snapshot).coded["term"]
    if kind == "term":
        return column
    classes = {slug: term.soc.value for slug, term in terms_of(snapshot).items()}
    return Columns(snapshot).get("classes", lambda: column.recoded(classes))


def by_arm(snapshot: Snapshot, kind: str) -> ByArm:
    """Give the events of all arms by term or by class."""
    return Columns(snapshot).get(("events by", kind), lambda: _by_arm(snapshot, kind))


def _by_arm(snapshot: Snapshot, kind: str) -> ByArm:
    events, column = events_of(snapshot), kinds_of(snapshot, kind)
    size = len(column.values)
    keys, places = distinct(events["arm"].astype(np.int64) * size + column.codes)

    def most(name: str) -> Numbers:
        found = np.full(keys.size, -1, dtype=np.int32)
        np.maximum.at(found, places, events[name].astype(np.int32))
        return found

    return ByArm((keys // size).astype(np.uint32), keys % size, most("affected"), most("at_risk"), most("serious") > 0)


class Events:
    """The events of counted studies in arms with vesicles, or without, group by group."""

    def __init__(self, counted: Counted, dimension: Dimension | None, depths: Depths, *, exposed: bool = True) -> None:
        self._snapshot = counted.snapshot
        self._dimension, self._depths = dimension, depths
        arms = arms_of(self._snapshot)
        self._study = arms["study"]
        # Of each arm, whether its events are counted.
        self._chosen = counted.flags[self._study] & (given(self._snapshot) == exposed)

    def rates(self, kind: str) -> dict[Any, list[EventRate]]:
        """Give the rates of each group by term or by class, those of most studies first."""
        arms, column = by_arm(self._snapshot, kind), kinds_of(self._snapshot, kind)
        grouped = self._grouped(arms.arm)
        size = len(column.values)
        key = grouped.value.astype(np.int64) * size + arms.kind[grouped.rows]
        keys, places = distinct(key)
        sums = self._sums(arms, grouped.rows, places, keys.size)
        named = self._named(kind, keys)
        terms = terms_of(self._snapshot)
        found: dict[Any, list[EventRate]] = defaultdict(list)
        for place, rate in enumerate(_rates(sums)):
            value, code = divmod(int(keys[place]), size)
            what = column.values[code]
            numbers = [int(each[place]) for each in sums[2:]]
            term = terms[what] if kind == "term" else None
            found[grouped.values[value]].append(_rate(what, rate, numbers, named[place], term))
        return {
            value: sorted(rates, key=lambda rate: (-rate.studies, rate.soc, rate.term or ""))
            for value, rates in found.items()
        }

    def serious(self) -> dict[Any, SeriousRead]:
        """Count the rows of each group by whether their event is called serious."""
        events = events_of(self._snapshot)
        grouped = self._grouped(events["arm"])
        place = grouped.value.astype(np.intp) * 3 + events["serious"][grouped.rows] + 1
        found = np.bincount(place, minlength=len(grouped.values) * 3).reshape(-1, 3).tolist()
        return {
            value: SeriousRead(serious=yes, not_serious=no, not_stated=unknown)
            for value, (unknown, no, yes) in zip(grouped.values, found, strict=True)
        }

    def _grouped(self, arm: Numbers) -> Grouped:
        """Pick the rows of chosen arms, and give their groups."""
        rows = np.flatnonzero(self._chosen[arm])
        dimension = self._dimension
        if dimension is None:
            return Grouped([None], rows, np.zeros(rows.size, dtype=np.uint8))
        if dimension.home == "arm":
            column = arm_values(self._snapshot, dimension, self._depths)
            return Grouped(column.values, rows, column.codes[arm[rows]])
        studies = self._study[arm[rows]]
        if dimension.home == "study":
            column = of_studies(self._snapshot, dimension.name)
            return Grouped(column.values, rows, column.codes[studies])
        spread = spread_of(self._snapshot, dimension, self._depths)
        places, codes = spread.of(studies)
        return Grouped(spread.values, rows[places], codes)

    def _sums(self, arms: ByArm, rows: Numbers, places: Numbers, size: int) -> list[Numbers]:
        """Sum up affected, at risk, arms with both and without, studies, arms with a serious event."""
        both = arms.at_risk[rows] >= 0
        stated, of_stated = rows[both], places[both]
        with_both = np.bincount(of_stated, minlength=size)
        width = int(self._study.max(initial=0)) + 1
        studies = np.sort(places * width + self._study[arms.arm[rows]])
        studies = studies[np.diff(studies, prepend=-1) > 0]
        return [
            np.bincount(of_stated, arms.affected[stated], minlength=size),
            np.bincount(of_stated, arms.at_risk[stated], minlength=size),
            with_both,
            np.bincount(places, minlength=size) - with_both,
            np.bincount(studies // width, minlength=size),
            np.bincount(places, arms.serious[rows], minlength=size),
        ]

    def _named(self, kind: str, keys: Numbers) -> list[list[str]]:
        """Name the first rows behind each number."""
        events, column = events_of(self._snapshot), kinds_of(self._snapshot, kind)
        grouped = self._grouped(events["arm"])
        key = grouped.value.astype(np.int64) * len(column.values) + column.codes[grouped.rows]
        order = np.argsort(narrow(key), kind="stable")
        starts = np.searchsorted(key[order], keys)
        rows = grouped.rows[order]
        ends = np.minimum(np.append(starts[1:], rows.size), starts + NAMED)
        study, position = events["study"][rows], events["position"][rows]
        return [
            [
                f"{write_accession(number)}-E{place}"
                for number, place in zip(study[start:end].tolist(), position[start:end].tolist(), strict=True)
            ]
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]


def _rates(sums: Sequence[Numbers]) -> list[Proportion | None]:
    affected, at_risk, with_both = (each.astype(np.int64) for each in sums[:3])
    shares = proportions(affected, at_risk)
    return [share if number else None for share, number in zip(shares, with_both.tolist(), strict=True)]


def _rate(
    what: str, rate: Proportion | None, numbers: Sequence[int], events: list[str], term: TermRef | None
) -> EventRate:
    with_rate, without, studies, serious = numbers
    return EventRate(
        term=what if term else None,
        term_ref=term,
        soc=term.soc.value if term else what,
        rate=rate,
        arms_with_rate=with_rate,
        arms_without_rate=without,
        studies=studies,
        serious=serious,
        events=events,
    )

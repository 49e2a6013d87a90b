"""What was found in arms: the rows of findings that have the values asked for, all values of a table in one row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.text import fold
from app.reads.columns import Numbers, marked
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.ballots import voting
from app.synthesis.columns.comparators import kinds_compared
from app.synthesis.columns.event_rows import kinds_of
from app.synthesis.columns.tables import arms_of, events_of, mechanisms_of, outcomes_of

EVENT, OUTCOME, MECHANISM = "adverse_event", "outcome", "mechanism"
TABLES = {EVENT: events_of, OUTCOME: outcomes_of, MECHANISM: mechanisms_of}


@dataclass(frozen=True)
class Finding:
    """Where a value stands, and which rows there have it."""

    table: str
    having: Callable[[Snapshot, Any], Numbers]


def _coded(table: str, name: str) -> Finding:
    """Find a value in a column of its table."""
    return Finding(table, lambda snapshot, value: TABLES[table](snapshot).coded[name].having(value))


def _serious(snapshot: Snapshot, value: Any) -> Numbers:
    """What befell nobody was neither serious nor not."""
    events = events_of(snapshot)
    found: Numbers = (events["serious"] == int(value)) & (events["nobody"] == 0)
    return found


def _votes(snapshot: Snapshot) -> Numbers:
    """Outcomes count where they vote."""
    return marked(voting(snapshot), outcomes_of(snapshot)["study"].size)


def _measure(snapshot: Snapshot, value: Any) -> Numbers:
    found: Numbers = _votes(snapshot) & outcomes_of(snapshot).coded["measure_key"].having(fold(value))
    return found


FINDINGS = {
    "adverse_event_term": _coded(EVENT, "term"),
    "adverse_event_soc": Finding(EVENT, lambda snapshot, value: kinds_of(snapshot, "soc").having(value)),
    "adverse_event_serious": Finding(EVENT, _serious),
    "outcome_measure": Finding(OUTCOME, _measure),
    "compared_with": Finding(
        OUTCOME, lambda snapshot, value: _votes(snapshot) & kinds_compared(snapshot).having(value)
    ),
    "pathway": _coded(MECHANISM, "pathway"),
    "mechanism_effect": _coded(MECHANISM, "effect"),
}


def arms_with(snapshot: Snapshot, values: Mapping[str, Any]) -> Numbers:
    """Tell in which arms all values were found, those of one table in one and the same row."""
    arms = np.ones(arms_of(snapshot)["study"].size, dtype=bool)
    for table, read in TABLES.items():
        if any(FINDINGS[name].table == table for name in values):
            arms &= marked(read(snapshot)["arm"][rows_with(snapshot, table, values)], arms.size)
    return arms


def rows_with(snapshot: Snapshot, table: str, values: Mapping[str, Any]) -> Numbers:
    """Tell which rows of a table have all values that are those of rows there."""
    rows = np.ones(TABLES[table](snapshot)["study"].size, dtype=bool)
    for name, value in values.items():
        if FINDINGS[name].table == table:
            rows &= FINDINGS[name].having(snapshot, value)
    return rows

"""Incidence under any filter of studies: the figures of all adverse events as columns, read once and then renewed."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyroaring import BitMap

from app.core.tree import every
from app.reads.columns import Column, Columns, Numbers, Source, Table, distinct, narrow, per_revision
from app.reads.dimensions import Dimension
from app.reads.grouping import Grouping, Groups, conjunction, null_last
from app.reads.numeric import np
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.reads.study_part import of_study
from app.reads.tables import read_table

STATED = "CASE WHEN n_affected IS NULL OR n_at_risk IS NULL THEN 0 ELSE {} END"
# Figures are zero unless both numbers are stated.
EVENTS = Source(
    "adverse_event",
    {
        "study": "study_id",
        "position": "position",
        "events": STATED.format("n_affected"),
        "at_risk": STATED.format("n_at_risk"),
        "rows_with_both": STATED.format("1"),
    },
    {"term": "term", "source": "arm_source"},
)
SUMMED = ("events", "at_risk", "rows_with_both")
# Fields that follow from the term of an event, and from the source of its arm.
MEANINGS = {
    "soc": ("term", "SELECT slug, soc FROM adverse_event_term"),
    "source_origin": ("source", "SELECT slug, origin FROM exosome_source"),
}
FIELDS = (*EVENTS.coded, *MEANINGS)


def is_incidence(grouping: Grouping) -> bool:
    """Tell whether a question groups adverse events by term and source and asks only about their studies."""
    return (
        grouping.resource.name == "adverse-events"
        and not grouping.needs_studies
        and all(each.field.name in FIELDS for each in grouping.dimensions)
        and all(of_study(part) is not None for part in conjunction(grouping.where))
    )


def count_incidence(snapshot: Snapshot, grouping: Grouping) -> tuple[Groups, Mapping[str, int]]:
    """Give the groups, and how many rows and studies there are in all."""
    events, first = _read(snapshot)
    values, group = _groups(snapshot, grouping, events)
    asked = [part for each in conjunction(grouping.where) if (part := of_study(each)) is not None]
    chosen, studies = _chosen(first, Sets(snapshot).matching(every(asked)))
    groups = group[chosen]
    sums = {"rows": np.bincount(groups, minlength=len(values))}
    sums |= {name: np.bincount(groups, events[name][chosen], minlength=len(values)) for name in SUMMED}
    there = np.flatnonzero(sums["rows"])
    figures = {name: column[there].astype(np.int64).tolist() for name, column in sums.items()}
    return Groups([values[place] for place in there.tolist()], figures), {"rows": len(groups), "studies": studies}


@per_revision
def _read(snapshot: Snapshot) -> tuple[Table, Numbers]:
    """Read the events, and for each number of a study the place of its first: n has those from n to n + 1."""
    events = read_table(snapshot, EVENTS)
    most = int(events["study"].max(initial=0))
    return events, np.searchsorted(events["study"], np.arange(most + 2)).astype(np.int32)


def _chosen(first: Numbers, studies: BitMap) -> tuple[Numbers, int]:
    """Give the places of the events of some studies, and how many of these have any."""
    numbers = np.frombuffer(studies.to_array(), dtype=np.uint32)
    numbers = numbers[numbers < first.size - 1]
    begin = first[numbers]
    count = first[numbers + 1] - begin
    end = np.cumsum(count)
    places = np.arange(end[-1] if end.size else 0) + np.repeat(begin - (end - count), count)
    return places, int(np.count_nonzero(count))


def _groups(snapshot: Snapshot, grouping: Grouping, events: Table) -> tuple[Sequence[tuple[Any, ...]], Numbers]:
    """Give the values of all groups in their order, null last, and for each event the place of its group."""

    def make() -> tuple[Sequence[tuple[Any, ...]], Numbers]:
        columns = [_column(snapshot, dimension, events) for dimension in grouping.dimensions]
        keys = np.zeros(events["study"].size, dtype=np.int64)
        for column in columns:
            keys = keys * len(column.values) + column.codes
        found, group = distinct(keys)
        some = np.zeros(found.size, dtype=np.intp)
        some[group] = np.arange(group.size)
        values = list(zip(*(column.at(some) for column in columns), strict=True))
        order = sorted(range(len(values)), key=lambda place: null_last(values[place]))
        rank = np.zeros(found.size, dtype=np.intp)
        rank[order] = np.arange(found.size)
        return [values[place] for place in order], narrow(rank[group])

    return Columns(snapshot).get(("incidence", tuple(each.text for each in grouping.dimensions)), make)


def _column(snapshot: Snapshot, dimension: Dimension, events: Table) -> Column:
    """Give the value of a dimension for each event."""
    name, place = dimension.field.name, dimension.place(snapshot)
    coded, statement = MEANINGS.get(name, (name, None))
    column = events.coded[coded]
    known = column.values[1:]
    meant = dict(snapshot.rows(statement)) if statement else {value: value for value in known}
    return column.recoded({value: place(meant[value]) for value in known})

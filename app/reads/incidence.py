"""Incidence under any filter of studies: the figures of all adverse events as columns, read once for a revision."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap
from sqlalchemy import Connection, text

from app.core.tree import every
from app.reads.dimensions import Dimension
from app.reads.grouping import Grouping, Groups, conjunction
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.reads.study_part import of_study

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = "SELECT study_id, term, arm_source, n_affected, n_at_risk FROM adverse_event"
SOCS = "SELECT slug, soc FROM adverse_event_term"
ORIGINS = "SELECT slug, origin FROM exosome_source"
# Fields that follow from the term of an event, and from the source of its arm.
OF_TERM, OF_SOURCE = ("term", "soc"), ("source", "source_origin")


@dataclass(frozen=True)
class Columns:
    """One entry for each adverse event: its place among the pairs of term and source, and its figures."""

    pairs: Sequence[tuple[str, str | None]]
    # For each number of a study the place of its first event: those of study n are first[n] to first[n + 1].
    first: "NDArray[Any]"
    pair: "NDArray[Any]"
    # Zero unless both numbers are stated.
    events: "NDArray[Any]"
    at_risk: "NDArray[Any]"
    both: "NDArray[Any]"


def is_incidence(grouping: Grouping) -> bool:
    """Tell whether a question groups adverse events by term and source and asks only about their studies."""
    return (
        grouping.resource.name == "adverse-events"
        and not grouping.needs_studies
        and all(each.field.name in (*OF_TERM, *OF_SOURCE) for each in grouping.dimensions)
        and all(of_study(part) is not None for part in conjunction(grouping.where))
    )


def count_incidence(snapshot: Snapshot, grouping: Grouping) -> tuple[Groups, Mapping[str, int]]:
    """Give the groups, and how many rows and studies there are in all."""
    # Only who asks for incidence needs it, and it takes as much memory as all of the data.
    import numpy as np  # noqa: PLC0415

    columns = _columns(snapshot)
    asked = [part for each in conjunction(grouping.where) if (part := of_study(each)) is not None]
    chosen, studies = _chosen(columns, Sets(snapshot).matching(every(asked)))
    values, place = _places(snapshot, grouping, columns)
    places = place[columns.pair[chosen]]

    def total(weights: "NDArray[Any] | None" = None) -> "NDArray[Any]":
        return np.bincount(places, None if weights is None else weights[chosen], minlength=len(values))

    rows = total()
    there = np.flatnonzero(rows)
    sums = {
        "rows": rows,
        "events": total(columns.events),
        "at_risk": total(columns.at_risk),
        "rows_with_both": total(columns.both),
    }
    figures = {name: column[there].astype(np.int64).tolist() for name, column in sums.items()}
    return Groups([values[n] for n in there.tolist()], figures), {"rows": len(places), "studies": studies}


def _chosen(columns: Columns, studies: BitMap) -> tuple["NDArray[Any]", int]:
    """Give the places of the events of some studies, and how many of these have any."""
    import numpy as np  # noqa: PLC0415

    numbers = np.frombuffer(studies.to_array(), dtype=np.uint32)
    numbers = numbers[numbers < columns.first.size - 1]
    begin = columns.first[numbers]
    count = columns.first[numbers + 1] - begin
    end = np.cumsum(count)
    places = np.arange(end[-1] if end.size else 0) + np.repeat(begin - (end - count), count)
    return places, int(np.count_nonzero(count))


def _places(snapshot: Snapshot, grouping: Grouping, columns: Columns) -> tuple[list[tuple[Any, ...]], "NDArray[Any]"]:
    """Give the values of all groups in their order, and for each pair of term and source the place of its group."""
    import numpy as np  # noqa: PLC0415

    def make() -> tuple[list[tuple[Any, ...]], Any]:
        take = [_value(snapshot, dimension) for dimension in grouping.dimensions]
        found = [tuple(value(pair) for value in take) for pair in columns.pairs]
        values = sorted(set(found), key=lambda each: [(value is None, value or "") for value in each])
        place = {value: number for number, value in enumerate(values)}
        return values, np.array([place[each] for each in found], dtype=np.intp)

    return snapshot.memory.get(("incidence", tuple(each.text for each in grouping.dimensions)), make)


def _value(snapshot: Snapshot, dimension: Dimension) -> Callable[[tuple[str, str | None]], Any]:
    """Give the function from a pair of term and source to a value of a dimension."""
    side = 0 if dimension.field.name in OF_TERM else 1
    table = {"soc": SOCS, "source_origin": ORIGINS}.get(dimension.field.name)
    looked_up = None if table is None else dict(snapshot.rows(table))
    place = dimension.place(snapshot)

    def value(pair: tuple[str, str | None]) -> Any:
        coded = pair[side]
        if coded is None:
            return None
        return place(coded if looked_up is None else looked_up[coded])

    return value


def _columns(snapshot: Snapshot) -> Columns:
    if not snapshot.memory.holds("incidence"):
        with snapshot.making() as connection:
            return snapshot.memory.get("incidence", lambda: _read(connection), _weigh)
    return snapshot.memory.get("incidence", lambda: _read(snapshot.connection), _weigh)


def _read(connection: Connection) -> Columns:
    import numpy as np  # noqa: PLC0415

    pairs: dict[tuple[str, str | None], int] = {}
    study, pair, both = array("I"), array("I"), array("b")
    events, at_risk = array("q"), array("q")
    for number, term, source, affected, exposed in connection.execute(text(ROWS)):
        stated = affected is not None and exposed is not None
        study.append(number)
        pair.append(pairs.setdefault((term, source), len(pairs)))
        events.append(affected if stated else 0)
        at_risk.append(exposed if stated else 0)
        both.append(stated)
    columns = [np.array(column) for column in (pair, events, at_risk, both)]
    numbers = np.array(study)
    order = np.argsort(numbers, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(numbers))]).astype(np.int32)
    return Columns(list(pairs), first, *(column[order] for column in columns))


def _weigh(columns: Columns) -> int:
    arrays = (columns.first, columns.pair, columns.events, columns.at_risk, columns.both)
    return sum(each.nbytes for each in arrays) + 200 * len(columns.pairs)

"""Incidence under any filter of studies: the figures of all adverse events as columns, read once for a revision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from app.core.tree import every
from app.reads.dimensions import Dimension
from app.reads.grouping import Group, Grouping, conjunction
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
    """One entry for each adverse event: its study, its place among the pairs of term and source, its figures."""

    pairs: Sequence[tuple[str, str | None]]
    study: "NDArray[Any]"
    pair: "NDArray[Any]"
    events: "NDArray[Any]"
    at_risk: "NDArray[Any]"
    # Whether both numbers are stated.
    both: "NDArray[Any]"


def is_incidence(grouping: Grouping) -> bool:
    """Tell whether a question groups adverse events by term and source and asks only about their studies."""
    return (
        grouping.resource.name == "adverse-events"
        and not grouping.needs_studies
        and all(each.field.name in (*OF_TERM, *OF_SOURCE) for each in grouping.dimensions)
        and all(of_study(part) is not None for part in conjunction(grouping.where))
    )


def count_incidence(snapshot: Snapshot, grouping: Grouping) -> tuple[list[Group], Mapping[str, int]]:
    """Give the groups, and how many rows and studies there are in all."""
    # Only who asks for incidence needs it, and it takes as much memory as all of the data.
    import numpy as np  # noqa: PLC0415

    columns = snapshot.memory.get("incidence", lambda: _read(snapshot), _weigh)
    asked = [part for each in conjunction(grouping.where) if (part := of_study(each)) is not None]
    chosen = _chosen(columns, Sets(snapshot).matching(every(asked)))
    groups, place = _places(snapshot, grouping, columns)
    places = place[columns.pair[chosen]]

    def total(weights: "NDArray[Any] | None" = None) -> list[int]:
        summed = np.bincount(places, None if weights is None else weights[chosen], minlength=len(groups))
        return [int(one) for one in summed.tolist()]

    figures = zip(total(), total(columns.events), total(columns.at_risk), total(columns.both), strict=True)
    names = ("rows", "events", "at_risk", "rows_with_both")
    found = [Group(values, dict(zip(names, each, strict=True))) for values, each in zip(groups, figures, strict=True)]
    studies = len(np.unique(columns.study[chosen]))
    return [group for group in found if group.figures["rows"]], {"rows": len(places), "studies": studies}


def _chosen(columns: Columns, studies: BitMap) -> "NDArray[Any]":
    import numpy as np  # noqa: PLC0415

    if not columns.study.size:
        return np.zeros(0, dtype=bool)
    flags = np.zeros(int(columns.study.max()) + 1, dtype=bool)
    numbers = np.frombuffer(studies.to_array(), dtype=np.uint32)
    flags[numbers[numbers < flags.size]] = True
    chosen: NDArray[Any] = flags[columns.study]
    return chosen


def _places(snapshot: Snapshot, grouping: Grouping, columns: Columns) -> tuple[list[tuple[Any, ...]], "NDArray[Any]"]:
    """Give the values of all groups, and for each pair of term and source the place of its group."""
    import numpy as np  # noqa: PLC0415

    def make() -> tuple[list[tuple[Any, ...]], Any]:
        values = [_value(snapshot, dimension) for dimension in grouping.dimensions]
        known: dict[tuple[Any, ...], int] = {}
        places = [known.setdefault(tuple(value(pair) for value in values), len(known)) for pair in columns.pairs]
        return list(known), np.array(places, dtype=np.intp)

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


def _read(snapshot: Snapshot) -> Columns:
    import numpy as np  # noqa: PLC0415

    pairs: dict[tuple[str, str | None], int] = {}
    found: list[tuple[int, int, int, int, bool]] = []
    for study, term, source, affected, at_risk in snapshot.rows(ROWS):
        both = affected is not None and at_risk is not None
        pair = pairs.setdefault((term, source), len(pairs))
        found.append((study, pair, affected if both else 0, at_risk if both else 0, both))
    table = np.array(found, dtype=np.int64).reshape(-1, 5)
    columns = [np.ascontiguousarray(table[:, place]) for place in range(5)]
    return Columns(list(pairs), columns[0].astype(np.uint32), columns[1].astype(np.uint32), *columns[2:])


def _weigh(columns: Columns) -> int:
    arrays = (columns.study, columns.pair, columns.events, columns.at_risk, columns.both)
    return sum(each.nbytes for each in arrays) + 200 * len(columns.pairs)

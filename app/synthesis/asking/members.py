"""Which studies stand in a cell: those that have all its values, what was given and found in one and the same arm."""

from collections.abc import Callable, Mapping
from typing import Any

from pyroaring import BitMap

from app.reads.columns import Numbers, marked
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.asking.found import FINDINGS, OUTCOME, arms_with, rows_with
from app.synthesis.columns.ballots import VOTES, cast, decide, directions, voting
from app.synthesis.columns.event_rows import kinds_of
from app.synthesis.columns.kinds import KINDS, with_mechanism, with_results, without_event
from app.synthesis.columns.layout import arm_values
from app.synthesis.columns.study_values import everyone, flags_of, length, listed
from app.synthesis.columns.tables import arms_of, events_of, given, outcomes_of
from app.synthesis.harm.controlled import stated_events
from app.vocab import Vote

Cell = Mapping[Dimension, Any]


def studies_in(snapshot: Snapshot, cell: Cell, depths: Depths) -> BitMap:
    """Give all studies in a cell, whether they are counted or not."""
    found = _with_arm(snapshot, cell, depths)
    for each, value in cell.items():
        if each.name == "vote":
            found &= _voting(snapshot, cell, depths, value)
        elif each.home in ("study", "list"):
            found &= dict(listed(snapshot, each.name, each.ancestors(snapshot, depths))).get(value, BitMap())
        elif each.home == "kind":
            found &= of_kind(snapshot, each.name, value)
    return found


def of_kind(snapshot: Snapshot, name: str, value: Any) -> BitMap:
    """Give all studies of a kind."""
    told = KINDS[name](snapshot).having(value) if name in KINDS else OF_STUDIES[name](snapshot, value)
    return BitMap(np.flatnonzero(told))


def _arms_in(snapshot: Snapshot, cell: Cell, depths: Depths) -> Numbers:
    """Tell which arms were given vesicles and have all values of arms."""
    wanted = given(snapshot) & arms_with(snapshot, _findings(cell))
    for each, value in cell.items():
        if each.home == "arm":
            wanted &= arm_values(snapshot, each, depths).having(value)
    return wanted


def _findings(cell: Cell) -> dict[str, Any]:
    return {each.name: value for each, value in cell.items() if each.name in FINDINGS}


def _with_arm(snapshot: Snapshot, cell: Cell, depths: Depths) -> BitMap:
    """Give the studies with a wanted arm; all where the cell asks nothing of arms."""
    of_arms = [value for each, value in cell.items() if each.home == "arm" or each.name in FINDINGS]
    if not of_arms:
        return BitMap(everyone(snapshot))
    study = arms_of(snapshot)["study"]
    found = BitMap(np.unique(study[_arms_in(snapshot, cell, depths)]))
    if any(value is not None for value in of_arms):
        return found
    return found | (BitMap(everyone(snapshot)) - BitMap(study[given(snapshot)]))


def _voting(snapshot: Snapshot, cell: Cell, depths: Depths, vote: Any) -> BitMap:
    """Give the studies that voted so in the wanted arms, by the outcomes of the cell if it says which."""
    outcomes, rows, wanted = outcomes_of(snapshot), voting(snapshot), _arms_in(snapshot, cell, depths)
    of_cell = rows_with(snapshot, OUTCOME, _findings(cell))
    rows = rows[wanted[outcomes["arm"][rows]] & of_cell[rows]]
    votes = decide(cast(outcomes["study"][rows], directions(snapshot)[rows], length(snapshot)))
    if vote == Vote.NONE:
        return BitMap(everyone(snapshot)) - BitMap(np.flatnonzero(votes))
    return BitMap(np.flatnonzero(votes == VOTES.index(vote) + 1))


def _comparator(snapshot: Snapshot, value: Any) -> Numbers:
    events = events_of(snapshot)
    rows = kinds_of(snapshot, "term").having(value) & ~given(snapshot)[events["arm"]]
    return marked(events["study"][rows], length(snapshot))


def _controlled(snapshot: Snapshot, value: Any) -> Numbers:
    studies = [each.study for each in stated_events(snapshot) if each.term == value]
    return marked(np.array(studies, dtype=np.intp), length(snapshot))


def _rung(snapshot: Snapshot, level: Any) -> Numbers:
    observed = dict(listed(snapshot, "level")).get(level, BitMap())
    return flags_of(observed, length(snapshot)) & with_results(snapshot, level)


# Whether each study is of a kind of which it may be of several.
OF_STUDIES: dict[str, Callable[[Snapshot, Any], Numbers]] = {
    "rung": _rung,
    "reported_without_event": lambda snapshot, value: without_event(snapshot) == value,
    "states_mechanism": lambda snapshot, value: with_mechanism(snapshot) == value,
    "comparator_event": _comparator,
    "controlled_event": _controlled,
}

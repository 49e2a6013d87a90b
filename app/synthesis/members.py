"""Which studies stand in a cell: those that have all its values, what was given and found in one and the same arm."""

from collections.abc import Callable, Mapping
from typing import Any

from pyroaring import BitMap

from app.core.text import fold
from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.ballots import voting
from app.synthesis.controlled import stated_events
from app.synthesis.counted import flags_of, reviews
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.event_rows import kinds_of
from app.synthesis.layout import arm_values
from app.synthesis.study_values import everyone, length, listed
from app.synthesis.tables import arms_of, events_of, given, mechanisms_of, outcomes_of

Cell = Mapping[Dimension, Any]
# Whether something was found, for each arm, of a value of a dimension.
Found = Callable[[Snapshot, Any], Numbers]


def studies_in(snapshot: Snapshot, cell: Cell, depths: Depths) -> BitMap:
    """Give all studies in a cell, whether they are counted or not."""
    found = _with_arm(snapshot, cell, depths)
    for each, value in cell.items():
        if each.name in OF_STUDIES:
            found &= OF_STUDIES[each.name](snapshot, value)
        elif each.home in ("study", "list"):
            found &= dict(listed(snapshot, each.name, each.ancestors(snapshot, depths))).get(value, BitMap())
    return found


def _with_arm(snapshot: Snapshot, cell: Cell, depths: Depths) -> BitMap:
    """Give the studies with an arm that was given vesicles and has all values of arms; all where the cell has none."""
    of_arms = {each: value for each, value in cell.items() if each.home == "arm" or each.name in OF_ARMS}
    if not of_arms:
        return BitMap(everyone(snapshot))
    arms, wanted = arms_of(snapshot), given(snapshot)
    alone = BitMap(everyone(snapshot)) - BitMap(arms["study"][wanted])
    for each, value in of_arms.items():
        if each.name in OF_ARMS:
            wanted &= OF_ARMS[each.name](snapshot, value)
        else:
            wanted &= arm_values(snapshot, each, depths).having(value)
    found = BitMap(np.unique(arms["study"][wanted]))
    return found if any(value is not None for value in of_arms.values()) else found | alone


def _arms(snapshot: Snapshot, arm: Numbers) -> Numbers:
    """Tell which arms are among some, by their places."""
    found = np.zeros(arms_of(snapshot)["study"].size, dtype=bool)
    found[arm] = True
    return found


def _term(snapshot: Snapshot, value: Any) -> Numbers:
    return _arms(snapshot, events_of(snapshot)["arm"][kinds_of(snapshot, "term").having(value)])


def _class(snapshot: Snapshot, value: Any) -> Numbers:
    return _arms(snapshot, events_of(snapshot)["arm"][kinds_of(snapshot, "soc").having(value)])


def _serious(snapshot: Snapshot, value: Any) -> Numbers:
    events = events_of(snapshot)
    return _arms(snapshot, events["arm"][(events["serious"] == int(value)) & (events["nobody"] == 0)])


def _pathway(snapshot: Snapshot, value: Any) -> Numbers:
    mechanisms = mechanisms_of(snapshot)
    return _arms(snapshot, mechanisms["arm"][mechanisms.coded["pathway"].having(value)])


def _measure(snapshot: Snapshot, value: Any) -> Numbers:
    """Outcomes count as they vote: with a direction, and not those of reviews."""
    outcomes, rows = outcomes_of(snapshot), voting(snapshot)
    rows = rows[outcomes.coded["measure_key"].having(fold(value))[rows]]
    of_review = flags_of(reviews(snapshot), length(snapshot))
    return _arms(snapshot, outcomes["arm"][rows[~of_review[outcomes["study"][rows]]]])


def _comparator(snapshot: Snapshot, value: Any) -> BitMap:
    events = events_of(snapshot)
    rows = kinds_of(snapshot, "term").having(value) & ~given(snapshot)[events["arm"]]
    return BitMap(np.unique(events["study"][rows]))


def _controlled(snapshot: Snapshot, value: Any) -> BitMap:
    return BitMap([each.study for each in stated_events(snapshot) if each.term == value])


OF_ARMS: dict[str, Found] = {
    "adverse_event_term": _term,
    "adverse_event_soc": _class,
    "adverse_event_serious": _serious,
    "outcome_measure": _measure,
    "pathway": _pathway,
}
OF_STUDIES: dict[str, Callable[[Snapshot, Any], BitMap]] = {
    "comparator_event": _comparator,
    "controlled_event": _controlled,
}

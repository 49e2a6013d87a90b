"""Which studies stand in a cell: those that have all its values, what was given and found in one and the same arm."""

from collections.abc import Callable, Mapping
from typing import Any

from pyroaring import BitMap

from app.core.text import fold
from app.reads.columns import Numbers, marked
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.ballots import VOTES, cast, decide, directions, voting
from app.synthesis.controlled import stated_events
from app.synthesis.counted import are_reviews, reviews
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.event_rows import kinds_of
from app.synthesis.layout import arm_values
from app.synthesis.study_values import everyone, length, listed
from app.synthesis.tables import arms_of, events_of, given, mechanisms_of, outcomes_of

Cell = Mapping[Dimension, Any]
MEASURE, VOTE = "outcome_measure", "vote"
# Whether something was found, for each arm, of a value of a dimension.
Found = Callable[[Snapshot, Any], Numbers]


def studies_in(snapshot: Snapshot, cell: Cell, depths: Depths) -> BitMap:
    """Give all studies in a cell, whether they are counted or not."""
    wanted = _arms_in(snapshot, cell, depths)
    found = _with_arm(snapshot, cell, wanted)
    for each, value in cell.items():
        if each.name in OF_STUDIES:
            found &= OF_STUDIES[each.name](snapshot, value)
        elif each.name == VOTE:
            found &= _voting(snapshot, cell, wanted, value)
        elif each.home in ("study", "list"):
            found &= dict(listed(snapshot, each.name, each.ancestors(snapshot, depths))).get(value, BitMap())
    return found


def _arms_in(snapshot: Snapshot, cell: Cell, depths: Depths) -> Numbers:
    """Tell which arms were given vesicles and have all values of arms."""
    wanted = given(snapshot)
    for each, value in cell.items():
        if each.name in OF_ARMS:
            wanted &= OF_ARMS[each.name](snapshot, value)
        elif each.home == "arm":
            wanted &= arm_values(snapshot, each, depths).having(value)
    return wanted


def _with_arm(snapshot: Snapshot, cell: Cell, wanted: Numbers) -> BitMap:
    """Give the studies with a wanted arm; all where the cell asks nothing of arms."""
    of_arms = [value for each, value in cell.items() if each.home == "arm" or each.name in OF_ARMS]
    if not of_arms:
        return BitMap(everyone(snapshot))
    study = arms_of(snapshot)["study"]
    found = BitMap(np.unique(study[wanted]))
    if any(value is not None for value in of_arms):
        return found
    return found | (BitMap(everyone(snapshot)) - BitMap(study[given(snapshot)]))


def _voting(snapshot: Snapshot, cell: Cell, wanted: Numbers, vote: Any) -> BitMap:
    """Give the studies that voted so in the wanted arms, on the measure of the cell if it has one; no reviews."""
    outcomes, rows = outcomes_of(snapshot), voting(snapshot)
    rows = rows[wanted[outcomes["arm"][rows]]]
    for each, value in cell.items():
        if each.name == MEASURE:
            rows = rows[outcomes.coded["measure_key"].having(fold(value))[rows]]
    votes = decide(cast(outcomes["study"][rows], directions(snapshot)[rows], length(snapshot)))
    # Outcomes that only describe do not vote.
    voted = np.flatnonzero(votes == VOTES.index(vote) + 1) if vote in VOTES else np.zeros(0, dtype=np.uint32)
    return BitMap(voted) - reviews(snapshot)


def _arms(snapshot: Snapshot, arm: Numbers) -> Numbers:
    """Tell which arms are among some, by their places."""
    return marked(arm, arms_of(snapshot)["study"].size)


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
    return _arms(snapshot, outcomes["arm"][rows[~are_reviews(snapshot)[outcomes["study"][rows]]]])


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
    MEASURE: _measure,
    "pathway": _pathway,
}
OF_STUDIES: dict[str, Callable[[Snapshot, Any], BitMap]] = {
    "comparator_event": _comparator,
    "controlled_event": _controlled,
}

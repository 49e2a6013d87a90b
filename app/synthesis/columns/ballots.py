"""Votes of all studies but reviews, as columns: of outcomes of arms with vesicles, on all measures or on each."""

from app.reads.columns import Numbers, marked, narrow, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.study_values import are_reviews, length
from app.synthesis.columns.tables import given, outcomes_of

# The votes by their numbers; 0 is no vote.
VOTES = ("improved", "no_difference", "worsened", "mixed")
# Where all outcomes go one way that is the vote; directions are added up as bits.
BY_DIRECTIONS = [0, 1, 2, 4, 3, 4, 4, 4, *[4] * 8]


@per_revision
def voting(snapshot: Snapshot) -> Numbers:
    """Give the places of the outcomes that vote: with a direction, in arms that were given vesicles.

    Those of reviews do not: they would count the studies they review a second time.
    """
    outcomes = outcomes_of(snapshot)
    of_vesicles = given(snapshot)[outcomes["arm"]] & ~are_reviews(snapshot)[outcomes["study"]]
    return narrow(np.flatnonzero(of_vesicles & (directions(snapshot) > 0)))


@per_revision
def directions(snapshot: Snapshot) -> Numbers:
    """Give the direction of each outcome as a bit; 0 where it only describes."""
    column = outcomes_of(snapshot).coded["direction"]
    bits = [1 << VOTES.index(value) if value in VOTES else 0 for value in column.values]
    return np.array(bits, dtype=np.uint8)[column.codes]


def cast(places: Numbers, bits: Numbers, size: int) -> Numbers:
    """Give the directions that are found at each place, added up."""
    found = np.zeros(size, dtype=np.uint8)
    for bit in (1, 2, 4, 8):
        found |= marked(places[(bits & bit) > 0], size) * np.uint8(bit)
    return found


def decide(bits: Numbers) -> Numbers:
    """Make a vote of directions."""
    return np.array(BY_DIRECTIONS, dtype=np.uint8)[bits]


@per_revision
def votes_of(snapshot: Snapshot) -> Numbers:
    """Give the vote of each study."""
    outcomes, rows = outcomes_of(snapshot), voting(snapshot)
    return decide(cast(outcomes["study"][rows], directions(snapshot)[rows], length(snapshot)))


def votes_in(snapshot: Snapshot, group: Numbers, groups: int) -> Numbers:
    """Give the vote in each group of arms; `group` says for each arm that was given vesicles in which it is."""
    outcomes, rows = outcomes_of(snapshot), voting(snapshot)
    return decide(cast(group[outcomes["arm"][rows]], directions(snapshot)[rows], groups))

"""The studies that are counted, as a set and as a flag for each study of the knowledge base."""

from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from app.reads.columns import Numbers, marked
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.synthesis.ballots import voting
from app.synthesis.study_values import field_named, length, members
from app.synthesis.tables import outcomes_of
from app.vocab import Design

REVIEWS = (Design.SYSTEMATIC_REVIEW, Design.META_ANALYSIS, Design.NARRATIVE_REVIEW)


@dataclass(frozen=True)
class Counted:
    """Some studies of a snapshot."""

    snapshot: Snapshot
    studies: BitMap

    @cached_property
    def flags(self) -> Numbers:
        """Tell of each number whether it is that of a counted study."""
        return flags_of(self.studies, length(self.snapshot))

    def without_reviews(self) -> "Counted":
        """Leave reviews out, whose votes would count the studies they review a second time."""
        return Counted(self.snapshot, self.studies - reviews(self.snapshot))


def flags_of(studies: BitMap, size: int) -> Numbers:
    """Tell of each number below a size whether it is in a set."""
    return marked(members(studies), size)


def reviews(snapshot: Snapshot) -> BitMap:
    """Give all reviews."""
    return Sets(snapshot).with_any(field_named("design"), [design.value for design in REVIEWS])


def are_reviews(snapshot: Snapshot) -> Numbers:
    """Tell which studies are reviews."""
    return flags_of(reviews(snapshot), length(snapshot))


def voting_of(counted: Counted) -> Numbers:
    """Give the places of the outcomes of counted studies that have a direction, in arms that were given vesicles."""
    rows = voting(counted.snapshot)
    found: Numbers = rows[counted.flags[outcomes_of(counted.snapshot)["study"][rows]]]
    return found

"""The studies that are counted, as a set and as a flag for each study of the knowledge base."""

from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.synthesis.study_values import field_named, length
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
    flags = np.zeros(size, dtype=bool)
    flags[np.frombuffer(studies.to_array(), dtype=np.uint32)] = True
    return flags


def reviews(snapshot: Snapshot) -> BitMap:
    """Give all reviews."""
    return Sets(snapshot).with_any(field_named("design"), [design.value for design in REVIEWS])

"""The studies that are counted, as a set and as a flag for each study of the knowledge base."""

from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from app.reads.columns import Numbers
from app.reads.snapshot import Snapshot
from app.synthesis.columns.ballots import voting
from app.synthesis.columns.study_values import flags_of, length
from app.synthesis.columns.tables import outcomes_of


@dataclass(frozen=True)
class Counted:
    """Some studies of a snapshot."""

    snapshot: Snapshot
    studies: BitMap

    @cached_property
    def flags(self) -> Numbers:
        """Tell of each number whether it is that of a counted study."""
        return flags_of(self.studies, length(self.snapshot))


def voting_of(counted: Counted) -> Numbers:
    """Give the places of the outcomes that vote, of counted studies."""
    rows = voting(counted.snapshot)
    found: Numbers = rows[counted.flags[outcomes_of(counted.snapshot)["study"][rows]]]
    return found

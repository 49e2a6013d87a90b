"""Votes of studies: one for each measure, of the outcomes of arms that were given vesicles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.reads.columns import Numbers, pairs, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.links import behind_links
from app.synthesis.asking.question import Question
from app.synthesis.columns.ballots import VOTES, cast, decide, directions, votes_of, voting
from app.synthesis.columns.comparators import kinds_compared
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.study_values import are_reviews, everyone, of_studies
from app.synthesis.columns.tables import given, outcomes_of
from app.synthesis.schemas.base import Directions
from app.synthesis.schemas.outcomes import OutcomesLeftOut, VoteLinks, Votes, VotesBy
from app.synthesis.statistics import proportions, sign_test
from app.vocab import ComparedWith, Design, EvidenceLevel, Vote

Link = Callable[[Sequence[Any]], str]


@dataclass
class Ballot:
    """Votes with their split by evidence level and design."""

    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VOTES, 0))
    levels: dict[Any, dict[str, int]] = field(default_factory=dict)
    designs: dict[Any, dict[str, int]] = field(default_factory=dict)

    def add(self, vote: str, level: Any, design: Any, studies: int) -> None:
        """Add votes of studies of one kind."""
        for votes in (
            self.totals,
            self.levels.setdefault(level, dict.fromkeys(VOTES, 0)),
            self.designs.setdefault(design, dict.fromkeys(VOTES, 0)),
        ):
            votes[vote] += studies

    @property
    def studies(self) -> int:
        """All studies that voted."""
        return sum(self.totals.values())

    def by_level(self, link: Link) -> list[VotesBy]:
        """Show the votes by evidence level."""
        return _by(self.levels, [int(level) for level in EvidenceLevel.values()], link)

    def by_design(self, link: Link) -> list[VotesBy]:
        """Show the votes by design."""
        return _by(self.designs, Design.values(), link)


def _by(votes: dict[Any, dict[str, int]], order: Sequence[Any], link: Link) -> list[VotesBy]:
    return [
        VotesBy(value=value, directions=_directions(votes[value]), studies_link=link([value]))
        for value in [*order, None]
        if value in votes
    ]


def voted_links(question: Question, dimension: str) -> Link:
    """Give what gives the address of the studies that voted on any measure, from a value of a dimension."""
    return behind_links(question, [dimension], [("vote", Vote.NONE.value)])


def _directions(votes: dict[str, int], none: int = 0) -> Directions:
    return Directions(**votes, none=none)


def show_votes(question: Question, votes: dict[str, int], none: int = 0) -> Votes:
    """Show the votes on all measures with their intervals and the sign test."""
    return show_each([votes], [behind_links(question, ["vote"])], none)[0]


def show_each(ballots: Sequence[dict[str, int]], links: Sequence[Link], none: int = 0) -> list[Votes]:
    """Show votes of several kinds, each with what gives the address of its studies from a vote."""
    counts = [(votes["improved"], votes["worsened"], sum(votes.values())) for votes in ballots]
    improved, worsened, total = np.array(counts, dtype=np.int64).reshape(-1, 3).T
    shares = zip(proportions(improved, total), proportions(improved, improved + worsened), strict=True)
    return [
        Votes(
            directions=_directions(votes, none),
            studies_links=VoteLinks(**{vote: link([vote]) for vote in VOTES}),
            improved=of_all,
            sign=of_both,
            sign_test_p=sign_test(votes["improved"], votes["worsened"]),
        )
        for votes, link, (of_all, of_both) in zip(ballots, links, shares, strict=True)
    ]


def count_ballot(counted: Counted) -> Ballot:
    """Count the votes over all measures."""
    votes = votes_of(counted.snapshot)
    study = everyone(counted.snapshot)
    study = study[counted.flags[study] & (votes[study] > 0)]
    return count_ballots(counted.snapshot, study, votes[study], np.zeros(study.size, dtype=np.uint8), 1)[0]


def count_by_comparator(question: Question, counted: Counted) -> list[VotesBy]:
    """Count the votes over all measures for each kind of comparator; a study can vote for several."""
    study, vote = votes_by_comparator(counted.snapshot)
    rows = np.flatnonzero(counted.flags[study])
    kinds = kinds_compared(counted.snapshot).values
    # A row for each kind of comparator, a column for each vote; neither has a place for none.
    places = np.bincount(vote[rows], minlength=len(kinds) * (len(VOTES) + 1)).reshape(len(kinds), -1)[1:, 1:]
    counts = {
        kind: dict(zip(VOTES, cast_for, strict=True))
        for kind, cast_for in zip(kinds[1:], places.tolist(), strict=True)
        if any(cast_for)
    }
    return _by(counts, ComparedWith.values(), behind_links(question, ["compared_with"]))


@per_revision
def votes_by_comparator(snapshot: Snapshot) -> tuple[Numbers, Numbers]:
    """Give an entry for each study and kind of comparator: the study; kind and vote as one number."""
    outcomes, kinds, rows = outcomes_of(snapshot), kinds_compared(snapshot), voting(snapshot)
    entries = pairs(outcomes["study"][rows], kinds.codes[rows])
    votes = decide(cast(entries.place, directions(snapshot)[rows], entries.size))
    return entries.one, entries.other * (len(VOTES) + 1) + votes


def count_ballots(snapshot: Snapshot, study: Numbers, vote: Numbers, group: Numbers, groups: int) -> list[Ballot]:
    """Count the votes of studies in several groups."""
    level, design = of_studies(snapshot, "evidence_level"), of_studies(snapshot, "design")
    sizes = (groups, len(VOTES) + 1, len(level.values), len(design.values))
    places = np.ravel_multi_index((group, vote, level.codes[study], design.codes[study]), sizes)
    found = np.bincount(places, minlength=int(np.prod(sizes))).reshape(sizes)
    ballots = [Ballot() for _ in range(groups)]
    for place in zip(*map(np.ndarray.tolist, np.nonzero(found)), strict=True):
        of, by, graded, made = place
        ballots[of].add(VOTES[by - 1], level.values[graded], design.values[made], int(found[place]))
    return ballots


def outcomes_left_out(counted: Counted) -> OutcomesLeftOut:
    """Count the outcomes that have no vote."""
    snapshot = counted.snapshot
    outcomes = outcomes_of(snapshot)
    here, of_vesicles = counted.flags[outcomes["study"]], given(snapshot)[outcomes["arm"]]
    of_reviews = are_reviews(snapshot)[outcomes["study"]]
    descriptive = directions(snapshot) == 0
    return OutcomesLeftOut(
        descriptive=int(np.count_nonzero(here & ~of_reviews & of_vesicles & descriptive)),
        without_vesicles=int(np.count_nonzero(here & ~of_reviews & ~of_vesicles)),
        of_reviews=int(np.count_nonzero(here & of_reviews)),
    )

"""Two groups side by side: what their difference in harm is, what may explain it, and what cannot be concluded."""

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.comparison_words import Profile, conclude, name_imbalances
from app.synthesis.contrast import contrast, contrasts
from app.synthesis.counted import Counted
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.event_groups import Grouping
from app.synthesis.events import Events
from app.synthesis.harm_words import name_event
from app.synthesis.members import studies_in
from app.synthesis.no_harm import saw_none
from app.synthesis.question import Question
from app.synthesis.schemas.safety import Comparison, Contrast, EventRate, HarmCounts, SafetyGroup
from app.synthesis.selection import Selection
from app.synthesis.study_values import numbers_of, of_studies, people
from app.vocab import Design, SafetyAssessment

HARM = "studies in people that report harm, among those that report it or saw no event of any kind"


@dataclass(frozen=True)
class Side:
    """One group, and the studies in people that are in it alone."""

    group: SafetyGroup
    studies: Numbers

    def told(self, snapshot: Snapshot) -> HarmCounts:
        """Count what the studies say of harm."""
        answer, none = of_studies(snapshot, "safety_assessment"), saw_none(snapshot)
        reported, silent = (
            int(np.count_nonzero(answer.having(each.value)[self.studies]))
            for each in (SafetyAssessment.REPORTED, SafetyAssessment.NOT_REPORTED)
        )
        unharmed = int(np.count_nonzero(none[self.studies]))
        narrower = self.studies.size - reported - silent - unharmed
        return HarmCounts(
            studies=self.studies.size,
            reported=reported,
            none_of_any_kind=unharmed,
            none_of_some=narrower,
            silent=silent,
        )

    def profile(self, snapshot: Snapshot) -> Profile:
        """Say how large the studies are, and how they are made."""
        trials = of_studies(snapshot, "design").having(Design.RANDOMIZED_CONTROLLED_TRIAL.value)
        participants, weeks = (
            numbers_of(snapshot, name, -1)[self.studies] for name in ("n_participants", "follow_up_weeks")
        )
        stated = weeks[weeks >= 0]
        return Profile(
            name=self.group.name,
            studies=self.studies.size,
            participants_stated=int(np.count_nonzero(participants >= 0)),
            participants=int(participants[participants >= 0].sum()),
            randomized=int(np.count_nonzero(trials[self.studies])),
            follow_up_stated=stated.size,
            follow_up_weeks=float(stated.mean()) if stated.size else 0.0,
        )


def compare(
    question: Question, selection: Selection, dimension: Dimension, depths: Depths, groups: list[SafetyGroup]
) -> Comparison:
    """Compare two groups by the studies that are in one of them alone."""
    counted, snapshot = selection.counted, selection.counted.snapshot
    of_people = BitMap(np.flatnonzero(people(snapshot))) & counted.studies
    members = [studies_in(snapshot, {dimension: group.value}, depths) & of_people for group in groups]
    shared = members[0] & members[1]
    sides = [Side(group, np.array(each - shared, dtype=np.intp)) for group, each in zip(groups, members, strict=True)]
    told = [side.told(snapshot) for side in sides]
    harm = contrast(HARM, *((each.reported, each.reported + each.none_of_any_kind) for each in told))
    # Arms are in one group only, but a study as a whole may be in both.
    apart = counted if dimension.home == "arm" else Counted(snapshot, counted.studies - shared)
    imbalances = name_imbalances(*(side.profile(snapshot) for side in sides))
    return Comparison(
        one=groups[0].value,
        other=groups[1].value,
        shared_studies=len(shared),
        told_by_one=told[0],
        told_by_other=told[1],
        harm_reported=harm,
        events=_events(Events(question, apart, Grouping(dimension, depths)).rates("term"), groups),
        imbalances=imbalances,
        conclusion=conclude(groups, told, harm, len(shared), len(imbalances)),
    )


def _events(of_groups: dict[Any, list[EventRate]], groups: list[SafetyGroup]) -> list[Contrast]:
    one, other = (of_groups.get(group.value, []) for group in groups)
    rates = {event.term: event.rate for event in other if event.rate}
    pairs = [(event, event.rate, rates[event.term]) for event in one if event.rate and event.term in rates]
    counts = [(mine.count, mine.of, theirs.count, theirs.of) for _, mine, theirs in pairs]
    return contrasts(counts, [name_event(event) for event, *_ in pairs])

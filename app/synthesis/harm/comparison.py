"""Two groups side by side: what their difference in harm is, what may explain it, and what cannot be concluded."""

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.asking.links import behind_link
from app.synthesis.asking.members import studies_in
from app.synthesis.asking.question import Question
from app.synthesis.asking.selection import Selection, left_out
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.event_groups import Grouping
from app.synthesis.columns.kinds import harm_of
from app.synthesis.columns.study_values import numbers_of, of_studies, people
from app.synthesis.harm.comparison_words import Beside, Profile, conclude, name_imbalances
from app.synthesis.harm.contrast import contrast, contrasts
from app.synthesis.harm.events import Events
from app.synthesis.harm.harm_words import name_event
from app.synthesis.schemas.comparison import Comparison, EventContrast, HarmCounts, HarmLinks
from app.synthesis.schemas.safety import EventRate, SafetyGroup
from app.vocab import Design, Harm, Results

TERM = "adverse_event_term"
HARM = "studies in people that report harm, among those that report it or say that no event of any kind occurred"


@dataclass(frozen=True)
class Side:
    """One group, and the studies in people that are in it alone and not in the other."""

    dimension: Dimension
    group: SafetyGroup
    other: SafetyGroup
    studies: Numbers

    def link(self, question: Question, values: dict[str, str]) -> str:
        """Give the address of the studies in this group alone that have further values."""
        name = self.dimension.name
        return behind_link(question, {name: self.group.value} | values, [(name, self.other.value)])

    def event_link(self, question: Question, term: str) -> str:
        """Give the address of the studies that speak of an event: arms are in one group, but studies can be in both."""
        if self.dimension.home != "arm":
            return self.link(question, {TERM: term})
        return behind_link(question, {self.dimension.name: self.group.value, TERM: term})

    def told(self, question: Question, snapshot: Snapshot) -> HarmCounts:
        """Count what the studies say of harm."""
        harm = harm_of(snapshot)
        counts = np.bincount(harm.codes[self.studies], minlength=len(harm.values)).tolist()
        of_people = {"results": Results.IN_PEOPLE.value}
        return HarmCounts(
            studies=self.studies.size,
            **dict(zip(Harm.values(), counts[1:], strict=True)),
            studies_link=self.link(question, of_people),
            studies_links=HarmLinks(
                **{each: self.link(question, of_people | {"harm": each}) for each in Harm.values()}
            ),
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
    sides = [
        Side(dimension, group, other, np.array(each - shared, dtype=np.intp))
        for group, other, each in zip(groups, reversed(groups), members, strict=True)
    ]
    told = [side.told(question, snapshot) for side in sides]
    harm = contrast(HARM, *((each.reported, each.reported + each.none_of_any_kind) for each in told))
    # Arms are in one group only, but a study as a whole may be in both.
    apart = counted if dimension.home == "arm" else Counted(snapshot, counted.studies - shared)
    imbalances = name_imbalances(*(side.profile(snapshot) for side in sides))
    events = _events(question, sides, Events(question, apart, Grouping(dimension, depths)).rates("term"))
    return Comparison(
        one=groups[0].value,
        other=groups[1].value,
        shared=left_out(shared),
        told_by_one=told[0],
        told_by_other=told[1],
        harm_reported=harm,
        events=events,
        imbalances=imbalances,
        conclusion=conclude(groups, told, harm, Beside(len(shared), len(imbalances), len(events))),
    )


def _events(question: Question, sides: list[Side], of_groups: dict[Any, list[EventRate]]) -> list[EventContrast]:
    """Compare the events for which both sides have a rate."""
    one, other = (of_groups.get(side.group.value, []) for side in sides)
    rates = {event.term: event.rate for event in other if event.rate}
    pairs = [
        (term, event, event.rate, rates[term]) for event in one if event.rate and (term := event.term) and term in rates
    ]
    counts = [(mine.count, mine.of, theirs.count, theirs.of) for *_, mine, theirs in pairs]
    shown = contrasts(counts, [name_event(event) for _, event, *_ in pairs])
    return [
        EventContrast(
            term=term,
            contrast=each,
            one_link=sides[0].event_link(question, term),
            other_link=sides[1].event_link(question, term),
        )
        for (term, *_), each in zip(pairs, shown, strict=True)
    ]

"""Two groups side by side: what their difference in harm is, what may explain it, and what cannot be concluded."""

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.comparison_words import Make, conclude, name_imbalances
from app.synthesis.contrast import contrast, contrasts
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.members import studies_in
from app.synthesis.no_harm import saw_none
from app.synthesis.schemas.safety import Comparison, Contrast, HarmCounts, SafetyGroup
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
            int(np.count_nonzero(answer.codes[self.studies] == _code(answer.values, each.value)))
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

    def made(self, snapshot: Snapshot) -> Make:
        """Say how the studies are made."""
        design, weeks = of_studies(snapshot, "design"), numbers_of(snapshot, "follow_up_weeks", -1)[self.studies]
        trial = _code(design.values, Design.RANDOMIZED_CONTROLLED_TRIAL.value)
        stated = weeks[weeks >= 0]
        randomized = int(np.count_nonzero(design.codes[self.studies] == trial))
        return Make(
            self.group, self.studies.size, randomized, stated.size, float(stated.mean()) if stated.size else 0.0
        )


def compare(selection: Selection, dimension: Dimension, depths: Depths, groups: list[SafetyGroup]) -> Comparison:
    """Compare two groups by the studies that are in one of them alone."""
    counted, snapshot = selection.counted, selection.counted.snapshot
    of_people = BitMap(np.flatnonzero(people(snapshot))) & counted.studies
    members = [studies_in(snapshot, {dimension: group.value}, depths) & of_people for group in groups]
    shared = members[0] & members[1]
    sides = [Side(group, np.array(each - shared, dtype=np.intp)) for group, each in zip(groups, members, strict=True)]
    told = [side.told(snapshot) for side in sides]
    harm = contrast(HARM, *((each.reported, each.reported + each.none_of_any_kind) for each in told))
    imbalances = name_imbalances(*(side.made(snapshot) for side in sides))
    return Comparison(
        one=groups[0].value,
        other=groups[1].value,
        shared_studies=len(shared),
        told_by_one=told[0],
        told_by_other=told[1],
        harm_reported=harm,
        events=_events(*groups),
        imbalances=imbalances,
        conclusion=conclude(groups, told, harm, len(shared), len(imbalances)),
    )


def _code(values: Any, value: str) -> int:
    return values.index(value) if value in values else -1


def _events(one: SafetyGroup, other: SafetyGroup) -> list[Contrast]:
    rates = {event.term: event.rate for event in other.events if event.rate}
    pairs = [(event, event.rate, rates[event.term]) for event in one.events if event.rate and event.term in rates]
    counts = [(mine.count, mine.of, theirs.count, theirs.of) for _, mine, theirs in pairs]
    return contrasts(counts, [event.term or event.soc for event, *_ in pairs])

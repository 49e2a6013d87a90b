"""In what findings for and against differ: what was studied, given and measured, over all findings of both sides."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from app.identifiers import write_accession
from app.reads.columns import Numbers, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.comparators import compared_of
from app.synthesis.columns.study_values import length, of_studies
from app.synthesis.columns.tables import arms_of, levels_of, outcomes_of
from app.synthesis.outcomes.findings import sources_of

# How many values of a side are told.
TOLD = 8


Tell = Callable[[int], str]


def differences(snapshot: Snapshot, supporting: Numbers, against: Numbers) -> list[str]:
    """Tell in what two sides differ, given as places of outcomes; what both state alike explains nothing."""
    told = []
    for name, (of, tell) in _explaining(snapshot).items():
        one, other = (_stated(of(side)) for side in (supporting, against))
        if set(one) != set(other):
            told.append(f"{name}: {_list(one, tell)} (for); {_list(other, tell)} (against)")
    return told


def _explaining(snapshot: Snapshot) -> dict[str, tuple[Callable[[Numbers], Numbers], Tell]]:
    """Give for each thing that may explain differences its values as numbers, 0 for none, and how they are told."""
    outcomes, arms = outcomes_of(snapshot), arms_of(snapshot)
    study, arm = outcomes["study"], outcomes["arm"]
    source, design, levels = arms.coded["source"], of_studies(snapshot, "design"), levels_of(snapshot).coded["level"]
    names, bits = sources_of(snapshot), _levels(snapshot)
    weeks, compared = outcomes.coded["timepoint_weeks"], compared_of(snapshot)

    def of_arm(name: str) -> tuple[Callable[[Numbers], Numbers], Tell]:
        column = arms.coded[name]
        return lambda places: column.codes[arm[places]], lambda code: _tell(column.values[code])

    return {
        "study": (lambda places: study[places], write_accession),
        "source": (lambda places: source.codes[arm[places]], lambda code: names[source.values[code]].name),
        "design": (lambda places: design.codes[study[places]], lambda code: _tell(design.values[code])),
        "levels": (lambda places: bits[study[places]], lambda code: _tell_bits(levels.values[1:], code)),
        "route": of_arm("route"),
        "dose": of_arm("dose"),
        "timepoint in weeks": (lambda places: weeks.codes[places], lambda code: _tell(weeks.values[code])),
        "compared with": (lambda places: compared.codes[places], lambda code: _tell(compared.values[code])),
    }


def _stated(codes: Numbers) -> list[int]:
    """Give the values stated, the most frequent first."""
    # Few of many: counted one by one they are counted soonest.
    counts = Counter(codes[codes > 0].tolist())
    return sorted(counts, key=lambda code: (-counts[code], code))


def _list(values: list[int], tell: Tell) -> str:
    told = " / ".join(map(tell, values[:TOLD])) or "not stated"
    return f"{told} and {len(values) - TOLD} more" if len(values) > TOLD else told


def _tell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


@per_revision
def _levels(snapshot: Snapshot) -> Numbers:
    """Give the levels of each study, added up as bits."""
    levels = levels_of(snapshot)
    found = np.zeros(length(snapshot), dtype=np.uint8)
    np.bitwise_or.at(found, levels["study"], np.uint8(1) << levels.coded["level"].codes.astype(np.uint8) >> 1)
    return found


def _tell_bits(values: Sequence[Any], bits: int) -> str:
    return " and ".join(_tell(value) for place, value in enumerate(values) if bits >> place & 1)

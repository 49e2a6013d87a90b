"""What each study found on each measure, as columns; remembered for a revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.reads.columns import Numbers, narrow, pairs, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import DEEPEST, DIMENSIONS
from app.synthesis.columns.ballots import cast, decide, directions, voting
from app.synthesis.columns.layout import spread_of
from app.synthesis.columns.tables import outcomes_of


@dataclass(frozen=True)
class Voices:
    """One entry for each study and measure, of outcomes that vote."""

    study: Numbers
    measure: Numbers
    # The directions found, added up as bits.
    bits: Numbers
    # How many outcomes there are, and how many of them have a figure.
    outcomes: Numbers
    figures: Numbers
    votes: Numbers


@dataclass(frozen=True)
class Topics:
    """What each study found on each topic, a topic being a measure in an indication."""

    # Slugs of indications, and of each topic the places of its indication and its measure.
    indications: Sequence[Any]
    indication: Numbers
    measure: Numbers
    study: Numbers
    topic: Numbers
    bits: Numbers


@per_revision
def voices_of(snapshot: Snapshot) -> Voices:
    """Give what all studies found."""
    outcomes, rows = outcomes_of(snapshot), voting(snapshot)
    voices = pairs(outcomes["study"][rows], outcomes.coded["measure_key"].codes[rows])
    bits = cast(voices.place, directions(snapshot)[rows], voices.size)
    figures = np.bincount(voices.place, outcomes["figure"][rows], minlength=voices.size)
    return Voices(
        study=voices.one,
        measure=voices.other,
        bits=bits,
        outcomes=narrow(np.bincount(voices.place, minlength=voices.size)),
        figures=narrow(figures.astype(np.int64)),
        votes=decide(bits),
    )


@per_revision
def topics_of(snapshot: Snapshot) -> Topics:
    """Give what all studies found on each topic."""
    voices = voices_of(snapshot)
    spread = spread_of(snapshot, DIMENSIONS["indication"], DEEPEST)
    places, indication = spread.of(voices.study)
    topics = pairs(indication, voices.measure[places])
    return Topics(
        indications=spread.values,
        indication=topics.one,
        measure=topics.other,
        study=voices.study[places],
        topic=narrow(topics.place),
        bits=voices.bits[places],
    )

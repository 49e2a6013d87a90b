"""How vesicles were given, how often each part of that is told at all, and how completeness goes with the result."""

from pyroaring import BitMap

from app.core.plain import whole
from app.reads.columns import Columns, Numbers, Source, least
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.reads.tables import read_table
from app.synthesis.ballots import VOTES, votes_of
from app.synthesis.cells import fill
from app.synthesis.counted import Counted
from app.synthesis.dimensions import DIMENSIONS, Depths
from app.synthesis.links import behind_link
from app.synthesis.question import Question
from app.synthesis.schemas.protocols import (
    Band,
    CompletenessRow,
    Distribution,
    FollowUp,
    FollowUps,
    Protocols,
    Reporting,
    Share,
)
from app.synthesis.selection import Selection
from app.synthesis.statistics import proportions
from app.synthesis.study_refs import study_refs
from app.synthesis.study_values import listed, members, numbers_of, of_studies, people
from app.synthesis.tables import arms_of, given
from app.vocab import ReportingPart

SHOWN = 20
LONGEST = 10
# Parts of a protocol with the unit of those that are numbers.
PARTS = {
    "route": None,
    "dose": None,
    "isolation": None,
    "sessions": "sessions",
    "interval_weeks": "weeks",
    "delivery_adjunct": None,
}
# Parts of one study stand in no order.
NOT_REPORTED = Source("study_reporting", {"study": "study_id", "position": "0"}, {"part": "part"}, where="NOT reported")
# Lower bounds in weeks, the longest first.
BANDS = (
    (104, "2 years or more"),
    (52, "1 to 2 years"),
    (26, "6 to 12 months"),
    (12, "12 to 26 weeks"),
    (4, "4 to 12 weeks"),
    (0, "less than 4 weeks"),
)


def sum_up_protocols(question: Question, selection: Selection) -> Protocols:
    """Say how vesicles were given and how fully that is told."""
    counted = selection.counted
    arms = np.flatnonzero(given(counted.snapshot) & counted.flags[arms_of(counted.snapshot)["study"]])
    return Protocols(
        selection=selection.shown,
        distributions=[_distribution(question, counted, part, arms) for part in PARTS],
        follow_up=_follow_up(counted),
        reporting=_reporting(question, counted),
        completeness=_completeness(counted),
    )


def _distribution(question: Question, counted: Counted, part: str, arms: Numbers) -> Distribution:
    column = arms_of(counted.snapshot).coded[part]
    codes, unit = column.codes[arms], PARTS[part]
    counts = np.bincount(codes, minlength=len(column.values))
    filled = fill(counted, [DIMENSIONS[part]], Depths())
    studies = np.zeros_like(counts)
    studies[filled.cells] = np.bincount(filled.cell, minlength=filled.cells.size)
    stated = np.flatnonzero(counts[1:]) + 1
    order = np.lexsort((stated, -studies[stated], -counts[stated]))[:SHOWN]
    ends = [column.values[code] for code in (stated[0], stated[-1])] if unit and stated.size else [None, None]
    return Distribution(
        part=part,
        unit=unit,
        arms=arms.size,
        stated=arms.size - int(counts[0]),
        different=stated.size,
        values=[
            _share(question, part, column.values[code], int(counts[code]), int(studies[code]))
            for code in stated[order].tolist()
        ],
        low=ends[0],
        high=ends[1],
    )


def _share(question: Question, part: str, value: float | str, arms: int, studies: int) -> Share:
    return Share(value=value, arms=arms, studies=studies, studies_link=behind_link(question, {part: value}))


def _follow_up(counted: Counted) -> FollowUps:
    snapshot = counted.snapshot
    study = np.flatnonzero(counted.flags & people(snapshot))
    weeks = numbers_of(snapshot, "follow_up_weeks", -1)[study]
    bounds = [(bound, BANDS[place - 1][0] if place else np.inf, name) for place, (bound, name) in enumerate(BANDS)]
    known = np.flatnonzero(weeks >= 0)
    longest = study[known[least(-weeks[known], LONGEST)]].tolist()
    refs = study_refs(snapshot, BitMap(longest))
    length, size = numbers_of(snapshot, "follow_up_weeks", -1), numbers_of(snapshot, "n_participants", -1)
    return FollowUps(
        studies=study.size,
        stated=known.size,
        bands=[
            Band(length=name, studies=int(np.count_nonzero((weeks >= low) & (weeks < high))))
            for low, high, name in bounds
        ],
        longest=[
            FollowUp(
                study_ref=refs[number],
                weeks=whole(float(length[number])),
                n_participants=None if size[number] < 0 else int(size[number]),
            )
            for number in longest
        ],
    )


def _reporting(question: Question, counted: Counted) -> list[Reporting]:
    reports, silent = dict(listed(counted.snapshot, "reports")), _silent(counted.snapshot)
    reported, unreported = (
        np.array([len(counted.studies & found.get(part.value, BitMap())) for part in ReportingPart])
        for found in (reports, silent)
    )
    return [
        Reporting(
            part=part,
            meaning=part.meaning,
            reported=share,
            studies_link=behind_link(question, {"reports": part.value}),
        )
        for part, share in zip(ReportingPart, proportions(reported, reported + unreported), strict=True)
    ]


def _silent(snapshot: Snapshot) -> dict[str, BitMap]:
    """Give for each part the studies that do not report it although it is asked of them."""

    def make() -> dict[str, BitMap]:
        silent = read_table(snapshot, NOT_REPORTED)
        part, study = silent.coded["part"], silent["study"]
        return {value: BitMap(study[part.codes == code]) for code, value in enumerate(part.values) if code}

    return Columns(snapshot).get("silent", make)


def _completeness(counted: Counted) -> list[CompletenessRow]:
    study = members(counted.studies)
    score = of_studies(counted.snapshot, "completeness_score")
    size = len(score.values)
    place = votes_of(counted.snapshot)[study].astype(np.intp) * size + score.codes[study]
    found = np.bincount(place, minlength=(len(VOTES) + 1) * size).reshape(-1, size)[:, 1:]
    scores = np.array(score.values[1:], dtype=np.float64)
    third = np.where(scores < 1 / 3, 0, np.where(scores < 2 / 3, 1, 2))
    bands = np.stack([found[:, third == each].sum(axis=1) for each in range(3)], axis=1).tolist()
    # Hundredths, so that sums are whole numbers and the same on every machine.
    hundredths = (found @ np.round(scores * 100)).tolist()
    return [_row(name, sum(bands[place]), hundredths[place], *bands[place]) for place, name in _ORDER]


_ORDER = [*enumerate(VOTES, 1), (0, "none")]


def _row(direction: str, studies: int, hundredths: float, *bands: int) -> CompletenessRow:
    low, middle, high = bands
    mean = round(float(hundredths) / studies / 100, 2) if studies else None
    return CompletenessRow(
        direction=direction, studies=studies, mean_completeness=mean, low=low, middle=middle, high=high
    )

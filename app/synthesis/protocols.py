"""How vesicles were given, how often each part of that is told at all, and how completeness goes with the result."""

from typing import Any

from pyroaring import BitMap

from app.core.plain import whole
from app.reads.columns import Numbers, Source, least, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.reads.tables import read_table
from app.synthesis.asking.dimensions import DIMENSIONS, Depths
from app.synthesis.asking.links import behind_link, behind_links
from app.synthesis.asking.members import of_kind
from app.synthesis.asking.question import Question
from app.synthesis.asking.selection import Selection
from app.synthesis.columns.ballots import VOTES, votes_of
from app.synthesis.columns.cells import fill
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.kinds import completeness_of, follow_up_of
from app.synthesis.columns.study_refs import study_refs
from app.synthesis.columns.study_values import listed, members, numbers_of, people
from app.synthesis.columns.tables import arms_of, given
from app.synthesis.schemas.protocols import (
    Band,
    CompletenessLinks,
    CompletenessRow,
    Distribution,
    FollowUp,
    FollowUps,
    Protocols,
    Reporting,
    Share,
)
from app.synthesis.statistics import proportions
from app.vocab import Completeness, FollowUpLength, ReportingPart, Results, Vote

SHOWN = 20
LONGEST = 10
# More than a study has participants.
LARGER = 1e9
# What gave nothing to anybody: plans, notices, reviews.
OTHERS = [("results", Results.REVIEW.value), ("results", Results.NONE.value)]
# Votes by their numbers, of which 0 is none.
NONE_LAST = [*range(1, len(VOTES) + 1), 0]
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


def sum_up_protocols(question: Question, selection: Selection) -> Protocols:
    """Say how vesicles were given and how fully that is told."""
    counted = _own(selection.counted)
    arms = np.flatnonzero(given(counted.snapshot) & counted.flags[arms_of(counted.snapshot)["study"]])
    return Protocols(
        selection=selection.shown,
        studies=len(counted.studies),
        studies_link=_link(question, {}),
        distributions=[_distribution(question, counted, part, arms) for part in PARTS],
        follow_up=_follow_up(question, counted),
        reporting=_reporting(question, counted),
        completeness=_completeness(question, counted),
    )


def _own(counted: Counted) -> Counted:
    """Leave out what tells no results of its own."""
    return Counted(counted.snapshot, counted.studies - _others(counted.snapshot))


@per_revision
def _others(snapshot: Snapshot) -> BitMap:
    return BitMap.union(*(of_kind(snapshot, *each) for each in OTHERS))


def _link(question: Question, values: dict[str, Any]) -> str:
    return behind_link(question, values, OTHERS)


def _distribution(question: Question, counted: Counted, part: str, arms: Numbers) -> Distribution:
    column = arms_of(counted.snapshot).coded[part]
    codes, unit = column.codes[arms], PARTS[part]
    counts = np.bincount(codes, minlength=len(column.values))
    filled = fill(counted, [DIMENSIONS[part]], Depths())
    studies = np.zeros_like(counts)
    studies[filled.cells] = np.bincount(filled.cell, minlength=filled.cells.size)
    stated = np.flatnonzero(counts[1:]) + 1
    order = np.lexsort((stated, -counts[stated], -studies[stated]))[:SHOWN]
    ends = [column.values[code] for code in (stated[0], stated[-1])] if unit and stated.size else [None, None]
    return Distribution(
        part=part,
        unit=unit,
        arms=arms.size,
        stated=arms.size - int(counts[0]),
        not_stated_link=_link(question, {part: None}),
        different=stated.size,
        values=[
            _share(question, part, column.values[code], int(counts[code]), int(studies[code]))
            for code in stated[order].tolist()
        ],
        low=ends[0],
        high=ends[1],
    )


def _share(question: Question, part: str, value: float | str, arms: int, studies: int) -> Share:
    return Share(value=value, arms=arms, studies=studies, studies_link=_link(question, {part: value}))


def _follow_up(question: Question, counted: Counted) -> FollowUps:
    length = follow_up_of(counted.snapshot)
    study = np.flatnonzero(counted.flags & people(counted.snapshot))
    not_stated, *bands = np.bincount(length.codes[study], minlength=len(length.values)).tolist()
    of_people = {"results": Results.IN_PEOPLE.value}
    return FollowUps(
        studies=study.size,
        studies_link=behind_link(question, of_people),
        stated=study.size - not_stated,
        bands=[
            Band(
                length=band, studies=studies, studies_link=behind_link(question, of_people | {"follow_up": band.value})
            )
            for band, studies in zip(FollowUpLength, bands, strict=True)
        ],
        longest=_longest(counted.snapshot, study),
    )


def _longest(snapshot: Snapshot, study: Numbers) -> list[FollowUp]:
    weeks, size = numbers_of(snapshot, "follow_up_weeks", -1), numbers_of(snapshot, "n_participants", -1)
    known = study[weeks[study] >= 0]
    # One number for both: among those of one length, the largest comes first.
    longest = known[least(-(weeks[known].astype(np.float64) * LARGER + size[known]), LONGEST)].tolist()
    refs = study_refs(snapshot, BitMap(longest))
    return [
        FollowUp(
            study_ref=refs[number],
            weeks=whole(float(weeks[number])),
            n_participants=None if size[number] < 0 else int(size[number]),
        )
        for number in longest
    ]


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
            studies_link=_link(question, {"reports": part.value}),
        )
        for part, share in zip(ReportingPart, proportions(reported, reported + unreported), strict=True)
    ]


@per_revision
def _silent(snapshot: Snapshot) -> dict[str, BitMap]:
    """Give for each part the studies that do not report it although it is asked of them."""
    silent = read_table(snapshot, NOT_REPORTED)
    part, study = silent.coded["part"], silent["study"]
    return {value: BitMap(study[part.codes == code]) for code, value in enumerate(part.values) if code}


def _completeness(question: Question, counted: Counted) -> list[CompletenessRow]:
    snapshot = counted.snapshot
    score, bands = numbers_of(snapshot, "completeness_score", -1), completeness_of(snapshot)
    study = members(counted.studies)
    study = study[score[study] >= 0]
    vote = votes_of(snapshot)[study]
    place = vote.astype(np.intp) * len(bands.values) + bands.codes[study]
    found = np.bincount(place, minlength=(len(VOTES) + 1) * len(bands.values)).reshape(-1, len(bands.values))[:, 1:]
    # Hundredths, so that sums are whole numbers and the same on every machine.
    hundredths = np.bincount(vote, np.round(score[study] * 100), minlength=len(VOTES) + 1)
    link = behind_links(question, ["vote", "completeness"], OTHERS)
    return [
        CompletenessRow(
            direction=each,
            studies=sum(studies),
            mean_completeness=round(float(hundredths[place]) / sum(studies) / 100, 2) if sum(studies) else None,
            **dict(zip(Completeness.values(), studies, strict=True)),
            studies_links=CompletenessLinks(**{band: link([each.value, band]) for band in Completeness.values()}),
        )
        for each, place, studies in zip(Vote, NONE_LAST, found[NONE_LAST].tolist(), strict=True)
    ]

"""What the outcomes say, measure by measure: votes, pooled effects where figures allow, and contradictions."""

from dataclasses import dataclass

from app.identifiers import write_accession
from app.reads.columns import Numbers
from app.reads.numeric import np
from app.synthesis.asking.links import behind_links
from app.synthesis.asking.question import Option, Question
from app.synthesis.asking.selection import NAMED, Selection
from app.synthesis.columns.counted import Counted, voting_of
from app.synthesis.columns.measures import voices_of
from app.synthesis.columns.tables import outcomes_of
from app.synthesis.outcomes.contradictions import find_contradictions
from app.synthesis.outcomes.pooling import pool_measures
from app.synthesis.outcomes.votes import (
    Ballot,
    Link,
    count_ballot,
    count_ballots,
    count_by_comparator,
    outcomes_left_out,
    show_each,
    show_votes,
    voted_links,
)
from app.synthesis.schemas.outcomes import MeasureRead, OutcomeSynthesis, Pooling
from app.synthesis.words import plural

OUTCOME_OPTIONS = (
    Option("measures", "How many measures are shown, those of most studies first.", 25, default=25, between=(1, 200)),
)
WEAKNESS = (
    "Vote counting weighs a study of ten like one of a thousand, says nothing of the size of an effect, follows the "
    "authors' wording, and does not see what was never published; studies without effect are published less often."
)


@dataclass(frozen=True)
class Measure:
    """A measure and how much was found of it."""

    key: str
    wording: str
    outcomes: int
    with_figure: int
    # The studies that voted on it, and their votes.
    study: Numbers
    vote: Numbers


def sum_up_outcomes(question: Question, selection: Selection) -> OutcomeSynthesis:
    """Say what the outcomes say."""
    counted = selection.counted
    ballot = count_ballot(counted)
    silent = selection.shown.evidence.studies - ballot.studies
    measures_total, measures = _measures(counted, question["measures"])
    contradictions = find_contradictions(question, counted)
    return OutcomeSynthesis(
        selection=selection.shown,
        all_measures=show_votes(question, ballot.totals, silent),
        by_evidence_level=ballot.by_level(voted_links(question, "evidence_level")),
        by_design=ballot.by_design(voted_links(question, "design")),
        by_comparator=count_by_comparator(question, counted),
        measures_total=measures_total,
        measures=_show(question, counted, measures),
        contradictions_total=contradictions.between_studies,
        contradictions_within_studies=contradictions.within_one_study,
        contradictions=contradictions.shown,
        left_out=outcomes_left_out(counted),
        weakness=WEAKNESS,
    )


def _measures(counted: Counted, most: int) -> tuple[int, list[Measure]]:
    """Count the measures, and give those on which most studies voted."""
    voices, measure = voices_of(counted.snapshot), outcomes_of(counted.snapshot).coded["measure_key"]
    rows = np.flatnonzero(counted.flags[voices.study])
    codes = voices.measure[rows]
    studies = np.bincount(codes, minlength=len(measure.values))
    # Codes are in the order of their keys, which decides among measures of as many studies.
    top = np.argsort(-studies, kind="stable")[:most]
    sums = [np.bincount(codes, each[rows], minlength=studies.size) for each in (voices.outcomes, voices.figures)]
    wording = outcomes_of(counted.snapshot).coded["measure"]
    first = _wordings(counted)
    found = []
    for code in top[studies[top] > 0].tolist():
        mine = rows[codes == code]
        study, vote = voices.study[mine], voices.votes[mine]
        outcomes, figures = (int(each[code]) for each in sums)
        found.append(Measure(measure.values[code], wording.at(first[[code]])[0], outcomes, figures, study, vote))
    return int(np.count_nonzero(studies)), found


def _wordings(counted: Counted) -> Numbers:
    """Give for each measure the place of the first outcome that votes on it, whose wording names it."""
    outcomes, rows = outcomes_of(counted.snapshot), voting_of(counted)
    key = outcomes.coded["measure_key"]
    first = np.zeros(len(key.values), dtype=np.intp)
    # Of several rows the one that is written last stays, which is the first of all.
    first[key.codes[rows[::-1]]] = rows[::-1]
    return first


def _show(question: Question, counted: Counted, measures: list[Measure]) -> list[MeasureRead]:
    ballots, link = _ballots(counted, measures), behind_links(question, ["outcome_measure"])
    of_vote, of_level, of_design = (
        _of_measures(question, name, measures) for name in ("vote", "evidence_level", "design")
    )
    votes = show_each([ballot.totals for ballot in ballots], of_vote)
    pooled = pool_measures(counted, [measure.key for measure in measures])
    return [
        MeasureRead(
            measure=measure.wording,
            studies=measure.study.size,
            votes=shown,
            by_evidence_level=ballot.by_level(level),
            by_design=ballot.by_design(design),
            with_figure=measure.with_figure,
            without_figure=measure.outcomes - measure.with_figure,
            pooling=pooled.get(measure.key, []),
            not_pooled=_why_not(measure, pooled.get(measure.key, [])),
            accessions=[write_accession(number) for number in measure.study[:NAMED].tolist()],
            studies_link=link([measure.wording]),
        )
        for measure, ballot, shown, level, design in zip(measures, ballots, votes, of_level, of_design, strict=True)
    ]


def _of_measures(question: Question, name: str, measures: list[Measure]) -> list[Link]:
    """Give for each measure what gives the address of its studies from a value of a dimension."""
    link = behind_links(question, ["outcome_measure", name])

    def of(measure: Measure) -> Link:
        return lambda value: link([measure.wording, *value])

    return list(map(of, measures))


def _ballots(counted: Counted, measures: list[Measure]) -> list[Ballot]:
    if not measures:
        return []
    study, vote = (np.concatenate([getattr(each, name) for each in measures]) for name in ("study", "vote"))
    group = np.repeat(np.arange(len(measures)), [each.study.size for each in measures])
    return count_ballots(counted.snapshot, study, vote, group, len(measures))


def _why_not(measure: Measure, pooling: list[Pooling]) -> str | None:
    if any(each.pooled for each in pooling):
        return None
    if pooling:
        return "No two studies in people, nor two others, count the same thing in arms with and without vesicles."
    outcomes = plural(measure.outcomes, "outcome")
    if measure.with_figure == 0:
        return f"No figure is stated in {outcomes}."
    return (
        f"A figure is stated in {measure.with_figure} of {outcomes}; records hold no dispersion, and "
        "no study counts the same outcome in arms with and without vesicles."
    )

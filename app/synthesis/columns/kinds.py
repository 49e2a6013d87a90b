"""Kinds of studies that are no field of theirs, each as one column: what numbers count, and what `in` asks for."""

from collections.abc import Callable, Mapping
from typing import Any

from app.reads.columns import Column, Numbers, marked, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.study_values import are_reviews, length, numbers_of, of_studies, people
from app.synthesis.columns.tables import arms_of, events_of, given, mechanisms_of
from app.vocab import ClosedList, Completeness, FollowUpLength, Harm, Level, Results, SafetyAssessment, SafetyScope

# The shortest length of each in weeks, and the smallest share, which is kept to two decimals.
FROM_WEEKS = dict(zip(FollowUpLength, (104, 52, 26, 12, 4, 0), strict=True))
FROM_SHARE = dict(zip(Completeness, (0, 0.33, 0.67), strict=True))


@per_revision
def results_of(snapshot: Snapshot) -> Column:
    """Tell whose results each study tells."""
    graded = numbers_of(snapshot, "evidence_level") > 0
    found = [people(snapshot), graded & ~are_reviews(snapshot), are_reviews(snapshot)]
    return _column(Results, np.select(found, [1, 2, 3], 4))


def with_results(snapshot: Snapshot, level: str) -> Numbers:
    """Tell which studies have results at a level of observation, if they observed there.

    Laboratory work may look at samples of people beside, which is no result in people.
    """
    results = results_of(snapshot)
    found = results.having(Results.IN_PEOPLE)
    return found if level == Level.HUMAN else found | results.having(Results.NOT_IN_PEOPLE)


@per_revision
def harm_of(snapshot: Snapshot) -> Column:
    """Tell what each study as a whole says of harm."""
    answer, scope = of_studies(snapshot, "safety_assessment"), of_studies(snapshot, "safety_scope")
    none = answer.having(SafetyAssessment.NONE_OBSERVED)
    found = [answer.having(SafetyAssessment.REPORTED), none & scope.having(SafetyScope.ANY), none]
    return _column(Harm, np.select(found, [1, 2, 3], 4))


def without_event(snapshot: Snapshot) -> Numbers:
    """Tell which studies report harm and no event that befell somebody in an arm that was given vesicles."""
    events = events_of(snapshot)
    arm = events["arm"][events["nobody"] == 0]
    described = marked(arms_of(snapshot)["study"][arm[given(snapshot)[arm]]], length(snapshot))
    found: Numbers = harm_of(snapshot).having(Harm.REPORTED) & ~described
    return found


def with_mechanism(snapshot: Snapshot) -> Numbers:
    """Tell which studies state by which mechanism vesicles work, in an arm that was given them."""
    mechanisms = mechanisms_of(snapshot)
    return marked(mechanisms["study"][given(snapshot)[mechanisms["arm"]]], length(snapshot))


@per_revision
def follow_up_of(snapshot: Snapshot) -> Column:
    """Tell how long each study followed."""
    return _in_bands(FollowUpLength, FROM_WEEKS, numbers_of(snapshot, "follow_up_weeks", -1))


@per_revision
def completeness_of(snapshot: Snapshot) -> Column:
    """Tell how completely each study reports."""
    return _in_bands(Completeness, FROM_SHARE, numbers_of(snapshot, "completeness_score", -1))


def _in_bands(bands: type[ClosedList], lowest: Mapping[Any, float], numbers: Numbers) -> Column:
    """Tell in which band each number is; what is below all of them is not stated."""
    rising = sorted(bands, key=lowest.__getitem__)
    place = np.array([0, *(bands.values().index(each) + 1 for each in rising)])
    return _column(bands, place[np.searchsorted([lowest[each] for each in rising], numbers, "right")])


def _column(kind: type[ClosedList], codes: Numbers) -> Column:
    return Column([None, *kind.values()], codes.astype(np.uint8))


KINDS: dict[str, Callable[[Snapshot], Column]] = {
    "results": results_of,
    "harm": harm_of,
    "follow_up": follow_up_of,
    "completeness": completeness_of,
}

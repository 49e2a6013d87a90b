"""Stacked bars: which way the outcomes of studies went, by strength of design."""

from typing import Any

from app.charts.stacks import stack
from app.charts.style import VOTE_COLOURS, VOTE_NAMES, Spec, empty, picture
from app.synthesis.schemas.base import Directions
from app.synthesis.schemas.outcomes import OutcomeSynthesis
from app.synthesis.words import plural

TITLE = "Which way did the outcomes go?"
NAMES: dict[Any, str] = {
    1: "level 1: reviews of people",
    2: "level 2: randomised trials",
    3: "level 3: controlled, not randomised",
    4: "level 4: uncontrolled, in people",
    5: "level 5: animals and laboratory",
    None: "ungraded",
}
COLOURS = dict(zip(VOTE_NAMES, VOTE_COLOURS, strict=True))


def draw(found: OutcomeSynthesis, told: list[str]) -> Spec:
    """Draw the directions."""
    votes = {NAMES[each.value]: _counts(each.directions) for each in found.by_evidence_level}
    rows = {f"{name} ({sum(counts.values()):,})": counts for name, counts in votes.items() if any(counts.values())}
    told = [*told, _counted(found), "Votes say nothing of size, quality or what stayed unpublished."]
    if not rows:
        return empty(TITLE, told, "No study has an outcome with a direction.")
    return picture(TITLE, told, stack(rows, COLOURS))


def _counted(found: OutcomeSynthesis) -> str:
    votes, silent = found.all_measures.improved.of, found.all_measures.directions.none
    return (
        f"{plural(votes, 'study has', 'studies have')} an outcome with a direction, one vote each; "
        f"without one, or a review: {silent:,}."
    )


def _counts(directions: Directions) -> dict[str, int]:
    counts = (directions.improved, directions.mixed, directions.no_difference, directions.worsened)
    return dict(zip(VOTE_NAMES, counts, strict=True))

"""Stacked bars: which way the outcomes of studies went, by strength of design."""

from app.charts.asked import Asked
from app.charts.levels import name_level
from app.charts.stacks import stack
from app.charts.style import VOTE_COLOURS, VOTE_NAMES, Spec, empty, picture
from app.synthesis.outcomes.vote_words import tell_by_comparator
from app.synthesis.schemas.base import Directions
from app.synthesis.schemas.evidence_map import Value
from app.synthesis.schemas.outcomes import OutcomeSynthesis
from app.synthesis.words import plural

TITLE = "Which way did the outcomes go?"
COLOURS = dict(zip(VOTE_NAMES, VOTE_COLOURS, strict=True))
EXPLAINED = (
    "By evidence level, 1 is strongest, whatever was compared with. Votes say nothing of size, quality or what stayed "
    "unpublished."
)


def draw(found: OutcomeSynthesis, asked: Asked) -> Spec:
    """Draw the directions."""
    votes = {_name(each.value): _counts(each.directions) for each in found.by_evidence_level}
    rows = {f"{name} ({sum(counts.values()):,})": counts for name, counts in votes.items() if any(counts.values())}
    if not rows:
        return empty(TITLE, asked.told(_counted(found)), "No study has an outcome with a direction.")
    told = asked.told(_counted(found), EXPLAINED, tell_by_comparator(found.by_comparator))
    return picture(TITLE, told, stack(rows, COLOURS))


def _name(level: Value) -> str:
    return name_level(level if isinstance(level, int) else None)


def _counted(found: OutcomeSynthesis) -> str:
    votes, silent = found.all_measures.improved.of, found.all_measures.directions.none
    return (
        f"{plural(votes, 'study has', 'studies have')} an outcome with a direction, one vote each; "
        f"without one, or a review: {silent:,}."
    )


def _counts(directions: Directions) -> dict[str, int]:
    counts = (directions.improved, directions.mixed, directions.no_difference, directions.worsened)
    return dict(zip(VOTE_NAMES, counts, strict=True))

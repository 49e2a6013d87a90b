"""Stacked bars: which way the outcomes of studies went, by strength of design."""

from typing import Any

from app.charts.style import INK, QUIET, VOTE_COLOURS, VOTE_NAMES, WIDTH, Spec, count_axis, empty, picture
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
# The counts stand above their bar: in it, one study beside hundreds would leave no room.
STEP, THICK, ABOVE, BELOW = 42, 15, -10, 7


def draw(found: OutcomeSynthesis, told: list[str]) -> Spec:
    """Draw the directions."""
    votes = {NAMES[each.value]: _counts(each.directions) for each in found.by_evidence_level}
    votes = {label: counts for label, counts in votes.items() if counts}
    told = [*told, _counted(found), "Votes say nothing of size, quality or what stayed unpublished."]
    if not votes:
        return empty(TITLE, told, "No study has an outcome with a direction.")
    rows = {label: f"{label} ({sum(counts.values())})" for label, counts in votes.items()}
    y = {"field": "label", "type": "nominal", "sort": list(rows.values()), "axis": {"title": None}}
    body = {
        "width": WIDTH,
        "height": {"step": STEP},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"y": y},
        "layer": [_bars(votes, rows), _texts(votes, rows)],
    }
    return picture(TITLE, told, body)


def _counted(found: OutcomeSynthesis) -> str:
    votes, silent = found.all_measures.improved.of, found.all_measures.directions.none
    return (
        f"{plural(votes, 'study has', 'studies have')} an outcome with a direction, one vote each; "
        f"without one, or a review: {silent:,}."
    )


def _counts(directions: Directions) -> dict[str, int]:
    counts = (directions.improved, directions.mixed, directions.no_difference, directions.worsened)
    return {name: count for name, count in zip(VOTE_NAMES, counts, strict=True) if count}


def _bars(votes: dict[str, dict[str, int]], rows: dict[str, str]) -> Spec:
    values = [
        {"label": rows[label], "direction": name, "studies": count, "place": VOTE_NAMES.index(name)}
        for label, counts in votes.items()
        for name, count in counts.items()
    ]
    axis = count_axis("studies", max(sum(counts.values()) for counts in votes.values()))
    colour = {
        "field": "direction",
        "type": "nominal",
        "scale": {"domain": list(VOTE_NAMES), "range": list(VOTE_COLOURS)},
        "legend": {"title": None, "orient": "top", "symbolType": "square", "symbolStrokeColor": INK},
    }
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5, "height": THICK, "yOffset": BELOW},
        "encoding": {
            "x": {"field": "studies", "type": "quantitative", "axis": axis},
            "color": colour,
            "order": {"field": "place", "type": "quantitative"},
        },
    }


def _texts(votes: dict[str, dict[str, int]], rows: dict[str, str]) -> Spec:
    values = [
        {"label": rows[label], "told": ", ".join(f"{name} {count}" for name, count in counts.items())}
        for label, counts in votes.items()
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 4, "dy": ABOVE, "color": QUIET},
        "encoding": {"x": {"datum": 0}, "text": {"field": "told"}},
    }

"""Stacked bars: which way the outcomes of studies went, by strength of design."""

from app.charts.style import INK, VOTE_COLOURS, VOTE_NAMES, WIDTH, Spec, count_axis, empty, picture
from app.synthesis.schemas.base import Directions
from app.synthesis.schemas.outcomes import OutcomeSynthesis

TITLE = "Which way did the outcomes go?"
NAMES = {
    1: "level 1: reviews of people",
    2: "level 2: randomised trials",
    3: "level 3: controlled, not randomised",
    4: "level 4: uncontrolled, in people",
    5: "level 5: animals and laboratory",
    None: "ungraded",
}


def draw(found: OutcomeSynthesis, told: list[str]) -> Spec:
    """Draw the directions."""
    bars = [row for each in found.by_evidence_level for row in _rows(NAMES[_level(each.value)], each.directions)]
    votes = found.all_measures.improved.of
    silent = found.all_measures.directions.none
    counted = f"{votes} studies have an outcome with a direction and vote once; {silent} have none or are reviews."
    told = [*told, counted, "Votes say nothing of size, quality or what stayed unpublished."]
    if not bars:
        return empty(TITLE, told, "No study has an outcome with a direction.")
    order = list(dict.fromkeys(str(row["label"]) for row in bars))
    colour = {
        "field": "direction",
        "type": "nominal",
        "scale": {"domain": list(VOTE_NAMES), "range": list(VOTE_COLOURS)},
        "legend": {"title": None, "orient": "top", "symbolType": "square", "symbolStrokeColor": INK},
    }
    body = {
        "width": WIDTH,
        "height": {"step": 34},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": bars},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": order, "axis": {"title": None}},
            "x": {
                "field": "studies",
                "type": "quantitative",
                "axis": count_axis("studies"),
            },
            "color": colour,
            "order": {"field": "place", "type": "quantitative"},
        },
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5},
    }
    return picture(TITLE, told, body)


def _level(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _rows(label: str, directions: Directions) -> list[Spec]:
    counts = (directions.improved, directions.mixed, directions.no_difference, directions.worsened)
    total = sum(counts)
    return [
        {"label": f"{label} ({total})", "direction": name, "studies": count, "place": place}
        for place, (name, count) in enumerate(zip(VOTE_NAMES, counts, strict=True))
        if count
    ]

"""The drawing of a forest plot: squares on their intervals, bounds as ticks, and the numbers beside the rows."""

from app.charts.style import IN_LINES, QUIET, RULE, WIDTH, Spec

RATE, BOUND = "rate", "bound"
COLOUR = "#0072b2"
FIGURES, BESIDE = 10, 12
TITLE = ["people affected, % of people at risk,", "in arms given vesicles"]
THICK = 2


def forest(rows: list[Spec]) -> Spec:
    """Draw rows, each a rate with its interval or a bound; at least one of them."""
    kinds = {row["kind"] for row in rows}
    axis = {"title": None, "grid": False, **IN_LINES}
    y = {"field": "row", "type": "nominal", "sort": [row["row"] for row in rows], "axis": axis}
    figures = {"type": "text", "align": "left", "dx": BESIDE, "color": QUIET, "fontSize": FIGURES}
    return {
        "width": WIDTH,
        "height": {"step": 30},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            *(_rates() if RATE in kinds else []),
            *(_bounds() if BOUND in kinds else []),
            {"mark": figures, "encoding": {"x": {"value": "width"}, "text": {"field": "count"}}},
        ],
    }


def _x(field: str) -> Spec:
    axis = {"title": TITLE, "tickCount": 5}
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis}


def _rates() -> list[Spec]:
    interval = {"x": _x("low"), "x2": {"field": "high"}}
    return [
        {"transform": [_only(RATE)], "mark": RULE, "encoding": interval},
        _points("datum.affected > 0", {"fill": COLOUR, "stroke": COLOUR}),
        _points("datum.affected == 0", {"fill": "white", "stroke": COLOUR, "strokeWidth": 1.6}),
    ]


def _points(test: str, look: Spec) -> Spec:
    mark = {"type": "point", "shape": "square", "size": 60, "opacity": 1} | look
    return {"transform": [_only(RATE), {"filter": test}], "mark": mark, "encoding": {"x": _x("share")}}


def _bounds() -> list[Spec]:
    """Draw at most so much: a dashed rule from nothing to the bound, and a tick that ends there."""
    rule = {"type": "rule", "color": QUIET, "strokeWidth": 1, "strokeDash": [3, 2]}
    tick = {"type": "tick", "opacity": 1, "color": QUIET, "thickness": THICK, "size": 12, "xOffset": -THICK / 2}
    return [
        {"transform": [_only(BOUND)], "mark": rule, "encoding": {"x": _x("low"), "x2": {"field": "high"}}},
        {"transform": [_only(BOUND)], "mark": tick, "encoding": {"x": _x("high")}},
    ]


def _only(kind: str) -> Spec:
    return {"filter": f"datum.kind == '{kind}'"}

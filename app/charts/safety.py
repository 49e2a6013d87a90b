"""A forest plot: how often each adverse event occurred, with exact intervals, where affected and at risk are stated."""

from app.charts.harm import tell_counts, tell_groups, tell_no_rate, tell_undrawn
from app.charts.style import QUIET, RULE, WIDTH, Spec, empty, picture
from app.synthesis.harm_words import name_event
from app.synthesis.schemas.safety import SafetyGroup, SafetySynthesis

TITLE = "How often did adverse events occur?"
MOST = 30
COLOUR = "#0072b2"
RATE, BOUND = "rate", "bound"
# Beside an interval that ends at 100 % there must be room for its numbers.
PADDING = {"left": 12, "top": 12, "right": 36, "bottom": 12}
# Its tip stands at the bound, and points back to nothing.
TIP = "M0,0L2,-1L2,1Z"
BARS = "Bars: exact 95 % intervals."
TRIANGLES = "Triangles: upper bounds in studies picked because they saw no event: they bound, and do not estimate."


def draw(found: SafetySynthesis, told: list[str]) -> Spec:
    """Draw the forest plot."""
    rows = [row for group in found.groups for row in _rows(group)]
    if not rows:
        return empty(TITLE, [*told, tell_counts(found), *tell_undrawn(found)], tell_no_rate(found))
    drawn = rows
    if len(rows) > MOST:
        most = sorted(rows, key=lambda row: -int(row["of"]))[:MOST]
        drawn = [row for row in rows if row in most]
    kinds = {row["kind"] for row in drawn}
    body = {
        "padding": PADDING,
        "width": WIDTH,
        "height": {"step": 24},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": drawn},
        "encoding": {"y": _rows_of([str(row["label"]) for row in drawn])},
        "layer": [
            *(_rates() if RATE in kinds else []),
            *(_bounds() if BOUND in kinds else []),
            {
                "mark": {"type": "text", "align": "left", "dx": 11, "color": QUIET, "fontSize": 10},
                "encoding": {"x": _x("high"), "text": {"field": "count"}},
            },
        ],
    }
    groups = f"{tell_groups(found)} {BARS}" if RATE in kinds else tell_groups(found)
    told = [*told, groups, *([TRIANGLES] if BOUND in kinds else []), tell_counts(found), *tell_undrawn(found)]
    if len(rows) > MOST:
        told.append(f"Drawn: the {MOST} rows with most participants at risk, of {len(rows)}.")
    return picture(TITLE, told, body)


def _rows_of(labels: list[str]) -> Spec:
    axis = {"title": None, "grid": False, "labelLimit": 330}
    return {"field": "label", "type": "nominal", "sort": labels, "axis": axis}


def _x(field: str) -> Spec:
    axis = {"title": "affected, % of those at risk", "tickCount": 5}
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
    """Draw at most so much: a thin rule from nothing to the bound, and a triangle."""
    rule = {"type": "rule", "color": QUIET, "strokeWidth": 0.8}
    mark = {"type": "point", "shape": TIP, "size": 60, "opacity": 1, "fill": QUIET, "stroke": QUIET}
    return [
        {"transform": [_only(BOUND)], "mark": rule, "encoding": {"x": _x("low"), "x2": {"field": "high"}}},
        {"transform": [_only(BOUND)], "mark": mark, "encoding": {"x": _x("high")}},
    ]


def _only(kind: str) -> Spec:
    return {"filter": f"datum.kind == '{kind}'"}


def _rows(group: SafetyGroup) -> list[Spec]:
    """Give the rates of a group, the least certain first, and then the bound where no event was seen."""
    rows = [
        {
            "label": f"{group.name}: {name_event(event)}",
            "kind": RATE,
            "affected": event.rate.count,
            "of": event.rate.of,
            "count": f"{event.rate.count}/{event.rate.of}",
            "share": 100 * (event.rate.share or 0.0),
            "low": 100 * event.rate.interval.low,
            "high": 100 * event.rate.interval.high,
        }
        for event in group.events
        if event.rate and event.rate.interval
    ]
    rows.sort(key=lambda row: -float(str(row["high"])))
    none = group.no_harm_of_any_kind
    if none and none.upper_bound is not None:
        bound = {"low": 0, "high": 100 * none.upper_bound, "of": none.of, "count": f"0/{none.of}"}
        rows.append({"label": f"{group.name}: no event", "kind": BOUND} | bound)
    return rows

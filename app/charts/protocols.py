"""What studies tell of how vesicles were given: the share that reports each part, with exact intervals."""

from app.charts.style import QUIET, RULE, WIDTH, Spec, empty, picture
from app.synthesis.schemas.protocols import Protocols

TITLE = "What do studies report?"


def draw(found: Protocols, told: list[str]) -> Spec:
    """Draw how often each part is reported."""
    rows = [
        {
            "part": part.part.replace("_", " "),
            "share": 100 * (part.reported.share or 0.0),
            "low": 100 * part.reported.interval.low,
            "high": 100 * part.reported.interval.high,
            "label": f"{part.reported.count}/{part.reported.of}",
            "whole": 100,
        }
        for part in found.reporting
        if part.reported.interval
    ]
    if not rows:
        return empty(TITLE, told, "No study was asked for any part.")
    told = [
        *told,
        "Of the studies that a part is asked of, with exact 95 % intervals. It speaks of what was read.",
    ]
    rows.sort(key=lambda row: -float(str(row["share"])))
    y = {"field": "part", "type": "nominal", "sort": [row["part"] for row in rows], "axis": {"title": None}}
    axis = {"title": "studies that report it, %", "values": [0, 25, 50, 75, 100]}
    x = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis}
    body = {
        "width": WIDTH,
        "height": {"step": 26},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "color": "#eef2f4", "height": 14}, "encoding": {"x": x | {"field": "whole"}}},
            {"mark": {"type": "bar", "color": "#56b4e9", "height": 14}, "encoding": {"x": x}},
            {
                "mark": RULE,
                "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": QUIET, "fontSize": 10},
                "encoding": {"x": x | {"field": "high"}, "text": {"field": "label"}},
            },
        ],
    }
    return picture(TITLE, told, body)

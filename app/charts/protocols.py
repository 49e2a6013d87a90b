"""What studies tell of how vesicles were given: the share that reports each part, with exact intervals."""

from collections import defaultdict
from collections.abc import Sequence

from app.charts.asked import Asked
from app.charts.style import QUIET, RULE, WIDTH, Spec, empty, picture
from app.synthesis.part_words import PART_WORDS
from app.synthesis.schemas.protocols import Protocols, Reporting
from app.synthesis.words import plural

TITLE = "What do studies report?"
EXPLAINED = "Bars: of the studies that a part is asked of, those that report it. Lines: exact 95 % intervals."


def draw(found: Protocols, asked: Asked) -> Spec:
    """Draw how often each part is reported."""
    rows = [
        {
            "part": PART_WORDS[part.part],
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
        return empty(TITLE, asked.told(), "No study was asked for any part.")
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
    return picture(TITLE, asked.told(EXPLAINED, _tell_asked(found.reporting)), body)


def _tell_asked(parts: Sequence[Reporting]) -> str:
    """Say of how many studies each part is asked."""
    asked = defaultdict[int, list[str]](list)
    for part in parts:
        asked[part.reported.of].append(PART_WORDS[part.part])
    told = [f"of {plural(of, 'study', 'studies')}: {', '.join(names)}" for of, names in sorted(asked.items()) if of]
    return f"Asked {'; '.join(reversed(told))}."

"""How all pictures look: colours that everybody can tell apart, one font, titles that say what is counted."""

import textwrap
from typing import Any

Spec = dict[str, Any]
WIDTH = 600
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, QUIET, PALE = "#1d2b36", "#52616b", "#d5dce1"
# Five steps of viridis, the strongest evidence darkest; white is not graded.
LEVEL_NAMES = ("1", "2", "3", "4", "5", "ungraded")
LEVEL_COLOURS = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725", "#ffffff")
# After Okabe and Ito, the blue darkened, so that all four differ in grey as well.
VOTE_NAMES = ("improved", "mixed", "no difference", "worsened")
VOTE_COLOURS = ("#00507d", "#56b4e9", "#e5e5e5", "#d55e00")
RULE = {"type": "rule", "color": INK, "strokeWidth": 1.4}
TEXT_WIDTH = 104
# Up to so many all whole numbers are written along an axis.
FEW = 12
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


def picture(title: str, subtitle: list[str], body: Spec) -> Spec:
    """Make a specification of a title, lines that say what is counted, and a body."""
    lines = [line for part in subtitle for line in textwrap.wrap(part, TEXT_WIDTH)]
    return {
        "$schema": SCHEMA,
        "description": " ".join([title, *subtitle]),
        "background": "white",
        "padding": 12,
        "title": {"text": title, "subtitle": lines},
        "config": CONFIG,
        **body,
    }


def empty(title: str, subtitle: list[str], why: str) -> Spec:
    """Say in a picture that there is nothing to draw, and why."""
    body = {
        "width": WIDTH,
        "height": 120,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [{"why": why}]},
        "mark": {"type": "text", "fontSize": 14, "color": QUIET},
        "encoding": {"text": {"field": "why"}},
        "view": {"stroke": PALE},
    }
    return picture(title, subtitle, body)


def count_axis(title: str, most: int) -> Spec:
    """Describe an axis of whole numbers up to a largest one."""
    # The renderer would put ticks at halves between few numbers, and write them as whole ones.
    few = {"values": list(range(most + 1))} if most <= FEW else {}
    return {"title": title, "format": "d"} | few


def level_colour(title: str, **look: object) -> Spec:
    """Describe the colours of evidence levels with their legend."""
    scale = {"domain": list(LEVEL_NAMES), "range": list(LEVEL_COLOURS)}
    legend = {"title": f"{title}, 1 is strongest", "orient": "top", "direction": "horizontal", **look}
    return {"field": "level", "type": "nominal", "scale": scale, "legend": legend}


CONFIG: Spec = {
    "font": FONT,
    "title": {
        "anchor": "start",
        "fontSize": 16,
        "color": INK,
        "subtitleFontSize": 11,
        "subtitleColor": QUIET,
        "subtitlePadding": 6,
        "offset": 14,
        "frame": "bounds",
    },
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": QUIET,
        "labelLimit": 230,
        "gridColor": "#e8ecef",
        "domainColor": "#9aa7b0",
        "tickColor": "#9aa7b0",
    },
    "legend": {
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": QUIET,
        "symbolStrokeWidth": 0.8,
        "symbolStrokeColor": QUIET,
        "labelLimit": 320,
        "titleLimit": 400,
    },
    "view": {"stroke": None},
    "text": {"fontSize": 11, "color": INK},
}

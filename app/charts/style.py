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
TEXT_WIDTH = 98
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
        "width": WIDTH - 40,
        "height": 120,
        "data": {"values": [{"why": why}]},
        "mark": {"type": "text", "fontSize": 14, "color": QUIET},
        "encoding": {"text": {"field": "why"}},
        "view": {"stroke": PALE},
    }
    return picture(title, subtitle, body)


def count_axis(title: str) -> Spec:
    """Describe an axis of whole numbers."""
    return {"title": title, "format": "d", "tickMinStep": 1}


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
    },
    "view": {"stroke": None},
    "text": {"fontSize": 11, "color": INK},
}

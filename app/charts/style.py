"""How all pictures look: colours that everybody can tell apart, one font, titles that say what is counted."""

from typing import Any

from app.charts.lettering import LABEL, wrap

Spec = dict[str, Any]
WIDTH = 600
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, QUIET, PALE = "#1d2b36", "#52616b", "#d5dce1"
# After Okabe and Ito, the blue and the red darkened, so that all four differ in grey as well.
VOTE_NAMES = ("improved", "mixed", "no difference", "worsened")
VOTE_COLOURS = ("#00507d", "#6cbcec", "#ededed", "#c04f00")
RULE = {"type": "rule", "color": INK, "strokeWidth": 1.4}
OUTLINE = {"stroke": INK, "strokeWidth": 0.8}
# Drawn, not written: the renderer measures each text, which takes most of its time.
CROSS = {
    "type": "point",
    "shape": "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7",
    "size": 40,
    "stroke": QUIET,
    "strokeWidth": 1.2,
}
PADDING = 12
TEXT_ROOM = WIDTH - 2 * PADDING
# Of the sentence in an empty frame.
SENTENCE = 14
# Up to so many all whole numbers are written along an axis.
FEW = 12
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
# Lines of labels are parted by a character that no name has; two of them stand around the middle of their row.
IN_LINES = {
    "labelExpr": "split(datum.label, '\\n')",
    "labelOffset": {"condition": {"test": "indexof(datum.label, '\\n') > 0", "value": -6}, "value": 0},
}


def picture(title: str, subtitle: list[str], body: Spec) -> Spec:
    """Make a specification of a title, lines that say what is counted, and a body."""
    lines = [line for part in subtitle for line in wrap(part, TEXT_ROOM)]
    return {
        "$schema": SCHEMA,
        "description": " ".join([title, *subtitle]),
        "background": "white",
        "padding": PADDING,
        "title": {"text": title, "subtitle": lines},
        "config": CONFIG,
        **body,
    }


def empty(title: str, subtitle: list[str], why: str) -> Spec:
    """Say in a picture that there is nothing to draw, and why."""
    lines = wrap(why, TEXT_ROOM - 2 * PADDING, SENTENCE)
    body = {
        "width": WIDTH,
        "height": 120,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [{"why": "\n".join(lines)}]},
        "mark": {"type": "text", "fontSize": SENTENCE, "color": QUIET, "lineBreak": "\n"},
        "encoding": {"text": {"field": "why"}},
        "view": {"stroke": PALE},
    }
    drawn = picture(title, subtitle, body)
    return drawn | {"description": f"{drawn['description']} {why}"}


def count_axis(title: str, most: int) -> Spec:
    """Describe an axis of whole numbers up to a largest one."""
    # The renderer would put ticks at halves between few numbers, and write them as whole ones.
    few = {"values": list(range(most + 1))} if most <= FEW else {"tickCount": 6}
    return {"title": title, "format": "d"} | few


CONFIG: Spec = {
    "font": FONT,
    "title": {
        "anchor": "start",
        "fontSize": 16,
        "color": INK,
        "subtitleFontSize": LABEL,
        "subtitleColor": QUIET,
        "subtitlePadding": 6,
        "offset": 14,
        "frame": "bounds",
    },
    "axis": {
        "labelFontSize": LABEL,
        "titleFontSize": LABEL,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": QUIET,
        # Names are cut before they come here, so that no two become alike.
        "labelLimit": 0,
        "gridColor": "#e8ecef",
        "domainColor": "#9aa7b0",
        "tickColor": "#9aa7b0",
    },
    "axisQuantitative": {"labelFlush": False, "labelSeparation": 6},
    "legend": {
        "labelFontSize": LABEL,
        "titleFontSize": LABEL,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": QUIET,
        "symbolStrokeWidth": 0.8,
        "symbolStrokeColor": QUIET,
        "labelLimit": 0,
        "titleLimit": 400,
        "columnPadding": 12,
    },
    "view": {"stroke": None},
    "text": {"fontSize": LABEL, "color": INK},
}

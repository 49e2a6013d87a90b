"""Stacked bars of studies, their counts written above them: in them, one beside hundreds would have no room."""

from app.charts.style import CROSS, INK, OUTLINE, QUIET, WIDTH, Spec, count_axis

STEP, THICK, ABOVE, BELOW = 42, 15, -10, 7
# Where words begin, and where they begin beside a cross.
BESIDE, BEHIND = 4, 16
Counts = dict[str, int]


def stack(rows: dict[str, Counts], colours: dict[str, str], missed: tuple[str, str] | None = None) -> Spec:
    """Draw a bar for each row, from its studies of each kind; a cross and words for a kind that must not be missing."""
    y = {"field": "label", "type": "nominal", "sort": list(rows), "axis": {"title": None}}
    told = [_told(label, counts, missed) for label, counts in rows.items()]
    crossed = any("crossed" in row for row in told)
    return {
        "width": WIDTH,
        "height": {"step": STEP},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"y": y},
        "layer": [_bars(rows, colours), _counts(told), *([_crosses(told)] if crossed else [])],
    }


def _bars(rows: dict[str, Counts], colours: dict[str, str]) -> Spec:
    values = [
        {"label": label, "kind": kind, "studies": counts[kind], "place": place}
        for label, counts in rows.items()
        for place, kind in enumerate(colours)
        if counts[kind]
    ]
    axis = count_axis("studies", max(sum(counts.values()) for counts in rows.values()))
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(colours), "range": list(colours.values())},
        "legend": {"title": None, "orient": "top", "symbolType": "square", "symbolStrokeColor": INK},
    }
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "height": THICK, "yOffset": BELOW} | OUTLINE,
        "encoding": {
            "x": {"field": "studies", "type": "quantitative", "axis": axis},
            "color": colour,
            "order": {"field": "place", "type": "quantitative"},
        },
    }


def _told(label: str, counts: Counts, missed: tuple[str, str] | None) -> Spec:
    words = ", ".join(f"{kind} {count:,}" for kind, count in counts.items() if count)
    if missed is None or counts[missed[0]]:
        return {"label": label, "told": words}
    return {"label": label, "told": "; ".join(filter(None, (missed[1], words))), "crossed": True}


def _counts(told: list[Spec]) -> Spec:
    beside = {"expr": f"datum.crossed ? {BEHIND} : {BESIDE}"}
    return {
        "data": {"values": told},
        "mark": {"type": "text", "align": "left", "dx": beside, "dy": ABOVE, "color": QUIET},
        "encoding": {"x": {"datum": 0}, "text": {"field": "told"}},
    }


def _crosses(told: list[Spec]) -> Spec:
    return {
        "data": {"values": [row for row in told if "crossed" in row]},
        "mark": CROSS | {"xOffset": (BESIDE + BEHIND) / 2 - 1, "yOffset": ABOVE},
        "encoding": {"x": {"datum": 0}},
    }

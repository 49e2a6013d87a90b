"""Stacked bars of studies, their counts written above them: in them, one beside hundreds would have no room."""

from app.charts.style import INK, QUIET, WIDTH, Spec, count_axis

STEP, THICK, ABOVE, BELOW = 42, 15, -10, 7


def stack(rows: dict[str, dict[str, int]], colours: dict[str, str]) -> Spec:
    """Draw a bar for each row, from its studies of each kind; at least one row has some."""
    y = {"field": "label", "type": "nominal", "sort": list(rows), "axis": {"title": None}}
    return {
        "width": WIDTH,
        "height": {"step": STEP},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"y": y},
        "layer": [_bars(rows, colours), _counts(rows)],
    }


def _bars(rows: dict[str, dict[str, int]], colours: dict[str, str]) -> Spec:
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
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5, "height": THICK, "yOffset": BELOW},
        "encoding": {
            "x": {"field": "studies", "type": "quantitative", "axis": axis},
            "color": colour,
            "order": {"field": "place", "type": "quantitative"},
        },
    }


def _counts(rows: dict[str, dict[str, int]]) -> Spec:
    told = {
        label: ", ".join(f"{kind} {count:,}" for kind, count in counts.items() if count)
        for label, counts in rows.items()
    }
    return {
        "data": {"values": [{"label": label, "told": words or "no study"} for label, words in told.items()]},
        "mark": {"type": "text", "align": "left", "dx": 4, "dy": ABOVE, "color": QUIET},
        "encoding": {"x": {"datum": 0}, "text": {"field": "told"}},
    }

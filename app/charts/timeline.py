"""Studies by year and strength of design."""

from app.charts.style import INK, LEVEL_COLOURS, LEVEL_NAMES, WIDTH, Spec, count_axis, empty, picture
from app.synthesis.schemas.evidence_map import EvidenceMap

TITLE = "When was the evidence published?"


def draw(found: EvidenceMap, told: list[str]) -> Spec:
    """Draw the timeline of a map of years by evidence levels."""
    unknown = sum(cell.evidence.studies for cell in found.cells if cell.row is None)
    told = [*told, f"{unknown} of {found.selection.evidence.studies} studies state no year and are not drawn."]
    bars = [
        {
            "year": cell.row,
            "studies": cell.evidence.studies,
            "level": "ungraded" if cell.col is None else str(cell.col),
            "place": 9 if cell.col is None else cell.col,
        }
        for cell in found.cells
        if cell.row is not None
    ]
    if not bars:
        return empty(TITLE, told, "No study with a year matches the question.")
    years = [int(item.value) for item in found.rows.values if item.value is not None]
    scale = {"domain": list(LEVEL_NAMES), "range": list(LEVEL_COLOURS)}
    legend = {"title": "evidence level", "orient": "top", "symbolType": "square", "symbolStrokeColor": INK}
    x = {"field": "year", "type": "ordinal", "scale": {"domain": years}, "axis": {"title": None, "labelAngle": -40}}
    body = {
        "width": WIDTH,
        "height": 240,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": bars},
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.4},
        "encoding": {
            "x": x,
            "y": {
                "field": "studies",
                "type": "quantitative",
                "axis": count_axis("studies"),
            },
            "color": {"field": "level", "type": "nominal", "scale": scale, "legend": legend},
            "order": {"field": "place", "type": "quantitative"},
        },
    }
    return picture(TITLE, told, body)

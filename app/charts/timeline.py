"""Studies by year and strength of design."""

from collections import Counter

from app.charts.style import INK, WIDTH, Spec, count_axis, empty, level_colour, picture
from app.synthesis.schemas.evidence_map import EvidenceMap, Value
from app.synthesis.words import plural

TITLE = "When was the evidence published?"


def draw(found: EvidenceMap, told: list[str]) -> Spec:
    """Draw the timeline of a map of years by evidence levels."""
    known = [cell for cell in found.cells if cell.row is not None]
    unknown = sum(cell.evidence.studies for cell in found.cells if cell.row is None)
    told = [*told, *([f"Not drawn: {plural(unknown, 'study', 'studies')} without a year."] if unknown else [])]
    if not known:
        return empty(TITLE, told, "No study that matches the question states its year.")
    totals = Counter[Value]()
    for cell in known:
        totals[cell.row] += cell.evidence.studies
    bars = [
        {
            "year": cell.row,
            "studies": cell.evidence.studies,
            "level": "ungraded" if cell.col is None else str(cell.col),
            "place": 9 if cell.col is None else cell.col,
        }
        for cell in known
    ]
    years = [int(item.value) for item in found.rows.values if item.value is not None]
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
                "axis": count_axis("studies", max(totals.values())),
            },
            "color": level_colour("evidence level of the study", symbolType="square", symbolStrokeColor=INK),
            "order": {"field": "place", "type": "quantitative"},
        },
    }
    return picture(TITLE, told, body)

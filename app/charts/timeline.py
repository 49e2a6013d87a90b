"""Studies by year and strength of design."""

from collections import Counter
from collections.abc import Sequence

from app.charts.asked import Asked
from app.charts.levels import COLOURS, level_colour, name_level
from app.charts.style import INK, OUTLINE, WIDTH, Spec, count_axis, empty, picture
from app.synthesis.schemas.evidence_map import EvidenceMap, MapCell, Value
from app.synthesis.words import plural

TITLE = "Studies by year"
YEARS = {"title": "year of publication or registration", "labelAngle": -40}


def draw(found: EvidenceMap, asked: Asked) -> Spec:
    """Draw the timeline of a map of years by evidence levels."""
    known = [cell for cell in found.cells if cell.row is not None]
    unknown = sum(cell.evidence.studies for cell in found.cells if cell.row is None)
    years = [int(item.value) for item in found.rows.values if item.value is not None]
    without = f"Not drawn: {plural(unknown, 'study', 'studies')} without a year." if unknown else ""
    told = asked.told(without, _unfinished(years, asked.release))
    if not known:
        return empty(TITLE, told, "No study that matches the question states its year.")
    totals = Counter[Value]()
    for cell in known:
        totals[cell.row] += cell.evidence.studies
    body = {
        "width": WIDTH,
        "height": 240,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [_bar(cell) for cell in known]},
        "mark": {"type": "bar"} | OUTLINE,
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "scale": {"domain": years}, "axis": YEARS},
            "y": {
                "field": "studies",
                "type": "quantitative",
                "axis": count_axis("studies", max(totals.values())),
            },
            "color": level_colour("evidence level of the study", 3, symbolType="square", symbolStrokeColor=INK),
            "order": {"field": "place", "type": "quantitative"},
        },
    }
    return picture(TITLE, told, body)


def _unfinished(years: Sequence[int], release: str) -> str:
    """Say that the last year is not over."""
    return f"{years[-1]}: up to release {release}." if years and release.startswith(str(years[-1])) else ""


def _bar(cell: MapCell) -> Spec:
    level = cell.col if isinstance(cell.col, int) else None
    place = list(COLOURS).index(level)
    return {"year": cell.row, "studies": cell.evidence.studies, "level": name_level(level), "place": place}

"""Bubbles for how much evidence there is, colour for its strength, and a mark where there is none."""

from math import pi

from app.charts.asked import Asked
from app.charts.dimensions import NAMES, is_one_each
from app.charts.levels import DARK, level_colour, name_level
from app.charts.sides import Names, choose_sides, label_sides, tell_left_out, width_of_labels
from app.charts.style import CROSS, IN_LINES, INK, QUIET, TEXT_ROOM, WIDTH, Spec, picture
from app.synthesis.schemas.evidence_map import EvidenceMap

TITLE = "Where is evidence, and how strong?"
# Areas of bubbles, of which the smallest has room for its number, and the width of ticks beside labels.
SMALLEST, LARGEST, BESIDE = 170, 900, 24
# So many studies fill the largest bubble, or as many as the fullest cell has: few are not many because all are few.
MANY = 20
SLANTED = {"labelAngle": -40, "orient": "bottom"}


def draw(found: EvidenceMap, asked: Asked) -> Spec:
    """Draw the evidence map."""
    rows, cols = choose_sides(found)
    left_out = tell_left_out(found, rows, cols)
    rows, cols = label_sides(rows, cols)
    points = _points(found, rows, cols)
    layers = [
        {"transform": [{"filter": "datum.studies == 0"}], "mark": CROSS},
        {
            "transform": [{"filter": "datum.studies > 0"}],
            "mark": {"type": "circle", "opacity": 1, "stroke": QUIET, "strokeWidth": 0.8},
            "encoding": {
                "size": _size(points, (TEXT_ROOM - BESIDE - width_of_labels(rows)) / len(cols)),
                "color": level_colour("best evidence level of the studies", columns=2, symbolSize=120),
            },
        },
        {
            "transform": [{"filter": "datum.studies > 0"}],
            "mark": {"type": "text", "fontSize": 10},
            "encoding": {
                "text": {"field": "studies"},
                "color": {"condition": {"test": "datum.dark", "value": "white"}, "value": INK},
            },
        },
    ]
    body = {
        "width": WIDTH,
        "height": {"step": 34},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": points},
        "encoding": {"y": _axis("row", rows, **IN_LINES), "x": _axis("col", cols, **SLANTED)},
        "layer": layers,
    }
    told = asked.told(*_explained(found, points, filtered=asked.filtered), left_out)
    return picture(TITLE, told, body)


def _explained(found: EvidenceMap, points: list[Spec], *, filtered: bool) -> list[str]:
    sides = (found.rows.dimension, found.cols.dimension)
    several = "" if all(map(is_one_each, sides)) else " A study can stand in several cells."
    gap = "A cross: none of the studies asked for." if filtered else "A cross marks a gap: no study."
    return [
        f"Rows: {NAMES[sides[0]]}. Columns: {NAMES[sides[1]]}.{several}",
        "Number in a bubble: studies; its area grows with them, and is never less than the number needs.",
        "" if all(point["studies"] for point in points) else gap,
    ]


def _points(found: EvidenceMap, rows: Names, cols: Names) -> list[Spec]:
    evidence = {(cell.row, cell.col): cell.evidence for cell in found.cells}
    points: list[Spec] = []
    for row, row_name in rows.items():
        for col, col_name in cols.items():
            known = evidence.get((row, col))
            level = known.best_evidence_level if known else None
            points.append(
                {
                    "row": row_name,
                    "col": col_name,
                    "studies": known.studies if known else 0,
                    "level": name_level(level),
                    "dark": level in DARK,
                }
            )
    return points


def _axis(field: str, shown: Names, **look: object) -> Spec:
    """Describe a side; its title stands above the picture, where long labels leave it room."""
    axis = {"title": None, "grid": True, **look}
    return {"field": field, "type": "nominal", "sort": list(shown.values()), "axis": axis}


def _size(points: list[Spec], step: float) -> Spec:
    """Let the area grow in proportion with the studies, from the bubbles on that are larger than the smallest."""
    largest = max(SMALLEST, min(LARGEST, pi / 4 * step * step))
    most = max(MANY, *(int(point["studies"]) for point in points))
    scale = {
        "type": "linear",
        "domain": [most * SMALLEST / largest, most],
        "range": [SMALLEST, largest],
        "clamp": True,
        "zero": False,
    }
    return {"field": "studies", "type": "quantitative", "scale": scale, "legend": None}

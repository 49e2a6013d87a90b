"""Bubbles for how much evidence there is, colour for its strength, and a mark where there is none."""

from math import pi

from app.charts.dimensions import NAMES
from app.charts.sides import Names, choose_sides, tell_left_out
from app.charts.style import INK, QUIET, WIDTH, Spec, level_colour, picture
from app.synthesis.schemas.evidence_map import EvidenceMap

TITLE = "Where is evidence, and how strong?"
# Areas of bubbles, and the width that the longest labels of rows leave to columns.
SMALLEST, LARGEST, NARROWEST = 150, 900, 335
# Slanted labels longer than this would reach beyond the left edge.
SLANTED = {"labelAngle": -40, "labelLimit": 160, "orient": "bottom"}
CROSS = "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7"


def draw(found: EvidenceMap, told: list[str]) -> Spec:
    """Draw the evidence map."""
    rows, cols = choose_sides(found)
    points = _points(found, rows, cols)
    layers = [
        {
            "transform": [{"filter": "datum.studies == 0"}],
            # Drawn, not written: the renderer measures each text, which takes most of its time.
            "mark": {"type": "point", "shape": CROSS, "size": 40, "stroke": QUIET, "strokeWidth": 1.2},
        },
        {
            "transform": [{"filter": "datum.studies > 0"}],
            "mark": {"type": "circle", "opacity": 1, "stroke": QUIET, "strokeWidth": 0.8},
            "encoding": {
                "size": _size(len(cols)),
                "color": level_colour("best evidence level of the studies", symbolSize=120),
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
        "encoding": {"y": _axis("row", rows), "x": _axis("col", cols, **SLANTED)},
        "layer": layers,
    }
    return picture(TITLE, [*told, *_explained(found, points), *tell_left_out(found, rows, cols)], body)


def _explained(found: EvidenceMap, points: list[Spec]) -> list[str]:
    gaps = " A cross marks a gap: no study." if any(not point["studies"] for point in points) else ""
    return [
        f"Rows: {NAMES[found.rows.dimension]}. Columns: {NAMES[found.cols.dimension]}.",
        f"Number in a bubble: studies.{gaps}",
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
                    "participants": known.participants if known else 0,
                    "level": "ungraded" if level is None else str(level),
                    "dark": level is not None and level <= 3,  # noqa: PLR2004
                }
            )
    return points


def _axis(field: str, shown: Names, **look: object) -> Spec:
    """Describe a side; its title stands above the picture, where long labels leave it room."""
    axis = {"title": None, "grid": True, **look}
    return {"field": field, "type": "nominal", "sort": list(shown.values()), "axis": axis}


def _size(cols: int) -> Spec:
    step = NARROWEST / cols
    scale = {"type": "sqrt", "range": [SMALLEST, max(SMALLEST, min(LARGEST, pi / 4 * step * step))]}
    return {"field": "studies", "type": "quantitative", "scale": scale, "legend": None}

"""Bubbles for how much evidence there is, colour for its strength, and a mark where there is none."""

from math import pi
from typing import Any

from app.charts.style import INK, LEVEL_COLOURS, LEVEL_NAMES, QUIET, WIDTH, Spec, empty, picture
from app.synthesis.schemas.evidence_map import Axis, EvidenceMap

TITLE = "Where is evidence, and how strong?"
MOST_ROWS, MOST_COLS = 20, 14
ORDERED = ("year", "evidence_level", "level", "sessions", "interval_weeks")
# Areas of bubbles, and the width that the longest labels of rows leave to columns.
SMALLEST, LARGEST, NARROWEST = 150, 900, 335
CROSS = "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7"


def draw(found: EvidenceMap, told: list[str]) -> Spec:
    """Draw the evidence map."""
    rows, cols = _shown(found.rows, MOST_ROWS), _shown(found.cols, MOST_COLS)
    if not rows or not cols:
        return empty(TITLE, told, "No study matches the question.")
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
            "encoding": {"size": _size(len(cols)), "color": _colour()},
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
        "encoding": {"y": _axis("row", found.rows, rows), "x": _axis("col", found.cols, cols) | {"axis": SLANTED}},
        "layer": layers,
    }
    return picture(TITLE, [*told, *_omitted(found, rows, cols)], body)


SLANTED: Spec = {"labelAngle": -40, "title": None, "grid": True, "orient": "bottom"}


def _shown(axis: Axis, most: int) -> dict[Any, str]:
    """Give the names of the values with most studies; what has an order of its own keeps it."""
    used = sorted((item for item in axis.values if item.evidence.studies), key=lambda item: -item.evidence.studies)[
        :most
    ]
    if axis.dimension in ORDERED:
        used = [item for item in axis.values if item in used]
    names = [item.name for item in used]
    return {item.value: item.name if names.count(item.name) == 1 else f"{item.name} ({item.value})" for item in used}


def _points(found: EvidenceMap, rows: dict[Any, str], cols: dict[Any, str]) -> list[Spec]:
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


def _axis(field: str, axis: Axis, shown: dict[Any, str]) -> Spec:
    named = axis.dimension.replace("_", " ")
    described: Spec = {"field": field, "type": "nominal", "sort": list(shown.values())}
    return described | {"axis": {"title": named, "grid": True}}


def _size(cols: int) -> Spec:
    step = NARROWEST / cols
    scale = {"type": "sqrt", "range": [SMALLEST, max(SMALLEST, min(LARGEST, pi / 4 * step * step))]}
    return {"field": "studies", "type": "quantitative", "scale": scale, "legend": None}


def _colour() -> Spec:
    scale = {"domain": list(LEVEL_NAMES), "range": list(LEVEL_COLOURS)}
    legend = {"title": "best evidence level", "orient": "top", "direction": "horizontal", "symbolSize": 120}
    return {"field": "level", "type": "nominal", "scale": scale, "legend": legend}


def _omitted(found: EvidenceMap, rows: dict[Any, str], cols: dict[Any, str]) -> list[str]:
    told = ["Number in a bubble: studies. A cross marks a gap: no study."]
    for axis, shown in ((found.rows, rows), (found.cols, cols)):
        left = len(axis.values) - len(shown)
        if left:
            named = axis.dimension.replace("_", " ")
            used = sum(1 for item in axis.values if item.evidence.studies) - len(shown)
            without = left - used
            more = f"{used} with fewer studies and " if used else ""
            told.append(f"Not drawn: {more}{without} values of {named} without any study.")
    return told

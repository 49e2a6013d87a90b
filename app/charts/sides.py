"""Which rows and columns of an evidence map are drawn, and what they are called: there is room for few."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from app.charts.lettering import fit, width_of
from app.charts.style import PADDING
from app.synthesis.part_words import PART_WORDS
from app.synthesis.schemas.evidence_map import Axis, EvidenceMap
from app.synthesis.words import plural

MOST_ROWS, MOST_COLS = 20, 14
YEAR = "year"
ORDERED = ("evidence_level", "level", "sessions", "interval_weeks")
Names = dict[Any, str]
# Room for labels of rows, on two lines each; labels of columns are slanted, and may reach as far left as rows do.
ROW_ROOM, COL_ROOM, MOST_COL_ROOM = 190, 210, 240
# How much of a slanted label is width.
SLANT = 0.77


def choose_sides(found: EvidenceMap) -> tuple[Names, Names]:
    """Name the rows with most studies, then the columns that show most of what stands in them."""
    margins = {item.value: item.evidence.studies for item in found.rows.values if item.evidence.studies}
    rows = _latest(found.rows, MOST_ROWS) or sorted(margins, key=lambda row: -margins[row])[:MOST_ROWS]
    standing: dict[Any, dict[Any, int]] = defaultdict(dict)
    for cell in found.cells:
        if cell.row in rows:
            standing[cell.col][cell.row] = cell.evidence.studies
    cols = _latest(found.cols, MOST_COLS) or _cover(standing)
    if found.rows.dimension != YEAR:
        # A row whose studies all stand in columns left out would look like one without studies.
        seen = {row for col in cols if col in standing for row in standing[col]}
        rows = [row for row in rows if row in seen]
    sums = {col: sum(standing[col].values()) for col in cols}
    return _named(found.rows, _in_order(found.rows, rows, margins)), _named(
        found.cols, _in_order(found.cols, cols, sums)
    )


def label_sides(rows: Names, cols: Names) -> tuple[Names, Names]:
    """Write the names as they have room."""
    rows = dict(zip(rows, fit(list(rows.values()), ROW_ROOM, 2), strict=True))
    room = min(max(COL_ROOM, (PADDING + width_of_labels(rows)) / SLANT), MOST_COL_ROOM)
    return rows, dict(zip(cols, fit(list(cols.values()), room), strict=True))


def width_of_labels(names: Names) -> float:
    """Say how wide the widest label is drawn."""
    return max((width_of(line) for label in names.values() for line in label.split("\n")), default=0)


def tell_left_out(found: EvidenceMap, rows: Names, cols: Names) -> str:
    """Say how many rows and columns are not drawn."""
    left = [_left(found.rows, rows, "row"), _left(found.cols, cols, "column")]
    return f"Not drawn: {'; '.join(filter(None, left))}." if any(left) else ""


def _latest(axis: Axis, most: int) -> list[Any]:
    """Give the latest years without a break, and the missing one; nothing for other dimensions."""
    if axis.dimension != YEAR:
        return []
    values = [item.value for item in axis.values]
    return values[-most:]


def _cover(standing: Mapping[Any, Mapping[Any, int]]) -> list[Any]:
    """Take columns one by one: that which fills most rows that are still empty, then that with most studies."""
    left, filled, chosen = dict(standing), set[Any](), list[Any]()
    while left and len(chosen) < MOST_COLS:
        best = max(left, key=lambda col: (len(left[col].keys() - filled), sum(left[col].values())))
        filled |= left.pop(best).keys()
        chosen.append(best)
    return chosen


def _in_order(axis: Axis, chosen: list[Any], studies: Mapping[Any, int]) -> list[Any]:
    """Order by studies what has no order of its own; the missing value comes last."""
    own = [item.value for item in axis.values if item.value in chosen]
    if axis.dimension in (YEAR, *ORDERED):
        return own
    return sorted(own, key=lambda value: (value is None, -studies[value]))


def _named(axis: Axis, chosen: list[Any]) -> Names:
    words: Mapping[Any, str] = PART_WORDS if axis.dimension == "reports" else {}
    names = {item.value: words.get(item.value, item.name) for item in axis.values}
    used = [names[value] for value in chosen]
    return {
        value: name if used.count(name) == 1 else f"{name} ({value})" for value, name in zip(chosen, used, strict=True)
    }


def _left(axis: Axis, shown: Names, noun: str) -> str:
    left = [item for item in axis.values if item.value not in shown]
    used = sum(1 for item in left if item.evidence.studies)
    without, noun = len(left) - used, "earlier year" if axis.dimension == YEAR else noun
    if not used:
        return f"{plural(without, noun)} without any study" if without else ""
    return f"{plural(used, noun)} with studies" + (f" and {without:,} without any" if without else "")

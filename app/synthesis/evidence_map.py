"""The evidence map: counts in two or three dimensions, margins in which each study counts once, and the gaps."""

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any

from app.core.errors import Fault, InvalidRequestError
from app.synthesis.asking.axes import all_values, known_values, name_of, names_of
from app.synthesis.asking.dimensions import DEPTHS, DIMENSIONS, Depths, Dimension
from app.synthesis.asking.links import behind_links, depths_of
from app.synthesis.asking.question import Option, Question
from app.synthesis.asking.selection import Selection
from app.synthesis.columns.amounts import NOTHING
from app.synthesis.columns.cells import Cell, count_up, sum_up
from app.synthesis.schemas.base import Evidence
from app.synthesis.schemas.evidence_map import Axis, AxisValue, EvidenceMap, Gap, MapCell

MAX_CELLS = 10_000
SIDES = ("rows", "cols", "layer")
MAP_OPTIONS = (
    Option("rows", "Dimension of the rows.", "source", default="source", allowed=tuple(DIMENSIONS)),
    Option("cols", "Dimension of the columns.", "indication", default="indication", allowed=tuple(DIMENSIONS)),
    Option("layer", "A third dimension.", "level", allowed=tuple(DIMENSIONS)),
    Option(
        "cell",
        "The number that each cell shows as `value`.",
        "studies",
        default="studies",
        allowed=("studies", "studies_in_people", "participants", "best_evidence_level", "latest_year"),
    ),
    *DEPTHS,
)


def draw_map(question: Question, selection: Selection, *, gaps: bool = True) -> EvidenceMap:
    """Lay out the evidence, with all gaps or with none."""
    dimensions = _dimensions(question)
    depths = depths_of(question, dimensions)
    axes = [_axis(question, selection, each, depths) for each in dimensions]
    sides = [[item.value for item in axis.values] for axis in axes]
    if gaps:
        shape = " x ".join(str(len(side)) for side in sides)
        _refuse_too_many(prod(map(len, sides)), f"{shape} =", "Take a smaller depth or another dimension.")
    cells = sum_up(selection.counted, dimensions, depths)
    _refuse_too_many(len(cells), "studies in", "Take a smaller depth, another dimension or more filters.")
    places = {cell.values: cell for cell in cells}
    everywhere = list(product(*sides)) if gaps else _in_order(places, sides)
    link, number = behind_links(question, [each.name for each in dimensions]), question["cell"]
    empty = [_placed(values) for values in everywhere if values not in places]
    return EvidenceMap(
        selection=selection.shown,
        rows=axes[0],
        cols=axes[1],
        layer=axes[2] if len(axes) > len(SIDES[:2]) else None,
        cell=number,
        cells=[_show(values, places[values], number, link(values)) for values in everywhere if values in places],
        gaps=[Gap(row=row, col=col, layer=layer) for row, col, layer in empty],
    )


def _dimensions(question: Question) -> list[Dimension]:
    named = [question[side] for side in SIDES if question[side] is not None]
    if len(set(named)) < len(named):
        message = f"rows, cols and layer are {', '.join(named)}; they must differ."
        raise InvalidRequestError.of([Fault("twin-dimension", message, "cols")])
    return [DIMENSIONS[name] for name in named]


def _axis(question: Question, selection: Selection, dimension: Dimension, depths: Depths) -> Axis:
    snapshot = selection.counted.snapshot
    margin = count_up(selection.counted, [dimension], depths)
    known = known_values(snapshot, dimension, depths)
    names = names_of(snapshot, dimension)
    values = all_values(known, (value for (value,) in margin), dimension)
    link = behind_links(question, [dimension.name])
    shown = [
        AxisValue(
            value=value,
            name=name_of(value, names),
            evidence=margin.get((value,), NOTHING),
            studies_link=link([value]),
        )
        for value in values
    ]
    return Axis(dimension=dimension.name, depth=dimension.depth(depths), values=shown)


def _refuse_too_many(cells: int, which: str, advice: str) -> None:
    if cells > MAX_CELLS:
        message = f"The map would have {which} {cells} cells; at most {MAX_CELLS} are drawn. {advice}"
        raise InvalidRequestError.of([Fault("too-many-cells", message, "rows")])


def _number(evidence: Evidence, name: str) -> int | None:
    """Give the number that is asked for; participants that no study states are not none."""
    is_stated = evidence.studies_in_people > evidence.participants_not_stated
    number: int | None = getattr(evidence, name)
    return None if name == "participants" and not is_stated else number


def _in_order(filled: Iterable[tuple[Any, ...]], sides: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Give cells with studies in the order of the sides."""
    ranks = [{value: rank for rank, value in enumerate(side)} for side in sides]
    return sorted(filled, key=lambda values: [rank[value] for rank, value in zip(ranks, values, strict=True)])


def _placed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give row, column and layer; there may be no layer."""
    return values if len(values) == len(SIDES) else (*values, None)


def _show(values: tuple[Any, ...], cell: Cell, number: str, link: str) -> MapCell:
    row, col, layer = _placed(values)
    return MapCell(
        row=row,
        col=col,
        layer=layer,
        value=_number(cell.evidence, number),
        evidence=cell.evidence,
        directions=cell.directions,
        assessments=cell.assessments,
        studies_link=link,
    )

"""The evidence map as the API shows it."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure
from app.shared.refs import StudyRef
from app.synthesis.schemas.base import Assessments, Directions, Evidence, SelectionRead

Value = str | int | Figure | None


@plain
class AxisValue:
    """One value of an axis with its margin, in which each study counts once."""

    value: Value = Field(description="Value; null holds the studies that state none.")
    name: str = Field(description="Name of the value.")
    evidence: Evidence = Field(description="How much evidence there is for the value.")
    studies_link: str = Field(description="Address of the studies.")


@plain
class Axis:
    """One dimension of a map."""

    dimension: str = Field(description="Dimension.", examples=["source"])
    depth: int | None = Field(description="Depth in the hierarchy; null for what is no hierarchy.")
    values: list[AxisValue] = Field(description="All values, also those without evidence.")


@plain
class MapCell:
    """One combination of values with its evidence."""

    row: Value = Field(description="Value of the rows.")
    col: Value = Field(description="Value of the columns.")
    layer: Value = Field(description="Value of the layer; null also where there is no layer.")
    value: int | None = Field(description="The number that `cell` asks for; null where no study states it.")
    evidence: Evidence = Field(description="How much evidence.")
    directions: Directions = Field(description="Which way the outcomes of the studies went.")
    assessments: Assessments = Field(description="What the studies say of harm.")
    studies_link: str = Field(description="Address of the studies behind the cell.")


@plain
class Gap:
    """A combination of values without any study."""

    row: Value = Field(description="Value of the rows.")
    col: Value = Field(description="Value of the columns.")
    layer: Value = Field(description="Value of the layer; null also where there is no layer.")


@plain
class EvidenceMap:
    """Where evidence is, how strong, and where it is missing."""

    selection: SelectionRead
    rows: Axis = Field(description="The rows.")
    cols: Axis = Field(description="The columns.")
    layer: Axis | None = Field(description="The third dimension, where one was asked for.")
    cell: str = Field(description="The number shown as `value` of each cell.")
    cells: list[MapCell] = Field(description="Cells with studies.")
    gaps: list[Gap] = Field(description="Cells without studies.")


@plain
class StudiesBehind:
    """The studies behind a number of a synthesis."""

    selection: SelectionRead
    total: int = Field(description="Studies behind the number.")
    studies: list[StudyRef] = Field(description="The studies, by accession, at most 200.")
    next: str | None = Field(description="Address of the following studies; null at the end.")

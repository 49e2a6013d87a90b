"""One column of a flat export: where its value comes from, what kind it is, and what it means."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, Text, cast, func, select, type_coerce

from app.interchange.columns import CellKind

# Between the values of a list; slugs, symbols and values of closed lists do not contain it.
SEPARATOR = "; "


@dataclass(frozen=True)
class FlatColumn:
    """A column of a flat table."""

    name: str
    expression: Any
    meaning: str
    kind: CellKind
    unit: str | None = None
    is_list: bool = False
    # Whether a list without values is unknown rather than empty.
    nullable_list: bool = False

    @property
    def explanation(self) -> str:
        """Meaning and unit in one text."""
        return f"{self.meaning} Unit: {self.unit}." if self.unit else self.meaning


def column(name: str, expression: Any, meaning: str, unit: str | None = None) -> FlatColumn:
    """Make a column; closed lists and dates are read as texts, which is what files hold."""
    kind = expression.type
    if isinstance(kind, JSON):
        return FlatColumn(name, expression, meaning, CellKind.TEXT, unit, is_list=True)
    if isinstance(kind, Enum):
        return FlatColumn(name, type_coerce(expression, Text()), meaning, CellKind.CLOSED, unit)
    if isinstance(kind, Date):
        return FlatColumn(name, cast(expression, Text()), meaning, CellKind.DATE, unit)
    kinds = {Boolean: CellKind.BOOLEAN, Integer: CellKind.INTEGER, Float: CellKind.NUMBER}
    found = next((cell for of_type, cell in kinds.items() if isinstance(kind, of_type)), CellKind.TEXT)
    return FlatColumn(name, expression, meaning, found, unit)


def of_document(model: type[BaseModel], name: str, expression: Any, *, called: str | None = None) -> FlatColumn:
    """Make a column whose meaning and unit stand in the document."""
    info = model.model_fields[name]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    unit = extra.get("x-unit")
    return column(called or name, expression, info.description or "", None if unit is None else str(unit))


def listed(name: str, owner: Any, values: Any, meaning: str) -> FlatColumn:
    """Make a column of several values out of an ordered select of them, which refers to a row of the owner."""
    inner = values.correlate(owner).subquery()
    joined = select(func.aggregate_strings(type_coerce(inner.c[0], Text()), SEPARATOR)).scalar_subquery()
    return FlatColumn(name, joined, meaning, CellKind.TEXT, is_list=True)


def counted(name: str, owner: Any, entity: Any, link: Any, meaning: str) -> FlatColumn:
    """Make a column that counts rows of another table."""
    count = select(func.count()).select_from(entity).where(link).correlate(owner).scalar_subquery()
    return FlatColumn(name, count, meaning, CellKind.INTEGER)

"""One column of a flat export: where its value comes from, what kind it is, and what it means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, Select, Text, cast, func, select, type_coerce

from app.interchange.columns import CellKind

# Between the values of a gathered list; slugs, symbols and values of closed lists do not contain it.
SEPARATOR = "; "


Documents = Sequence[dict[str, Any]]
# The origin of each source.
Origins = Mapping[str, str]
Take = Callable[[Documents, Origins], list[Any]]


@dataclass(frozen=True)
class Gathered:
    """Values that stand in rows of another table, fetched for many rows of the export at once."""

    # Of the row that the values belong to: its study, or its study and position.
    keys: Sequence[Any]
    values: Any
    order: Any

    def select(self, studies: Any) -> Select[Any]:
        """Select, for some studies, each key with its values joined in order."""
        keys = [key.label(f"key_{index}") for index, key in enumerate(self.keys)]
        value = type_coerce(self.values, Text()).label("value")
        # A sorted subquery keeps its order in the aggregate, on either database.
        inner = select(*keys, value).where(studies(self.keys[0])).order_by(*self.keys, self.order).subquery()
        found = [inner.c[key.name] for key in keys]
        return select(*found, func.aggregate_strings(inner.c.value, SEPARATOR)).group_by(*found)


@dataclass(frozen=True)
class FlatColumn:
    """A column of a flat table."""

    name: str
    expression: Any
    meaning: str
    kind: CellKind
    unit: str | None = None
    is_list: bool = False
    # Where the value is not in the row: it stands in other tables, or in the document of the study.
    gathered: Gathered | None = None
    taken: Take | None = None

    @property
    def explanation(self) -> str:
        """Meaning and unit in one text."""
        return f"{self.meaning} Unit: {self.unit}." if self.unit else self.meaning


def column(name: str, expression: Any, meaning: str, unit: str | None = None) -> FlatColumn:
    """Make a column; closed lists and dates are read as texts, which is what files hold."""
    kind = expression.type
    if isinstance(kind, JSON):
        return FlatColumn(name, type_coerce(expression, Text()), meaning, CellKind.TEXT, unit, is_list=True)
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


def listed(name: str, meaning: str, values: Any, *, of: Any, width: int = 1) -> FlatColumn:
    """Make a column of several values out of the rows of another table, in their order."""
    keys = [of.study_id, of.position][:width]
    order = of.place if hasattr(of, "place") else of.position
    gathered = Gathered(keys, values, order)
    return FlatColumn(name, None, meaning, CellKind.TEXT, is_list=True, gathered=gathered)

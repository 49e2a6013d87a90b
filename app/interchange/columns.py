"""The sheets of a workbook: which columns each has, read off the study document so that the two cannot differ."""

import datetime as dt
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.document import (
    AdverseEvent,
    Arm,
    Identifiers,
    Mechanism,
    Outcome,
    Provenance,
    Relation,
    Retraction,
    Safety,
    Study,
)
from app.vocab import ClosedList

# Parts that are left out where nothing in them is known, as in the document.
OPTIONAL_PARTS = ("retraction",)


class CellKind(StrEnum):
    """How the value of a cell is written."""

    TEXT = "text"
    CLOSED = "closed list"
    INTEGER = "whole number"
    NUMBER = "number"
    BOOLEAN = "true or false"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column of a sheet, and where its value stands in the record."""

    name: str
    path: tuple[str, ...]
    info: FieldInfo

    @cached_property
    def _leaves(self) -> list[type]:
        return list(_leaves(self.info.annotation))

    @property
    def is_list(self) -> bool:
        """Whether the cell holds several values."""
        return tuple in self._leaves

    @property
    def nullable(self) -> bool:
        """Whether an empty cell means that the value is not known."""
        return type(None) in self._leaves or self.path[0] in OPTIONAL_PARTS

    @cached_property
    def closed(self) -> type[ClosedList] | None:
        """The closed list of the values, if there is one."""
        return next((leaf for leaf in self._leaves if issubclass(leaf, ClosedList)), None)

    @cached_property
    def kind(self) -> CellKind:
        """How the value is written."""
        if self.closed:
            return CellKind.CLOSED
        kinds = {bool: CellKind.BOOLEAN, float: CellKind.NUMBER, int: CellKind.INTEGER, dt.date: CellKind.DATE}
        return next((kind for leaf, kind in kinds.items() if leaf in self._leaves), CellKind.TEXT)

    @property
    def meaning(self) -> str:
        """What the value says."""
        return self.info.description or ""

    @property
    def unit(self) -> str | None:
        """Unit of the value."""
        extra = self.info.json_schema_extra
        unit = extra.get("x-unit") if isinstance(extra, dict) else None
        return None if unit is None else str(unit)


def _leaves(annotation: Any) -> Iterator[type]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _leaves(part)
    elif origin is tuple:
        yield tuple
        yield from _leaves(get_args(annotation)[0])
    else:
        yield annotation


@dataclass(frozen=True)
class Sheet:
    """One sheet: a row for each record of one kind, joined by the column `study`."""

    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        """The names of all columns."""
        return [KEY, *(column.name for column in self.columns)]


KEY = "study"
KEY_MEANING = (
    "The study that the row belongs to: its accession, such as EXS000009; for a new study any name of your own, "
    "the same in all sheets, that does not begin with EXS."
)


def _columns(model: type[BaseModel], prefix: str = "", *path: str, skip: Sequence[str] = ()) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        if name not in skip:
            yield Column(f"{prefix}{name}", (*path, name), info)


PARTS = ("accession", "arms", "outcomes", "adverse_events", "mechanisms", "relations")
GROUPS: dict[str, Sequence[Column]] = {
    "identifiers": list(_columns(Identifiers, "", "identifiers")),
    "safety": list(_columns(Safety, "safety_", "safety")),
    "provenance": [
        *_columns(Provenance, "", "provenance", skip=["note"]),
        Column("provenance_note", ("provenance", "note"), Provenance.model_fields["note"]),
    ],
    "retraction": list(_columns(Retraction, "retraction_", "retraction")),
}


def _study_columns() -> Iterator[Column]:
    for column in _columns(Study, skip=PARTS):
        yield from GROUPS.get(column.name, [column])


STUDIES = Sheet("studies", "One row for each study.", tuple(_study_columns()))
CHILDREN = (
    Sheet("arms", "One row for each arm of a study, in the order of the source.", tuple(_columns(Arm))),
    Sheet("outcomes", "One row for each result of an arm.", tuple(_columns(Outcome))),
    Sheet("adverse_events", "One row for each kind of adverse event in an arm.", tuple(_columns(AdverseEvent))),
    Sheet("mechanisms", "One row for each mechanism in an arm.", tuple(_columns(Mechanism))),
    Sheet("relations", "One row for each link of a study to another record.", tuple(_columns(Relation))),
)
SHEETS = (STUDIES, *CHILDREN)
# Sheets of the template that say something to people and hold no records.
EXPLAINING = ("help", "lists")

"""A field says once what can be asked about a resource; parameters, SQL and docs are all made from it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

from pydantic import BaseModel
from sqlalchemy import Boolean, ColumnElement, Date, Enum, Float, Integer

from app.core.operators import ORDERED, Operator
from app.vocab import ClosedList

# A mapped column; SQLAlchemy types it as a descriptor, which a dataclass cannot hold.
Column: TypeAlias = Any


class Kind(StrEnum):
    """What the values of a field are."""

    CLOSED = "closed list"
    SLUG = "slug"
    IDENTIFIER = "identifier"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"


ORDERED_KINDS = (Kind.INTEGER, Kind.NUMBER, Kind.DATE)


@dataclass(frozen=True)
class Scope:
    """Rows of another table that belong to a row: conditions in one scope must hold for one and the same of them."""

    name: str
    tables: tuple[type[Any], ...]
    link: ColumnElement[bool]
    many: bool = True
    # A column and the value that it has in each row of the scope; `link` asks for it too.
    only: tuple[Column, Any] | None = None


@dataclass(frozen=True)
class Vocabulary:
    """Where the slugs of a field come from; a closure makes a slug include its descendants."""

    name: str
    slug: Column
    ancestor: Column | None = None
    descendant: Column | None = None


@dataclass(frozen=True)
class Field:
    """One field that can be asked about."""

    name: str
    column: Column
    meaning: str
    example: Any
    unit: str | None = None
    scope: Scope | None = None
    vocabulary: Vocabulary | None = None
    folded: Column | None = None
    # Key in the scope and key of the table that holds the column, where that is one step further.
    lookup: tuple[Column, Column] | None = None
    is_identifier: bool = False
    # How the identifiers look, as a name of `app.identifiers`; without it, any text may be one.
    scheme: str | None = None
    # Meanings of values that the table keeps as numbers.
    explained: type[ClosedList] | None = None

    @cached_property
    def closed(self) -> type[ClosedList] | None:
        """The closed list of the values, if there is one."""
        kind = self.column.type
        return kind.enum_class if isinstance(kind, Enum) else None  # type: ignore[return-value]

    @cached_property
    def kind(self) -> Kind:
        """What the values are, as the table says."""
        by_type = {Enum: Kind.CLOSED, Boolean: Kind.BOOLEAN, Integer: Kind.INTEGER, Float: Kind.NUMBER, Date: Kind.DATE}
        if self.vocabulary:
            return Kind.SLUG
        for of_type, kind in by_type.items():
            if isinstance(self.column.type, of_type):
                return kind
        return Kind.IDENTIFIER if self.is_identifier or self.scheme else Kind.TEXT

    @cached_property
    def nullable(self) -> bool:
        """Whether a row can be without a value."""
        return bool(self.column.property.columns[0].nullable)

    @cached_property
    def is_enumerable(self) -> bool:
        """Whether rows can be grouped by the values: not by texts, nor by keys that name one row."""
        stored = self.column.property.columns[0]
        names_row = stored.unique or (stored.primary_key and len(stored.table.primary_key) == 1)
        return self.kind != Kind.TEXT and not names_row

    @cached_property
    def operators(self) -> list[Operator]:
        """The comparisons that make sense for the field."""
        found: list[Operator] = []
        if self.kind != Kind.TEXT:
            found += [Operator.EQ, *([Operator.ALL] if self.scope and self.scope.many else [])]
            found += [] if self.kind == Kind.BOOLEAN else [Operator.NOT]
        found += list(ORDERED) if self.kind in ORDERED_KINDS else []
        found += [Operator.CONTAINS] if self.kind == Kind.TEXT else []
        found += [Operator.ISNULL] if self.nullable else []
        return found

    def parameter(self, operator: Operator) -> str:
        """Name the query parameter of a comparison."""
        return f"{self.name}__{operator}" if operator else self.name


@dataclass(frozen=True)
class SortKey:
    """A key that lists can be sorted by; rows without a value come last in either direction."""

    name: str
    column: Column
    meaning: str

    @cached_property
    def nullable(self) -> bool:
        """Whether some rows have no value."""
        return bool(self.column.property.columns[0].nullable)

    @cached_property
    def zero(self) -> Any:
        """Stand-in for a missing value, which is never compared with a real one."""
        kind = self.column.type
        if isinstance(kind, Date):
            return dt.date.min
        if isinstance(kind, Float):
            return 0.0
        return 0 if isinstance(kind, Integer) else ""


@dataclass(frozen=True)
class Resource:
    """A list that can be filtered, sorted and paged."""

    name: str
    entity: type[Any]
    fields: Sequence[Field]
    sorts: Sequence[SortKey]
    tie_break: Sequence[SortKey]
    default_sort: str
    # Schemas of the rows of an answer, by the value of `view`; the first is the usual one.
    views: Mapping[str, type[BaseModel]]
    # The public key of some row.
    example_key: str
    # By field, the value whose rows are left out unless the field is asked about.
    hidden: Mapping[str, Any] = field(default_factory=dict)
    # Answers a text question in a snapshot; a list without it cannot be searched.
    search: Callable[..., Any] | None = None
    # Keys of the order of a text question.
    text_sorts: Sequence[SortKey] = ()
    # Examples that give rows in this list, where those of the fields give none.
    examples: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, tuple[Field, Operator]] = field(init=False)
    # Fields that rows can be grouped by.
    groupable: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        """Name all parameters once."""
        shown = [replace(each, example=self.examples.get(each.name, each.example)) for each in self.fields]
        object.__setattr__(self, "fields", shown)
        named = {each.parameter(operator): (each, operator) for each in self.fields for operator in each.operators}
        object.__setattr__(self, "parameters", named)
        object.__setattr__(self, "groupable", {each.name: each for each in shown if each.is_enumerable})

    @cached_property
    def sort_values(self) -> list[str]:
        """All values of `sort`: each key ascending and, with a minus, descending."""
        return [f"{sign}{key.name}" for key in self.sorts for sign in ("", "-")]

    @cached_property
    def all_sort_values(self) -> list[str]:
        """All values of `sort`, those of a text question included."""
        return [*self.sort_values, *(f"{sign}{key.name}" for key in self.text_sorts for sign in ("", "-"))]

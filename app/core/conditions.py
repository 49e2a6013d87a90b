"""Turn a question into SQL."""

import operator
from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy import Boolean, ColumnElement, and_, exists, false, literal, not_, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.core.fields import Field
from app.core.operators import Operator
from app.core.text import fold
from app.core.tree import Condition, Either, Every, Node, Not, Some, Within


def clause(node: Node) -> ColumnElement[bool]:
    """Give the condition of a question in SQL."""
    match node:
        case Condition():
            return _looked_up(node.field, _matches(node))
        case Within(column, numbers):
            return _AmongNumbers(column, literal(orjson.dumps(list(numbers)).decode()))
        case Every(parts) | Either(parts):
            join, start = (and_, true()) if isinstance(node, Every) else (or_, false())
            return join(start, *map(clause, parts))
        case Not(Some() as part):
            return not_(clause(part))
        case Not(part):
            return clause(part).is_not(true())
        case Some(scope, part):
            return exists().where(and_(scope.link, clause(part))).correlate_except(*scope.tables)


class _AmongNumbers(FunctionElement[bool]):
    """A column among numbers that come as one JSON text, since databases take only so many values."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 - the signature is that of SQLAlchemy
        """Stand as it is: comparing it with true, as SQLAlchemy does for SQLite, would keep it from using an index."""
        return self


@compiles(_AmongNumbers, "sqlite")
def _among_on_sqlite(element: _AmongNumbers, compiler: Any, **options: Any) -> str:
    column, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - both are bound or our own


@compiles(_AmongNumbers, "postgresql")
def _among_on_postgresql(element: _AmongNumbers, compiler: Any, **options: Any) -> str:
    column, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT CAST(json_array_elements_text(CAST({numbers} AS json)) AS integer))"


def _looked_up(asked: Field, match: ColumnElement[bool]) -> ColumnElement[bool]:
    if asked.lookup is None:
        return match
    here, there = asked.lookup
    return and_(here.in_(select(there).where(match)))


COMPARISONS: dict[Operator, Callable[[Any, Any], ColumnElement[bool]]] = {
    Operator.ISNULL: lambda column, value: column.is_(None) if value else column.is_not(None),
    Operator.GT: operator.gt,
    Operator.GTE: operator.ge,
    Operator.LT: operator.lt,
    Operator.LTE: operator.le,
}


def _matches(item: Condition) -> ColumnElement[bool]:
    asked, values = item.field, item.values
    if item.operator == Operator.CONTAINS:
        searched = asked.folded if asked.folded is not None else asked.column
        return or_(*(searched.contains(fold(value), autoescape=True) for value in values))
    if compare := COMPARISONS.get(item.operator):
        return and_(compare(asked.column, values[0]))
    return and_(asked.column.in_(values)) if values else false()

"""Fetch one page of a list: by keyset from any place, by number near the start, always in one total order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.core.conditions import Understood, resolve, where
from app.core.cursor import Place, read_cursor, write_cursor
from app.core.query import MAX_OFFSET_ROWS, ListQuery, Order

Row = TypeVar("Row")


@dataclass(frozen=True)
class Part:
    """One column of the order: an expression that is never null, and its direction."""

    expression: ColumnElement[Any]
    descending: bool
    kind: type


@dataclass(frozen=True)
class Page:
    """One page with what leads on from it."""

    rows: Sequence[Any]
    total: int
    query: ListQuery
    understood: list[Understood]
    next: dict[str, str] | None
    prev: dict[str, str] | None


def fetch_page(session: Session, query: ListQuery, statement: Select[Any]) -> Page:
    """Answer a question with one page; `statement` says what is loaded with each row."""
    parts = order_parts(query)
    place = read_cursor(query, [part.kind for part in parts])
    understood = resolve(session, query)
    clauses = where(understood)
    total = session.scalar(select(func.count()).select_from(query.resource.entity).where(*clauses)) or 0
    wanted = statement.add_columns(*(part.expression for part in parts)).where(*clauses)
    backward = place is not None and place.backward
    if place is not None:
        wanted = wanted.where(beyond(parts, place))
    wanted = wanted.order_by(*(_direction(part, reverse=backward) for part in parts))
    offset = (query.page - 1) * query.page_size if query.page else 0
    found = session.execute(wanted.limit(query.page_size + 1).offset(offset)).all()
    more = len(found) > query.page_size
    found = found[: query.page_size]
    if backward:
        found = found[::-1]
    rows = [row[0] for row in found]
    keys = [list(row[1:]) for row in found]
    after, before = _links(query, keys, more=more, place=place)
    return Page(rows, total, query, understood, after, before)


def order_parts(query: ListQuery) -> list[Part]:
    """Spell out the order: missing values last, and a tie-break that makes it total."""
    named = {order.key.name for order in query.sort}
    ties = [Order(key, descending=False) for key in query.resource.tie_break if key.name not in named]
    parts: list[Part] = []
    for order in [*query.sort, *ties]:
        column, key = order.key.column, order.key
        kind = type(key.zero) if not isinstance(key.zero, str) else str
        if key.nullable:
            parts.append(Part(case((column.is_(None), 1), else_=0), descending=False, kind=int))
            column = func.coalesce(column, key.zero, type_=column.type)
        parts.append(Part(column, order.descending, kind))
    return parts


def beyond(parts: list[Part], place: Place) -> ColumnElement[bool]:
    """Select what comes after a place in the order, or before it when going backward."""
    alternatives = []
    for index, part in enumerate(parts):
        same = [earlier.expression == key for earlier, key in zip(parts[:index], place.keys, strict=False)]
        key = place.keys[index]
        later = part.expression < key if part.descending != place.backward else part.expression > key
        alternatives.append(and_(*same, later))
    return or_(*alternatives)


def _direction(part: Part, *, reverse: bool) -> ColumnElement[Any]:
    return part.expression.desc() if part.descending != reverse else part.expression.asc()


def _links(
    query: ListQuery, keys: list[list[Any]], *, more: bool, place: Place | None
) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    if not keys:
        last = {"page": str(query.page - 1)} if query.page and query.page > 1 else None
        return None, last
    backward = place is not None and place.backward
    cursor_after = {"cursor": write_cursor(query, Place(_plain(keys[-1]), backward=False))}
    if query.page:
        reachable = (query.page + 1) * query.page_size <= MAX_OFFSET_ROWS
        after = {"page": str(query.page + 1)} if reachable else cursor_after
        return (after if more else None), ({"page": str(query.page - 1)} if query.page > 1 else None)
    cursor_before = {"cursor": write_cursor(query, Place(_plain(keys[0]), backward=True))}
    has_next = more or backward
    has_prev = more if backward else place is not None
    return (cursor_after if has_next else None), (cursor_before if has_prev else None)


def _plain(keys: list[Any]) -> list[Any]:
    return [key.isoformat() if isinstance(key, dt.date) else getattr(key, "value", key) for key in keys]

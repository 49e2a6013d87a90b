"""Pages of lists: by keyset from any place, by number near the start, always in one total order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.core.cursor import Place, read_cursor, write_cursor
from app.core.query import MAX_OFFSET_ROWS, ListQuery, Order
from app.reads.order import Ordering


@dataclass(frozen=True)
class Part:
    """One column of the order: an expression that is never null, and its direction."""

    expression: ColumnElement[Any]
    descending: bool
    kind: type


@dataclass(frozen=True)
class Page:
    """One page, and what to ask for the pages beside it."""

    rows: Sequence[Any]
    total: int
    beside: "Beside"
    # Keys asked for that have no record, where records were asked for by key.
    missing: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Beside:
    """How to ask for the pages beside one: by what a link carries, and by cursors in any case."""

    next: dict[str, str] | None = None
    prev: dict[str, str] | None = None
    next_cursor: str | None = None
    prev_cursor: str | None = None


def page_of_set(query: ListQuery, found: BitMap, ordering: Ordering) -> Page:
    """Cut a page out of a set of studies: the numbers of its studies."""
    size, total = query.page_size, len(found)
    place = read_cursor(query, ordering.kinds)
    start = (query.page - 1) * size if query.page else 0
    stop = start + size
    if place is not None and place.backward:
        stop = ordering.place_of(found, place.keys, after=False)
        start = max(stop - size, 0)
    elif place is not None:
        start = ordering.place_of(found, place.keys, after=True)
        stop = start + size
    window = ordering.window(found, start, stop)
    keys = [keys for _, keys in window]
    beside = _beside(query, keys, has_next=stop < total, has_prev=start > 0)
    return Page([number for number, _ in window], total, beside)


def page_of_rows(
    session: Session,
    query: ListQuery,
    statement: Select[Any],
    where: ColumnElement[bool],
    total: int | None = None,
) -> Page:
    """Fetch a page of rows; `statement` says what is loaded with each."""
    parts = order_parts(query)
    place = read_cursor(query, [part.kind for part in parts])
    if total is None:
        total = session.scalar(select(func.count()).select_from(query.resource.entity).where(where)) or 0
    wanted = statement.add_columns(*(part.expression for part in parts)).where(where)
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
    has_next, has_prev = (True, more) if backward else (more, place is not None or offset > 0)
    keys = [list(row[1:]) for row in found]
    beside = _beside(query, keys, has_next=has_next, has_prev=has_prev)
    return Page([row[0] for row in found], total, beside)


def order_parts(query: ListQuery) -> list[Part]:
    """Spell out the order: missing values last, and a tie-break that makes it total."""
    named = {order.key.name for order in query.sort}
    ties = [Order(key, descending=False) for key in query.resource.tie_break if key.name not in named]
    parts: list[Part] = []
    for order in [*query.sort, *ties]:
        column, key = order.key.column, order.key
        if key.nullable:
            parts.append(Part(case((column.is_(None), 1), else_=0), descending=False, kind=int))
            column = func.coalesce(column, key.zero, type_=column.type)
        parts.append(Part(column, order.descending, type(key.zero)))
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


def _beside(query: ListQuery, keys: list[list[Any]], *, has_next: bool, has_prev: bool) -> Beside:
    """Say how to ask for the pages beside one; links go by number where pages are numbered, as far as numbers reach."""
    after = write_cursor(query, Place(_plain(keys[-1]), backward=False)) if has_next and keys else None
    before = write_cursor(query, Place(_plain(keys[0]), backward=True)) if has_prev and keys else None
    following = {"cursor": after} if after else None
    preceding = {"cursor": before} if before else None
    if query.page:
        if has_next and (query.page + 1) * query.page_size <= MAX_OFFSET_ROWS:
            following = {"page": str(query.page + 1)}
        preceding = {"page": str(query.page - 1)} if query.page > 1 else None
    return Beside(following, preceding, after, before)


def _plain(keys: list[Any]) -> list[Any]:
    return [key.isoformat() if isinstance(key, dt.date) else getattr(key, "value", key) for key in keys]

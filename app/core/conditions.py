"""Turn conditions into SQL: one meaning for the query string and for every later form of a question."""

import operator
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select, true
from sqlalchemy.orm import Session

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.fields import Field, Operator, Scope
from app.core.query import Condition, ListQuery
from app.core.text import fold


@dataclass(frozen=True)
class Understood:
    """A condition as it was understood: each slug with the slugs that it includes."""

    condition: Condition
    includes: dict[str, list[str]]


def resolve(session: Session, query: ListQuery) -> list[Understood]:
    """Look up the slugs of a question and what they include; unknown ones are told with the nearest known."""
    faults: list[Fault] = []
    understood = [_resolve_one(session, condition, faults, rollup=query.rollup) for condition in query.conditions]
    if faults:
        raise InvalidRequestError.of(faults)
    return understood


def _resolve_one(session: Session, condition: Condition, faults: list[Fault], *, rollup: bool) -> Understood:
    vocabulary = condition.field.vocabulary
    if vocabulary is None or condition.operator == Operator.ISNULL:
        return Understood(condition, {})
    wanted = list(dict.fromkeys(condition.values))
    if vocabulary.ancestor is None or vocabulary.descendant is None:
        found = [(slug, slug) for slug in session.scalars(select(vocabulary.slug).where(vocabulary.slug.in_(wanted)))]
    else:
        pairs = select(vocabulary.ancestor, vocabulary.descendant).where(vocabulary.ancestor.in_(wanted))
        found = [(one, other) for one, other in session.execute(pairs) if rollup or one == other]
    includes: dict[str, list[str]] = defaultdict(list)
    for slug, included in sorted(found):
        includes[slug].append(included)
    unknown = [slug for slug in wanted if slug not in includes]
    known = session.scalars(select(vocabulary.slug)).all() if unknown else []
    for slug in unknown:
        message = f"{condition.parameter}: there is no {vocabulary.name} {slug!r}."
        faults.append(Fault("unknown-slug", message, condition.parameter, None, nearest(slug, known)))
    return Understood(replace(condition, values=tuple(wanted)), {slug: includes[slug] for slug in wanted})


def where(understood: Sequence[Understood]) -> list[ColumnElement[bool]]:
    """Give the conditions of a question; those of one scope must hold for one and the same row of it."""
    clauses: list[ColumnElement[bool]] = []
    together: dict[str, list[ColumnElement[bool]]] = defaultdict(list)
    scopes: dict[str, Scope] = {}
    for item in understood:
        asked, asking = item.condition.field, item.condition.operator
        scope = asked.scope
        if scope is None:
            clauses.append(_negated(_matches(item)) if asking == Operator.NOT else _matches(item))
        elif asking == Operator.NOT:
            clauses.append(not_(_exists(scope, [_matches(item)])))
        elif asking == Operator.ALL:
            clauses += [_exists(scope, [_equals(asked, included)]) for included in _alternatives(item)]
        else:
            scopes[scope.name] = scope
            together[scope.name].append(_matches(item))
    return [*clauses, *(_exists(scopes[name], parts) for name, parts in together.items())]


def _negated(match: ColumnElement[bool]) -> ColumnElement[bool]:
    """Keep rows without a value: they do not have the value either."""
    return match.is_not(true())


def _exists(scope: Scope, parts: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    return exists().where(and_(scope.link, *parts)).correlate_except(*scope.tables)


def _alternatives(item: Understood) -> list[list[Any]]:
    """Give, for each value asked for, the stored values that count as it."""
    return [item.includes.get(value, [value]) if item.includes else [value] for value in item.condition.values]


def _equals(asked: Field, values: list[Any]) -> ColumnElement[bool]:
    return _looked_up(asked, asked.column.in_(values) if values else false())


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


def _matches(item: Understood) -> ColumnElement[bool]:
    asked, values = item.condition.field, item.condition.values
    if item.condition.operator == Operator.CONTAINS:
        searched = asked.folded if asked.folded is not None else asked.column
        return or_(*(searched.contains(fold(value), autoescape=True) for value in values))
    if compare := COMPARISONS.get(item.condition.operator):
        return and_(compare(asked.column, values[0]))
    return _equals(asked, [value for group in _alternatives(item) for value in group])

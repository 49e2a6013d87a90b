"""Describe the service from its own code and count what it holds."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, func, inspect, select
from sqlalchemy.orm import Session

from app.core.errors import AppError
from app.core.fields import Field, Resource
from app.core.operators import MEANINGS
from app.meta.schemas import ErrorRead, FieldRead, ListUse, OperatorRead, ResourceRead, ValueRead
from app.vocab import ClosedList


def describe_resource(resource: Resource) -> ResourceRead:
    """Describe what can be asked about a resource."""
    sortable = {key.name for key in resource.sorts}
    return ResourceRead(
        resource=resource.name,
        fields=[_describe_field(each, sortable=each.name in sortable) for each in resource.fields],
        sort=resource.sort_values,
        default_sort=resource.default_sort,
    )


def _describe_field(each: Field, *, sortable: bool) -> FieldRead:
    operators = [
        OperatorRead(parameter=each.parameter(operator), operator=operator.value or "any", meaning=MEANINGS[operator])
        for operator in each.operators
    ]
    return FieldRead(
        name=each.name,
        type=each.kind.value,
        unit=each.unit,
        meaning=each.meaning,
        nullable=each.nullable,
        of=each.scope.name if each.scope else "itself",
        allowed=each.closed.values() if each.closed else None,
        vocabulary=each.vocabulary.name if each.vocabulary else None,
        includes_descendants=bool(each.vocabulary and each.vocabulary.ancestor is not None),
        operators=operators,
        sortable=sortable,
    )


def closed_lists(session: Session, resources: Sequence[Resource]) -> list[ListUse]:
    """Give every closed list where its values are stored, with definitions and counts."""
    uses: list[ListUse] = []
    seen: set[str] = set()
    for resource in resources:
        for each in resource.fields:
            closed, home = each.closed or each.explained, str(each.column)
            if closed is not None and home not in seen:
                seen.add(home)
                uses.append(_use(session, resource, each, closed))
    return uses


def _use(session: Session, resource: Resource, each: Field, closed: type[ClosedList]) -> ListUse:
    counts = {None if row[0] is None else str(row[0]): int(row[1]) for row in session.execute(_counts(resource, each))}
    values = [ValueRead(value=item.value, meaning=item.meaning, count=counts.get(item.value, 0)) for item in closed]
    return ListUse(
        resource=resource.name,
        field=each.name,
        about=(closed.__doc__ or "").strip(),
        not_stated=counts.get(None, 0),
        values=values,
    )


def _counts(resource: Resource, each: Field) -> Select[Any, int]:
    """Count the rows of the resource that each value finds, as a filter would."""
    key = inspect(resource.entity).primary_key[0]
    shown = () if each.name in resource.hidden else _not_hidden(resource)
    if each.scope is None:
        return select(each.column, func.count()).select_from(resource.entity).where(*shown).group_by(each.column)
    counted = select(each.column, func.count(distinct(key))).select_from(resource.entity).where(*shown)
    for table in each.scope.tables:
        counted = counted.join(table, each.scope.link)
    if each.lookup:
        here, there = each.lookup
        counted = counted.join(there.class_, here == there)
    return counted.group_by(each.column)


def count_rows(session: Session, resources: Sequence[Resource]) -> dict[str, int]:
    """Count the rows of each resource that its list shows unless asked for more."""
    return {resource.name: session.scalar(_shown(resource)) or 0 for resource in resources}


def _shown(resource: Resource) -> Select[Any]:
    return select(func.count()).select_from(resource.entity).where(*_not_hidden(resource))


def _not_hidden(resource: Resource) -> Sequence[ColumnElement[bool]]:
    """Leave out what a list shows only where it is asked about."""
    return [each.column != resource.hidden[each.name] for each in resource.fields if each.name in resource.hidden]


def all_errors() -> list[type[AppError]]:
    """Give every kind of error, by status."""
    return sorted([AppError, *AppError.__subclasses__()], key=lambda error: error.status)


def describe_errors() -> list[ErrorRead]:
    """Describe every kind of error."""
    return [
        ErrorRead(code=error.code, status=error.status, title=error.title, meaning=(error.__doc__ or "").strip())
        for error in all_errors()
    ]

"""Group rows in the database: what is asked of one row, and of one and the same arm, holds there."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    Text,
    and_,
    case,
    distinct,
    func,
    inspect,
    null,
    select,
    type_coerce,
)

from app.core.conditions import clause
from app.core.fields import Kind
from app.models import AdverseEvent, Study
from app.reads.dimensions import Dimension, levels, plain
from app.reads.grouping import COUNTED, Grouping, Groups, in_order
from app.reads.snapshot import Snapshot
from app.reads.study_part import rows_where

# Columns that are copied into a row, so that no other row is looked up.
COPIES: Mapping[tuple[Any, str], Any] = {(AdverseEvent, "StudyArm.source"): AdverseEvent.arm_source}

SUMMED = ("rows", "events", "at_risk", "rows_with_both")


def group_rows(snapshot: Snapshot, grouping: Grouping) -> Groups:
    """Give all groups of the rows for which a question holds; fetching ends where there are too many to count."""
    rows = select_values(snapshot, grouping, grouping.dimensions).subquery("listed")
    statement = _sum_up(grouping, rows)
    if grouping.needs_studies and grouping.resource.entity is not Study:
        each = statement.add_columns(rows.c.study_id).group_by(rows.c.study_id).subquery("each")
        statement = _sum_up(grouping, each)
    width = len(grouping.dimensions)
    found = snapshot.connection.execute(statement.limit(COUNTED + 1))
    names = list(found.keys())[width:]
    return in_order(
        grouping,
        (
            (tuple(map(plain, row[:width])), {name: int(n or 0) for name, n in zip(names, row[width:], strict=True)})
            for row in found
        ),
    )


def _sum_up(grouping: Grouping, rows: Subquery) -> Select[Any]:
    """Sum up rows, or what was summed up for each study, by the values of the dimensions."""
    keys = [rows.c[f"d{place}"] for place in range(len(grouping.dimensions))]
    once = "rows" in rows.c or grouping.resource.entity is Study
    figures: list[Any] = [func.sum(rows.c[name]).label(name) for name in SUMMED if name in rows.c] or _figures(rows)
    statement = select(*keys, *figures).group_by(*keys)
    if not (once and grouping.needs_studies):
        return statement
    statement = statement.add_columns(func.count().label("studies"))
    if "participants" not in grouping.metrics:
        return statement
    number = Study.n_participants
    stated: list[Any] = [func.sum(number).label("participants"), func.count(number).label("studies_with_participants")]
    return statement.add_columns(*stated).join(Study, Study.id == rows.c.study_id)


def _figures(rows: Subquery) -> list[Any]:
    counted: list[Any] = [func.count().label("rows")]
    if "n_affected" in rows.c:
        both = and_(rows.c.n_affected.is_not(None), rows.c.n_at_risk.is_not(None))
        sums = {"events": rows.c.n_affected, "at_risk": rows.c.n_at_risk}
        counted += [func.sum(case((both, column))).label(name) for name, column in sums.items()]
        counted.append(func.count(case((both, 1))).label("rows_with_both"))
    return counted


def select_values(snapshot: Snapshot, grouping: Grouping, dimensions: Sequence[Dimension]) -> Select[Any]:
    """Select rows with their values of the dimensions; each row once for each combination of values."""
    entity = grouping.resource.entity
    study_id = study_of(entity)
    source: Any = inspect(entity).selectable
    columns: list[ColumnElement[Any]] = []
    joined: set[Any] = set()
    for place, dimension in enumerate(dimensions):
        source = _joined(source, grouping, dimension, joined)
        columns.append(_value(snapshot, entity, dimension).label(f"d{place}"))
    statement = select(*columns).select_from(source)
    if study_id is not None:
        statement = statement.add_columns(study_id.label("study_id"))
    if "events" in grouping.metrics or "at_risk" in grouping.metrics:
        statement = statement.add_columns(entity.n_affected, entity.n_at_risk)
    if any(dimension.is_multi_valued for dimension in dimensions):
        keys = [column.label(f"k{place}") for place, column in enumerate(inspect(entity).primary_key)]
        statement = statement.add_columns(*keys).distinct()
    where = clause(grouping.where) if study_id is None else rows_where(snapshot, grouping.where, study_id)
    return statement.where(where)


def study_of(entity: Any) -> Any:
    """Give the column that holds the number of the study of a row, where it belongs to one."""
    return Study.id if entity is Study else getattr(entity, "study_id", None)


def _joined(source: FromClause, grouping: Grouping, dimension: Dimension, joined: set[Any]) -> FromClause:
    field = dimension.field
    here, there = field.lookup or (field.column, None)
    copy = COPIES.get((grouping.resource.entity, str(here)))
    if field.scope is not None and copy is None and field.scope.name not in joined:
        joined.add(field.scope.name)
        inner = grouping.inner(dimension)
        link = field.scope.link if inner is None else and_(field.scope.link, clause(inner))
        source = source.join(inspect(field.scope.tables[0]).selectable, link, isouter=_keeps(grouping, dimension))
    if there is not None and there.class_ not in joined:
        joined.add(there.class_)
        found = (here if copy is None else copy) == there
        source = source.outerjoin(inspect(there.class_).selectable, found)
    return source


def _keeps(grouping: Grouping, dimension: Dimension) -> bool:
    """Tell whether what has no row in the scope of a dimension stands under null: not where rows can lack the value."""
    scope = dimension.field.scope
    sharing = [each for each in grouping.dimensions if each.field.scope is not None and each.field.scope is scope]
    return not dimension.is_multi_valued or not any(each.holder(grouping.resource).nullable for each in sharing)


def _value(snapshot: Snapshot, entity: Any, dimension: Dimension) -> ColumnElement[Any]:
    field = dimension.field
    column: Any = COPIES.get((entity, str(field.column)), field.column)
    if dimension.is_level:
        moved = {slug: level for slug, level in levels(snapshot, dimension).items() if slug != level}
        return case(moved, value=column, else_=column) if moved else column
    if dimension.is_step:
        return column - column % dimension.number  # type: ignore[no-any-return]
    return type_coerce(column, Text) if field.kind == Kind.CLOSED else column


def count_with_value(snapshot: Snapshot, grouping: Grouping, dimension: Dimension) -> int:
    """Count the rows that have at least one value of a dimension."""
    rows = select_values(snapshot, grouping, [dimension]).subquery("listed")
    return _count_once(snapshot, rows, [rows.c.d0.is_not(None)])


def count_grouped(snapshot: Snapshot, grouping: Grouping) -> int:
    """Count the rows that are in at least one group."""
    return _count_once(snapshot, select_values(snapshot, grouping, grouping.dimensions).subquery("listed"), [])


def _count_once(snapshot: Snapshot, rows: Subquery, where: Sequence[ColumnElement[bool]]) -> int:
    keys = [column for column in rows.c if column.name.startswith("k")]
    once = select(*keys, *([] if keys else [rows.c.d0])).where(*where)
    counted = (once.distinct() if keys else once).subquery("once")
    return int(snapshot.connection.scalar(select(func.count()).select_from(counted)) or 0)


def count_rows(snapshot: Snapshot, grouping: Grouping) -> dict[str, int]:
    """Count all rows for which a question holds, and their studies."""
    entity = grouping.resource.entity
    study_id = study_of(entity)
    studies = null() if study_id is None else distinct(study_id)
    statement = select(func.count(), func.count(studies)).select_from(entity)
    where = clause(grouping.where) if study_id is None else rows_where(snapshot, grouping.where, study_id)
    rows, studies_found = snapshot.connection.execute(statement.where(where)).one()
    return {"studies": studies_found, "rows": rows}

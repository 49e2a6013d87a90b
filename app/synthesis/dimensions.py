"""By what evidence can be laid out: each dimension says where its values stand and which values there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_, select
from sqlalchemy.orm import aliased

from app.models import (
    ExosomeSource,
    Indication,
    IndicationClosure,
    SourceClosure,
    Study,
    StudyArm,
    StudyIndication,
    StudyLevel,
    StudyReporting,
)
from app.synthesis.question import Option
from app.vocab import (
    ClosedList,
    DeliveryAdjunct,
    Design,
    EvidenceLevel,
    IndicationCategory,
    Isolation,
    Level,
    Origin,
    PublicationType,
    ReportingPart,
    Route,
    SafetyAssessment,
)

MAX_DEPTH = 9
SOURCE_DEPTH = Option(
    "source_depth",
    "How deep `source` is told apart in its hierarchy: 0 is the origin, 1 the kind below it; deeper sources count with "
    "their ancestor at this depth.",
    1,
    default=1,
    between=(0, MAX_DEPTH),
)
INDICATION_DEPTH = Option(
    "indication_depth",
    "How deep `indication` is told apart in its hierarchy: 0 is the top; deeper ones count with their ancestor.",
    1,
    default=0,
    between=(0, MAX_DEPTH),
)
DEPTHS = (SOURCE_DEPTH, INDICATION_DEPTH)


@dataclass(frozen=True)
class Dimension:
    """One way to lay out evidence; its name is also the filter that asks for one of its values."""

    name: str
    # `study`: one value each; `arm`: values of arms; otherwise the list of the study that holds the values.
    home: str
    column: Any
    closed: type[ClosedList] | None = None
    hierarchy: str | None = None


DIMENSIONS = {
    each.name: each
    for each in (
        Dimension("source", "arm", StudyArm.source, hierarchy="source"),
        Dimension("source_origin", "arm", ExosomeSource.origin, Origin),
        Dimension("indication", "indication", None, hierarchy="indication"),
        Dimension("indication_category", "category", None, IndicationCategory),
        Dimension("design", "study", Study.design, Design),
        Dimension("evidence_level", "study", Study.evidence_level, EvidenceLevel),
        Dimension("level", "level", StudyLevel.level, Level),
        Dimension("route", "arm", StudyArm.route, Route),
        Dimension("isolation", "arm", StudyArm.isolation, Isolation),
        Dimension("product", "arm", StudyArm.product),
        Dimension("dose", "arm", StudyArm.dose),
        Dimension("sessions", "arm", StudyArm.sessions),
        Dimension("interval_weeks", "arm", StudyArm.interval_weeks),
        Dimension("delivery_adjunct", "arm", StudyArm.delivery_adjunct, DeliveryAdjunct),
        Dimension("reports", "reports", None, ReportingPart),
        Dimension("year", "study", Study.year),
        Dimension("country", "study", Study.country),
        Dimension("publication_type", "study", Study.publication_type, PublicationType),
        Dimension("safety_assessment", "study", Study.safety_assessment, SafetyAssessment),
    )
}


@dataclass(frozen=True)
class Depths:
    """How deep the hierarchies are told apart."""

    source: int = 1
    indication: int = 0


def bucket(closure: Any, depth: int) -> Subquery:
    """Give for each slug of a hierarchy the ancestor at a depth, or the slug itself where it stands higher."""
    other = aliased(closure)
    depths = select(other.descendant.label("slug"), (func.count() - 1).label("depth")).group_by(other.descendant)
    deep = depths.subquery()
    return (
        select(closure.descendant.label("slug"), closure.ancestor.label("value"))
        .join(deep, deep.c.slug == closure.ancestor)
        .where(or_(deep.c.depth == depth, (closure.ancestor == closure.descendant) & (deep.c.depth < depth)))
        .subquery()
    )


def arm_values(dimensions: Sequence[Dimension], depths: Depths) -> tuple[Any, list[ColumnElement[Any]]]:
    """Give what arms are joined with, and the expression of each dimension of arms."""
    joined: Any = StudyArm.__table__
    values: list[ColumnElement[Any]] = []
    for dimension in dimensions:
        if dimension.hierarchy:
            ancestors = bucket(SourceClosure, depths.source)
            joined = joined.outerjoin(ancestors, ancestors.c.slug == StudyArm.source)
            values.append(ancestors.c.value)
        elif dimension.name == "source_origin":
            joined = joined.outerjoin(ExosomeSource.__table__, ExosomeSource.slug == StudyArm.source)
            values.append(dimension.column)
        else:
            values.append(dimension.column)
    return joined, values


def list_values(dimension: Dimension, depths: Depths) -> Subquery:
    """Give the values of a list of studies, each with its study."""
    if dimension.home == "level":
        return select(StudyLevel.study_id, StudyLevel.level.label(dimension.name)).subquery()
    if dimension.home == "reports":
        reported = select(StudyReporting.study_id, StudyReporting.part.label(dimension.name))
        return reported.where(StudyReporting.reported.is_(True)).subquery()
    if dimension.home == "category":
        joined = select(StudyIndication.study_id, Indication.category.label(dimension.name))
        return joined.join(Indication, Indication.slug == StudyIndication.indication).distinct().subquery()
    ancestors = bucket(IndicationClosure, depths.indication)
    joined = select(StudyIndication.study_id, ancestors.c.value.label(dimension.name))
    return joined.join(ancestors, ancestors.c.slug == StudyIndication.indication).distinct().subquery()

"""Findings on one measure in one indication that do not agree, side by side with what may explain it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Subquery, and_, func, select
from sqlalchemy.orm import Session, selectinload

from app.models import ExosomeSource, Outcome, Study, StudyArm, StudyIndication
from app.shared.refs import SourceRef, StudyRef
from app.synthesis.amounts import number
from app.synthesis.schemas.outcomes import Contradiction, FindingRead
from app.synthesis.votes import GIVEN
from app.vocab import Direction

SHOWN = 20
FINDINGS = 100
SIDES = {
    "supporting": Direction.IMPROVED,
    "null": Direction.NO_DIFFERENCE,
    "opposing": Direction.WORSENED,
    "mixed": Direction.MIXED,
}


def find_contradictions(session: Session, counted: CTE) -> tuple[int, list[Contradiction]]:
    """Count the contradictions and give those of most studies."""
    groups = _groups(counted)
    order = (groups.c.studies.desc(), groups.c.measure_key, func.coalesce(groups.c.indication, ""))
    wanted = select(groups.c.indication, groups.c.measure_key, func.count().over()).order_by(*order).limit(SHOWN)
    found = session.execute(wanted).all()
    top = [(indication, key) for indication, key, _ in found]
    findings = _findings(session, counted, [key for _, key in top]) if top else {}
    return (found[0][2] if found else 0), [_show(indication, findings[(indication, key)]) for indication, key in top]


def _groups(counted: CTE) -> Subquery:
    improved = number(Outcome.direction == Direction.IMPROVED)
    against = number(Outcome.direction.in_((Direction.NO_DIFFERENCE, Direction.WORSENED)))
    keys = (StudyIndication.indication, Outcome.measure_key)
    return (
        select(*keys, func.count(Outcome.study_id.distinct()).label("studies"))
        .join(StudyArm, GIVEN)
        .join(counted, counted.c.study_id == Outcome.study_id)
        .outerjoin(StudyIndication, StudyIndication.study_id == Outcome.study_id)
        .group_by(*keys)
        .having(improved > 0, against > 0)
        .subquery("groups")
    )


def _findings(session: Session, counted: CTE, keys: Sequence[str]) -> dict[tuple[str | None, str], list[Any]]:
    placed = func.row_number().over(
        partition_by=(StudyIndication.indication, Outcome.measure_key), order_by=(Outcome.study_id, Outcome.position)
    )
    listed = (
        select(Outcome.study_id, Outcome.position, StudyIndication.indication, placed.label("place"))
        .join(StudyArm, GIVEN)
        .join(counted, counted.c.study_id == Outcome.study_id)
        .outerjoin(StudyIndication, StudyIndication.study_id == Outcome.study_id)
        .where(Outcome.measure_key.in_(keys), Outcome.direction != Direction.DESCRIPTIVE)
        .subquery()
    )
    wanted = (
        select(listed.c.indication, Outcome, StudyArm, ExosomeSource, Study)
        .join(Outcome, and_(Outcome.study_id == listed.c.study_id, Outcome.position == listed.c.position))
        .join(StudyArm, GIVEN)
        .join(ExosomeSource, ExosomeSource.slug == StudyArm.source)
        .join(Study, Study.id == Outcome.study_id)
        .where(listed.c.place <= FINDINGS)
        .order_by(Outcome.study_id, Outcome.position)
        .options(selectinload(Study.levels))
    )
    found: dict[tuple[str | None, str], list[Any]] = defaultdict(list)
    for indication, *rows in session.execute(wanted):
        found[(indication, rows[0].measure_key)].append(rows)
    return found


def _show(indication: str | None, rows: list[Any]) -> Contradiction:
    findings = [_finding(*row) for row in rows]
    sides = {side: [each for each in findings if each.direction == direction] for side, direction in SIDES.items()}
    against = [*sides["null"], *sides["opposing"]]
    return Contradiction(
        indication=indication,
        measure=rows[0][0].measure,
        **sides,
        differences=_differences(sides["supporting"], against),
    )


def _finding(outcome: Outcome, arm: StudyArm, source: ExosomeSource, study: Study) -> FindingRead:
    return FindingRead(
        id=f"{study.accession}-O{outcome.position}",
        direction=outcome.direction,
        study_ref=StudyRef.model_validate(study),
        source=SourceRef.model_validate(source),
        levels=[item.level for item in study.levels],
        route=arm.route,
        dose=arm.dose,
        n=arm.n,
        timepoint_weeks=outcome.timepoint_weeks,
        compared_with=outcome.compared_with,
    )


def _differences(supporting: list[FindingRead], against: list[FindingRead]) -> list[str]:
    """Tell in what the findings for and against differ; what both state alike, or neither states, explains nothing."""

    def values(findings: list[FindingRead], name: str) -> str:
        return ", ".join(sorted({told for each in findings if (told := _told(each, name))})) or "not stated"

    names = ("study", "source", "design", "levels", "route", "dose", "timepoint in weeks", "compared with")
    sides = [(name, values(supporting, name), values(against, name)) for name in names]
    return [f"{name}: {one} (for); {other} (against)" for name, one, other in sides if one != other]


def _told(finding: FindingRead, name: str) -> str | None:
    told: dict[str, Any] = {
        "study": finding.study_ref.accession,
        "source": finding.source and finding.source.name,
        "design": finding.study_ref.design,
        "levels": " and ".join(level.value for level in finding.levels) or None,
        "route": finding.route,
        "dose": finding.dose,
        "timepoint in weeks": None if finding.timepoint_weeks is None else f"{finding.timepoint_weeks:g}",
        "compared with": finding.compared_with,
    }
    return None if told[name] is None else str(told[name]).replace("_", " ")

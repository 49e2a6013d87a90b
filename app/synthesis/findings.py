"""Findings with what may explain them, read for those that an answer shows."""

from collections import defaultdict
from typing import Any

from pyroaring import BitMap
from sqlalchemy import and_, select

from app.core.conditions import clause
from app.core.tree import Within
from app.identifiers import write_accession
from app.models import ExosomeSource, Outcome, StudyArm, StudyLevel
from app.reads.columns import Numbers
from app.reads.snapshot import Snapshot
from app.shared.refs import SourceRef, StudyRef
from app.synthesis.schemas.outcomes import FindingRead
from app.synthesis.study_refs import study_refs
from app.synthesis.tables import outcomes_of
from app.vocab import Level

GIVEN = and_(StudyArm.study_id == Outcome.study_id, StudyArm.key == Outcome.arm)
COLUMNS = (Outcome.direction, Outcome.timepoint_weeks, Outcome.compared_with, StudyArm.route, StudyArm.dose, StudyArm.n)


def read_findings(snapshot: Snapshot, places: Numbers) -> dict[int, FindingRead]:
    """Read some outcomes of arms that were given vesicles, by their places among all outcomes."""
    outcomes = outcomes_of(snapshot)
    keys = zip(outcomes["study"][places].tolist(), outcomes["position"][places].tolist(), strict=True)
    wanted = dict(zip(keys, places.tolist(), strict=True))
    studies = BitMap(outcomes["study"][places])
    refs, levels = study_refs(snapshot, studies), _levels(snapshot, studies)
    statement = (
        select(Outcome.study_id, Outcome.position, ExosomeSource.slug, ExosomeSource.name, ExosomeSource.origin)
        .add_columns(*COLUMNS)
        .join(StudyArm, GIVEN)
        .join(ExosomeSource, ExosomeSource.slug == StudyArm.source)
        .where(clause(Within(Outcome.study_id, studies)))
    )
    found: dict[int, FindingRead] = {}
    for study, position, slug, name, origin, *told in snapshot.connection.execute(statement):
        if (study, position) in wanted:
            source = SourceRef(slug=slug, name=name, origin=origin)
            found[wanted[study, position]] = _show(study, position, source, told, refs[study], levels[study])
    return found


def _levels(snapshot: Snapshot, studies: BitMap) -> dict[int, list[Level]]:
    rows = select(StudyLevel.study_id, StudyLevel.level).where(clause(Within(StudyLevel.study_id, studies)))
    found: dict[int, list[Level]] = defaultdict(list)
    for study, level in snapshot.connection.execute(rows.order_by(StudyLevel.study_id, StudyLevel.position)):
        found[study].append(level)
    return found


def _show(  # noqa: PLR0913, PLR0917 - made in one place only
    study: int, position: int, source: SourceRef, told: list[Any], ref: StudyRef, levels: list[Level]
) -> FindingRead:
    direction, weeks, compared_with, route, dose, n = told
    return FindingRead(
        id=f"{write_accession(study)}-O{position}",
        direction=direction,
        study_ref=ref,
        source=source,
        levels=levels,
        route=route,
        dose=dose,
        n=n,
        timepoint_weeks=weeks,
        compared_with=compared_with,
    )

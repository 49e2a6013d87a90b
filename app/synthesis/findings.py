"""Findings with what may explain them, put together for those that an answer shows."""

from collections import defaultdict

from pyroaring import BitMap
from sqlalchemy import select

from app.core.conditions import clause
from app.core.tree import Within
from app.identifiers import write_accession
from app.models import StudyLevel
from app.reads.columns import Numbers, columns_of
from app.reads.snapshot import Snapshot
from app.shared.refs import SourceRef
from app.synthesis.schemas.outcomes import FindingRead
from app.synthesis.study_refs import study_refs
from app.synthesis.tables import arms_of, outcomes_of
from app.vocab import Level

SOURCES = "SELECT slug, name, origin FROM exosome_source"


def read_findings(snapshot: Snapshot, places: Numbers) -> dict[int, FindingRead]:
    """Read some outcomes of arms that were given vesicles, by their places among all outcomes."""
    outcomes, arms = outcomes_of(snapshot), arms_of(snapshot)
    studies, positions, of_arms = (outcomes[name][places] for name in ("study", "position", "arm"))
    refs, levels, sources = (
        study_refs(snapshot, BitMap(studies)),
        _levels(snapshot, BitMap(studies)),
        _sources(snapshot),
    )
    of_outcome = [outcomes.coded[name].at(places) for name in ("direction", "timepoint_weeks", "compared_with")]
    of_arm = [arms.coded[name].at(of_arms) for name in ("source", "route", "dose", "n")]
    told = zip(places.tolist(), studies.tolist(), positions.tolist(), *of_outcome, *of_arm, strict=True)
    return {
        place: FindingRead(
            id=f"{write_accession(study)}-O{position}",
            direction=direction,
            study_ref=refs[study],
            source=sources[source],
            levels=levels[study],
            route=route,
            dose=dose,
            n=n,
            timepoint_weeks=weeks,
            compared_with=compared_with,
        )
        for place, study, position, direction, weeks, compared_with, source, route, dose, n in told
    }


def _sources(snapshot: Snapshot) -> dict[str, SourceRef]:
    def make() -> dict[str, SourceRef]:
        return {slug: SourceRef(slug=slug, name=name, origin=origin) for slug, name, origin in snapshot.rows(SOURCES)}

    return columns_of(snapshot).get("sources", make)


def _levels(snapshot: Snapshot, studies: BitMap) -> dict[int, list[Level]]:
    rows = select(StudyLevel.study_id, StudyLevel.level).where(clause(Within(StudyLevel.study_id, studies)))
    found: dict[int, list[Level]] = defaultdict(list)
    for study, level in snapshot.connection.execute(rows.order_by(StudyLevel.study_id, StudyLevel.position)):
        found[study].append(level)
    return found

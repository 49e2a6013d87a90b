"""Findings with what may explain them, put together for those that an answer shows."""

from pyroaring import BitMap

from app.identifiers import write_accession
from app.reads.columns import Numbers, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.shared.refs import SourceRef
from app.synthesis.columns.study_refs import study_refs
from app.synthesis.columns.tables import arms_of, levels_of, outcomes_of
from app.synthesis.schemas.outcomes import FindingRead
from app.vocab import Level

LEVELS = {level.value: level for level in Level}
SOURCES = "SELECT slug, name, origin FROM exosome_source"


def read_findings(snapshot: Snapshot, places: Numbers) -> dict[int, FindingRead]:
    """Read some outcomes of arms that were given vesicles, by their places among all outcomes."""
    outcomes, arms = outcomes_of(snapshot), arms_of(snapshot)
    studies, positions, of_arms = (outcomes[name][places] for name in ("study", "position", "arm"))
    refs, sources, levels = study_refs(snapshot, BitMap(studies)), sources_of(snapshot), _levels(snapshot, studies)
    of_outcome = [outcomes.coded[name].at(places) for name in ("direction", "timepoint_weeks", "compared_with")]
    of_arm = [arms.coded[name].at(of_arms) for name in ("source", "route", "dose", "n")]
    told = zip(places.tolist(), studies.tolist(), positions.tolist(), levels, *of_outcome, *of_arm, strict=True)
    return {
        place: FindingRead(
            id=f"{write_accession(study)}-O{position}",
            direction=direction,
            study_ref=refs[study],
            source=sources[source],
            levels=seen,
            route=route,
            dose=dose,
            n=n,
            timepoint_weeks=weeks,
            compared_with=compared_with,
        )
        for place, study, position, seen, direction, weeks, compared_with, source, route, dose, n in told
    }


@per_revision
def sources_of(snapshot: Snapshot) -> dict[str, SourceRef]:
    """Name all sources by their slugs."""
    return {slug: SourceRef(slug=slug, name=name, origin=origin) for slug, name, origin in snapshot.rows(SOURCES)}


def _levels(snapshot: Snapshot, studies: Numbers) -> list[list[Level]]:
    """Give the levels of each of some studies in the order of its document."""
    table = levels_of(snapshot)
    column, study = table.coded["level"], table["study"]
    meant: list[Level] = list(map(LEVELS.__getitem__, column.values[1:]))
    ends = zip(*(np.searchsorted(study, studies, side).tolist() for side in ("left", "right")), strict=True)
    return [[meant[code - 1] for code in column.codes[start:end].tolist()] for start, end in ends]

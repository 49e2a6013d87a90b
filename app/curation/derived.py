"""The values that ExoKB derives from a study; docs/decisions/0003 gives the reasons for each rule."""

from collections.abc import Callable, Mapping

from app.document import Arm, Study
from app.vocab import ArmRole, Design, Level, Origin, PublicationType, ReportingPart, SafetyAssessment

LEVEL_IN_PEOPLE = {
    Design.SYSTEMATIC_REVIEW: 1,
    Design.META_ANALYSIS: 1,
    Design.RANDOMIZED_CONTROLLED_TRIAL: 2,
    Design.NONRANDOMIZED_CONTROLLED_TRIAL: 3,
    Design.COHORT: 3,
    Design.SINGLE_ARM_TRIAL: 4,
    Design.CASE_SERIES: 4,
    Design.CASE_REPORT: 4,
    Design.CASE_CONTROL: 4,
    Design.CROSS_SECTIONAL: 4,
    Design.NARRATIVE_REVIEW: 5,
}
MECHANISM_BASED = 5
# Going through an enumeration takes longer than going through what it lists.
PARTS = tuple(ReportingPart)


def evidence_level(study: Study) -> int | None:
    """Grade the design; null for a notice, an unknown design, and a registration without results."""
    if study.design in (None, Design.REGULATORY_NOTICE):
        return None
    if study.publication_type == PublicationType.TRIAL_REGISTRATION and not (study.outcomes or study.adverse_events):
        return None
    if Level.HUMAN not in study.levels:
        return MECHANISM_BASED
    return LEVEL_IN_PEOPLE.get(study.design, MECHANISM_BASED)


def reporting(study: Study, origins: Mapping[str, Origin]) -> dict[ReportingPart, bool]:
    """Say which parts are reported; empty where nothing was given to anyone, as in reviews and notices."""
    given = [arm for arm in study.arms if arm.role == ArmRole.EXPERIMENTAL]
    if not given:
        return {}

    def in_all(stated: Callable[[Arm], bool]) -> bool:
        return all(stated(arm) for arm in given)

    parts = {
        ReportingPart.SOURCE: in_all(lambda arm: _names_source(arm, origins)),
        ReportingPart.ISOLATION: in_all(lambda arm: arm.isolation is not None),
        ReportingPart.DOSE: in_all(lambda arm: arm.dose is not None),
        ReportingPart.ROUTE: in_all(lambda arm: arm.route is not None),
        ReportingPart.SCHEDULE: in_all(_states_schedule),
        ReportingPart.COMPARATOR: any(_is_described_comparator(arm) for arm in study.arms),
    }
    if Level.HUMAN in study.levels or Level.ANIMAL in study.levels:
        parts[ReportingPart.N] = study.n_participants is not None or all(arm.n is not None for arm in study.arms)
        parts[ReportingPart.FOLLOW_UP] = study.follow_up_weeks is not None
        parts[ReportingPart.SAFETY] = study.safety.assessment != SafetyAssessment.NOT_REPORTED
    return {part: parts[part] for part in PARTS if part in parts}


def completeness_score(parts: dict[ReportingPart, bool]) -> float | None:
    """Share of the parts asked of a study that it reports, to two decimals; null where none is asked."""
    return round(sum(parts.values()) / len(parts), 2) if parts else None


def _names_source(arm: Arm, origins: Mapping[str, Origin]) -> bool:
    return arm.source is not None and origins.get(arm.source, Origin.UNSPECIFIED) != Origin.UNSPECIFIED


def _states_schedule(arm: Arm) -> bool:
    return arm.sessions is not None and (arm.sessions == 1 or arm.interval_weeks is not None)


def _is_described_comparator(arm: Arm) -> bool:
    described = arm.comparator_type or arm.comparator_name or arm.source
    return arm.role == ArmRole.COMPARATOR and described is not None

"""Rules about parts of one study that must agree."""

from collections import Counter
from collections.abc import Iterator

from app.curation.rules.base import Finding, Known, study_rule
from app.document import Study
from app.vocab import ArmRole, ReviewStatus, SafetyAssessment


@study_rule("none-observed-means-no-events")
def none_observed_means_no_events(study: Study, _known: Known) -> Iterator[Finding]:
    """Where the text says that there was no harm, no event with people affected is listed."""
    if study.safety.assessment == SafetyAssessment.NONE_OBSERVED and study.adverse_events:
        yield Finding("/adverse_events", "lists events; set /safety/assessment to 'reported' or remove them")


@study_rule("silence-means-no-events")
def silence_means_no_events(study: Study, _known: Known) -> Iterator[Finding]:
    """Where the text is silent on harm, no event is listed."""
    if study.safety.assessment == SafetyAssessment.NOT_REPORTED and study.adverse_events:
        message = "lists events although /safety/assessment is 'not_reported'; set it to 'reported'"
        yield Finding("/adverse_events", message)


@study_rule("scope-of-none-observed")
def scope_of_none_observed(study: Study, _known: Known) -> Iterator[Finding]:
    """A scope belongs to `none_observed`, and only to it."""
    safety = study.safety
    none_observed = safety.assessment == SafetyAssessment.NONE_OBSERVED
    if none_observed and safety.scope is None:
        yield Finding("/safety/scope", "is null; say what the statement of no harm covers")
    if not none_observed and safety.scope is not None:
        message = f"is {safety.scope.value!r}; only 'none_observed' has one, set it to null"
        yield Finding("/safety/scope", message)


def _arm_references(study: Study) -> Iterator[tuple[str, str]]:
    for name in ("outcomes", "adverse_events", "mechanisms"):
        for index, row in enumerate(getattr(study, name)):
            yield f"/{name}/{index}/arm", row.arm
    for index, outcome in enumerate(study.outcomes):
        if outcome.compared_with not in (None, "baseline"):
            yield f"/outcomes/{index}/compared_with", str(outcome.compared_with)


@study_rule("arm-exists")
def arm_exists(study: Study, _known: Known) -> Iterator[Finding]:
    """Each row refers to an arm of its study."""
    keys = [arm.key for arm in study.arms]
    for pointer, key in _arm_references(study):
        if key not in keys:
            message = f"{key!r} is not an arm of this study; use one of: {', '.join(keys) or 'none'}"
            yield Finding(pointer, message, tuple(keys))


@study_rule("unique-in-study")
def unique_in_study(study: Study, _known: Known) -> Iterator[Finding]:
    """Arm keys, indications, levels and topics stand once in a study."""
    lists: dict[str, list[str]] = {
        "arms": [arm.key for arm in study.arms],
        "indications": list(study.indications),
        "levels": list(study.levels),
        "topics": list(study.topics),
    }
    for name, values in lists.items():
        if len(set(values)) == len(values):
            continue
        for value in [value for value, count in Counter(values).items() if count > 1]:
            yield Finding(f"/{name}", f"has {str(value)!r} more than once; keep one")


@study_rule("reserved-arm-key")
def reserved_arm_key(study: Study, _known: Known) -> Iterator[Finding]:
    """No arm is called `baseline`, which `compared_with` uses for the time before treatment."""
    for index, arm in enumerate(study.arms):
        if arm.key == "baseline":
            yield Finding(f"/arms/{index}/key", "'baseline' is reserved; choose another key")


@study_rule("arm-roles")
def arm_roles(study: Study, _known: Known) -> Iterator[Finding]:
    """An experimental arm has a source; a comparator's type and name stand on comparators only."""
    for index, arm in enumerate(study.arms):
        if arm.role == ArmRole.EXPERIMENTAL and arm.source is None:
            message = "is null; name the source, or 'unspecified-source' where none is given"
            yield Finding(f"/arms/{index}/source", message)
        if arm.role == ArmRole.EXPERIMENTAL and arm.comparator_type is not None:
            yield Finding(f"/arms/{index}/comparator_type", "is set on an experimental arm; set it to null")


@study_rule("suggested-means-unread")
def suggested_means_unread(study: Study, _known: Known) -> Iterator[Finding]:
    """A suggestion holds no findings: nobody has read its source."""
    if study.provenance.review_status != ReviewStatus.SUGGESTED:
        return
    for name in ("arms", "outcomes", "adverse_events", "mechanisms"):
        if getattr(study, name):
            message = "has entries although /provenance/review_status is 'suggested'; read the source and say so there"
            yield Finding(f"/{name}", message)
    if study.safety.assessment != SafetyAssessment.NOT_REPORTED:
        message = "says something of harm although /provenance/review_status is 'suggested'; set it to 'not_reported'"
        yield Finding("/safety/assessment", message)

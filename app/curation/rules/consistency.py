"""Rules about parts of one study that must agree."""

from collections import Counter
from collections.abc import Iterator

from app.curation.reader import Corpus, Fault
from app.curation.rules.base import rule
from app.document import Study
from app.vocab import ArmRole, SafetyAssessment


@rule("none-observed-means-no-events")
def none_observed_means_no_events(corpus: Corpus) -> Iterator[Fault]:
    """Where the text says that there was no harm, no event with people affected is listed."""
    for item in corpus.studies:
        safety = item.record.safety
        if safety.assessment == SafetyAssessment.NONE_OBSERVED and item.record.adverse_events:
            message = "/adverse_events lists events; set /safety/assessment to 'reported' or remove them"
            yield item.fault("none-observed-means-no-events", message)


@rule("silence-means-no-events")
def silence_means_no_events(corpus: Corpus) -> Iterator[Fault]:
    """Where the text is silent on harm, no event is listed."""
    for item in corpus.studies:
        safety = item.record.safety
        if safety.assessment == SafetyAssessment.NOT_REPORTED and item.record.adverse_events:
            message = "/adverse_events lists events although /safety/assessment is 'not_reported'; set it to 'reported'"
            yield item.fault("silence-means-no-events", message)


@rule("scope-of-none-observed")
def scope_of_none_observed(corpus: Corpus) -> Iterator[Fault]:
    """A scope belongs to `none_observed`, and only to it."""
    for item in corpus.studies:
        safety = item.record.safety
        none_observed = safety.assessment == SafetyAssessment.NONE_OBSERVED
        if none_observed and safety.scope is None:
            message = "/safety/scope is null; say what the statement of no harm covers"
            yield item.fault("scope-of-none-observed", message)
        if not none_observed and safety.scope is not None:
            message = f"/safety/scope is {safety.scope.value!r}; only 'none_observed' has one, set it to null"
            yield item.fault("scope-of-none-observed", message)


def _arm_references(study: Study) -> Iterator[tuple[str, str]]:
    for name in ("outcomes", "adverse_events", "mechanisms"):
        for index, row in enumerate(getattr(study, name)):
            yield f"/{name}/{index}/arm", row.arm
    for index, outcome in enumerate(study.outcomes):
        if outcome.compared_with not in (None, "baseline"):
            yield f"/outcomes/{index}/compared_with", str(outcome.compared_with)


@rule("arm-exists")
def arm_exists(corpus: Corpus) -> Iterator[Fault]:
    """Each row refers to an arm of its study."""
    for item in corpus.studies:
        keys = [arm.key for arm in item.record.arms]
        for pointer, key in _arm_references(item.record):
            if key not in keys:
                message = f"{pointer} {key!r} is not an arm of this study; use one of: {', '.join(keys) or 'none'}"
                yield item.fault("arm-exists", message)


@rule("unique-in-study")
def unique_in_study(corpus: Corpus) -> Iterator[Fault]:
    """Arm keys, indications, levels and topics stand once in a study."""
    for item in corpus.studies:
        study = item.record
        lists: dict[str, list[str]] = {
            "arms": [arm.key for arm in study.arms],
            "indications": list(study.indications),
            "levels": list(study.levels),
            "topics": list(study.topics),
        }
        for name, values in lists.items():
            for value in [value for value, count in Counter(values).items() if count > 1]:
                yield item.fault("unique-in-study", f"/{name} has {str(value)!r} more than once; keep one")


@rule("reserved-arm-key")
def reserved_arm_key(corpus: Corpus) -> Iterator[Fault]:
    """No arm is called `baseline`, which `compared_with` uses for the time before treatment."""
    for item in corpus.studies:
        for index, arm in enumerate(item.record.arms):
            if arm.key == "baseline":
                yield item.fault("reserved-arm-key", f"/arms/{index}/key 'baseline' is reserved; choose another key")


@rule("arm-roles")
def arm_roles(corpus: Corpus) -> Iterator[Fault]:
    """An experimental arm has a source; a comparator's type and name stand on comparators only."""
    for item in corpus.studies:
        for index, arm in enumerate(item.record.arms):
            if arm.role == ArmRole.EXPERIMENTAL and arm.source is None:
                message = f"/arms/{index}/source is null; name the source, or 'unspecified-source' where none is given"
                yield item.fault("arm-roles", message)
            if arm.role == ArmRole.EXPERIMENTAL and arm.comparator_type is not None:
                message = f"/arms/{index}/comparator_type is set on an experimental arm; set it to null"
                yield item.fault("arm-roles", message)

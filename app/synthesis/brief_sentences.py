"""The sentences of the brief; each says a number of the brief, and none says more than that."""

from app.synthesis.ladder import spoken
from app.synthesis.schemas.base import Evidence
from app.synthesis.schemas.brief import Brief, Counted, Section
from app.synthesis.schemas.protocols import Distribution
from app.synthesis.schemas.safety import AssessmentRead
from app.synthesis.words import percent, plural
from app.vocab import Design

SHOWN = 3
HALF = 2
SCOPES = {
    "any": "no event of any kind",
    "treatment_related": "none related to the treatment",
    "serious_or_significant": "none serious or significant",
    "specific_kinds": "none of certain kinds",
}
PARTS = {
    "route": "the route",
    "dose": "the dose",
    "isolation": "the isolation",
    "sessions": "the number of sessions",
    "interval_weeks": "the interval between sessions",
    "delivery_adjunct": "a delivery adjunct",
}


def write_sections(brief: Brief) -> list[Section]:
    """Write all sections."""
    written = [
        ("amount", "How much evidence is there?", _amount(brief)),
        ("effect", "What do the outcomes say?", _effect(brief)),
        ("safety", "What is known of harm?", _safety(brief)),
        ("mechanism", "By which mechanisms?", _mechanism(brief)),
        ("protocol", "How was it given?", _protocol(brief)),
        ("follow_up", "How long was it followed?", _follow_up(brief)),
        ("gaps", "What is missing?", _gaps(brief)),
    ]
    return [Section(key=key, heading=heading, sentences=sentences) for key, heading, sentences in written]


def _listed(counts: list[Counted]) -> str:
    return ", ".join(f"{each.name} {each.studies:,}" for each in counts)


def _amount(brief: Brief) -> list[str]:
    evidence, chosen = brief.selection.evidence, brief.selection
    if not evidence.studies:
        return ["No study matches the question."]
    told = [f"{plural(evidence.studies, 'study matches', 'studies match')} the question; each trial counts once."]
    told.append(_people(evidence))
    told.append(f"By design: {_listed(brief.designs)}.")
    told.append(f"By origin of the vesicles (a study can have several): {_listed(brief.origins)}.")
    if evidence.best_evidence_level is not None:
        told.append(f"The strongest design is of evidence level {evidence.best_evidence_level} of 5 (1 is strongest).")
    if chosen.linked.records:
        told.append(f"{plural(chosen.linked.records, 'linked record')} of the same trials are not counted again.")
    if chosen.retracted.records:
        told.append(f"{plural(chosen.retracted.records, 'record')} retracted, or of a retracted trial, are left out.")
    return told


def _people(evidence: Evidence) -> str:
    people = evidence.studies_in_people
    if not people:
        return "None of them has results in people."
    stated = people - evidence.participants_not_stated
    return (
        f"{plural(people, 'study has', 'studies have')} results in people, with "
        f"{plural(evidence.participants, 'participant')} in the {stated} that state their number."
    )


def _effect(brief: Brief) -> list[str]:
    votes = brief.votes
    if not votes.improved.of:
        return ["No study that is no review has an outcome with a direction in an arm that was given vesicles."]
    directions = votes.directions
    first = (
        f"Of {plural(votes.improved.of, 'study', 'studies')} with an outcome that has a direction, "
        f"{directions.improved} found improvement throughout, {directions.mixed} mixed results, "
        f"{directions.no_difference} no difference and {directions.worsened} worsening."
    )
    told = [first]
    for each in brief.votes_by_evidence_level:
        total = sum(
            (each.directions.improved, each.directions.no_difference, each.directions.worsened, each.directions.mixed)
        )
        grade = "ungraded" if each.value is None else f"evidence level {each.value}"
        told.append(f"At {grade}: {each.directions.improved} of {total} improved.")
    told.append(
        "Counting votes says nothing of the size of an effect, and studies without effect often stay unpublished."
    )
    return told


def _safety(brief: Brief) -> list[str]:
    answers = {answer.assessment: answer for answer in brief.safety.assessments}
    first = (
        f"Of {plural(brief.safety.evidence.studies, 'study', 'studies')}, "
        f"{answers['reported'].evidence.studies} report harm, {answers['none_observed'].evidence.studies} say that "
        f"there was none, and {answers['not_reported'].evidence.studies} say nothing, which is no evidence of safety."
    )
    told = [first, *_scopes(answers["none_observed"])]
    if none := brief.safety.no_harm_of_any_kind:
        told.append(
            f"In the studies in people that saw no adverse event of any kind, {plural(none.of, 'participant')} "
            f"were observed; at 95 % confidence that bounds the rate in them at {percent(none.upper_bound or 0.0)}."
        )
    rates = [event for event in brief.safety.events if event.rate and event.term_ref]
    for event in rates[:SHOWN]:
        if event.rate and event.rate.interval and event.term_ref:
            low, high = percent(event.rate.interval.low), percent(event.rate.interval.high)
            told.append(
                f"{event.term_ref.name}: {event.rate.count} of {event.rate.of} where both numbers are stated (95 % "
                f"interval {low} to {high}); {plural(event.arms_without_rate, 'further arm')} without both numbers."
            )
    told.append(
        f"{plural(brief.safety.serious.serious, 'event row is', 'event rows are')} called serious in the texts."
    )
    return told


def _scopes(answer: AssessmentRead) -> list[str]:
    if not answer.scopes:
        return []
    told = ", ".join(f"{SCOPES[each.scope]} {each.evidence.studies}" for each in answer.scopes)
    return [f"What those that say none mean: {told}."]


def _mechanism(brief: Brief) -> list[str]:
    if not brief.mechanism_studies:
        return ["No study states a mechanism."]
    told = [f"{plural(brief.mechanism_studies, 'study states', 'studies state')} a mechanism."]
    return told + [
        f"{each.pathway_ref.name}: {plural(each.studies, 'study', 'studies')} (activated in {each.activates}, "
        f"inhibited in {each.inhibits}, changed in {each.modulates})."
        for each in brief.mechanisms[:SHOWN]
    ]


def _protocol(brief: Brief) -> list[str]:
    return [_distribution(each) for each in brief.protocols.distributions if each.arms] or [
        "No arm was given vesicles."
    ]


def _distribution(each: Distribution) -> str:
    part = PARTS[each.part]
    if not each.stated:
        return f"No one of {plural(each.arms, 'arm')} states {part}."
    most = ", ".join(f"{_value(share.value)} ({share.arms})" for share in each.values[:SHOWN])
    return f"{each.stated} of {plural(each.arms, 'arm')} state {part}; most often {most}."


def _value(value: float | str) -> str:
    return value.replace("_", " ") if isinstance(value, str) else f"{value:g}"


def _follow_up(brief: Brief) -> list[str]:
    follow_up = brief.protocols.follow_up
    if not follow_up.stated:
        return [f"None of {plural(follow_up.studies, 'study', 'studies')} in people states how long it followed."]
    longest = follow_up.longest[0]
    bands = ", ".join(f"{band.length} {band.studies}" for band in follow_up.bands if band.studies)
    size = "" if longest.n_participants is None else f", {plural(longest.n_participants, 'participant')}"
    return [
        f"{follow_up.stated} of {plural(follow_up.studies, 'study', 'studies')} in people state a length: {bands}.",
        f"The longest is {longest.weeks:g} weeks ({longest.study_ref.accession}{size}).",
    ]


def _gaps(brief: Brief) -> list[str]:
    told = [brief.ladder.statement]
    graded = {design.value: design.studies for design in brief.designs}
    trials = graded.get(Design.RANDOMIZED_CONTROLLED_TRIAL.value, 0)
    if not trials:
        told.append("No randomised controlled trial is among the studies.")
    if brief.ladder.gaps:
        told.append(f"No result {' or '.join(map(spoken, brief.ladder.gaps))}.")
    for part in brief.protocols.reporting:
        if part.reported.of and part.reported.count * HALF < part.reported.of:
            name = part.part.replace("_", " ")
            told.append(f"{name}: reported by {part.reported.count} of the {part.reported.of} studies it is asked of.")
    return told

"""The sentences of the brief; each says a number of the brief, and none says more than that."""

from app.synthesis.brief.gaps import write_gaps
from app.synthesis.brief.harm import write_harm
from app.synthesis.outcomes.vote_words import tell_by_comparator, tell_by_level
from app.synthesis.schemas.base import Evidence
from app.synthesis.schemas.brief import Brief, CountedValue, Section
from app.synthesis.schemas.protocols import Distribution
from app.synthesis.words import plural, verb

SHOWN = 3
PARTS = {
    "route": "the route",
    "dose": "the dose",
    "isolation": "the isolation",
    "sessions": "the number of sessions",
    "interval_weeks": "the interval between sessions",
    "delivery_adjunct": "a delivery adjunct",
}


def write_sections(brief: Brief) -> list[Section]:
    """Write all sections; of no study there is nothing more to say."""
    if not brief.selection.evidence.studies:
        return [
            Section(key="amount", heading="How much evidence is there?", sentences=["No study matches the question."])
        ]
    written = [
        ("amount", "How much evidence is there?", _amount(brief)),
        ("reach", "How far does it reach?", [brief.ladder.statement]),
        ("effect", "What do the outcomes say?", _effect(brief)),
        ("safety", "What is known of harm?", write_harm(brief.safety, brief.controlled, brief.controlled_total)),
        ("mechanism", "By which mechanisms?", _mechanism(brief)),
        ("protocol", "How was it given?", _protocol(brief)),
        ("follow_up", "How long was it followed?", _follow_up(brief)),
        ("gaps", "What is missing?", write_gaps(brief)),
    ]
    return [Section(key=key, heading=heading, sentences=sentences) for key, heading, sentences in written]


def _amount(brief: Brief) -> list[str]:
    evidence, chosen = brief.selection.evidence, brief.selection
    told = [f"{plural(evidence.studies, 'study matches', 'studies match')} the question; each trial counts once."]
    told.append(_people(evidence))
    told.append(f"By design: {', '.join(map(_design, brief.designs))}.")
    origins = ", ".join(f"{each.name} {each.studies:,}" for each in brief.origins)
    told.append(f"By origin of the vesicles (a study can have several): {origins}.")
    if evidence.best_evidence_level is not None:
        told.append(f"The strongest design is of evidence level {evidence.best_evidence_level} of 5 (1 is strongest).")
    if linked := chosen.linked.records:
        told.append(
            f"{plural(linked, 'linked record')} of the same trials {verb(linked, 'is', 'are')} not counted again."
        )
    if retracted := chosen.retracted.records:
        told.append(f"{plural(retracted, 'record is', 'records are')} left out as retracted, or of a retracted trial.")
    return told


def _design(each: CountedValue) -> str:
    results = "" if each.with_results == each.studies else f" ({each.with_results:,} with results)"
    return f"{each.name} {each.studies:,}{results}"


def _people(evidence: Evidence) -> str:
    people = evidence.studies_in_people
    if not people:
        return "No results in people are among them."
    first = f"{plural(people, 'study has', 'studies have')} results in people"
    stated = people - evidence.participants_not_stated
    if not stated:
        return f"{first}; no number of participants is stated."
    return (
        f"{first}, with {plural(evidence.participants, 'participant')} in the {stated} that "
        f"{verb(stated, 'states its', 'state their')} number."
    )


def _effect(brief: Brief) -> list[str]:
    votes = brief.votes
    if not votes.improved.of:
        return ["No study, reviews apart, has an outcome with a direction in an arm that was given vesicles."]
    directions = votes.directions
    first = (
        f"Of {plural(votes.improved.of, 'study', 'studies')} with an outcome that has a direction, reviews apart, "
        f"{directions.improved} found improvement throughout, {directions.mixed} mixed results, "
        f"{directions.no_difference} no difference and {directions.worsened} worsening."
    )
    told = [first]
    told += [tell_by_comparator(brief.votes_by_comparator), tell_by_level(brief.votes_by_evidence_level)]
    told.append(
        "Counting votes says nothing of the size of an effect, and studies without effect often stay unpublished."
    )
    return told


def _mechanism(brief: Brief) -> list[str]:
    studies, pathways = brief.mechanism_studies, brief.mechanism_pathways
    if not studies:
        return ["No study states a mechanism."]
    first = f"{plural(studies, 'study states', 'studies state')} a mechanism"
    if not pathways:
        return [f"{first}, without naming a pathway."]
    most = f"; the {SHOWN} of most studies are these" if pathways > SHOWN else ""
    told = [f"{first}, on {plural(pathways, 'pathway')}{most}. A study can state several effects on one."]
    return told + [
        f"{each.pathway_ref.name}: {plural(each.studies, 'study', 'studies')} (activated in {each.activates}, "
        f"inhibited in {each.inhibits}, changed in {each.modulates})."
        for each in brief.mechanisms[:SHOWN]
    ]


def _protocol(brief: Brief) -> list[str]:
    return [_distribution(each) for each in brief.protocols.distributions if each.arms] or [
        "No study with results of its own has an arm that was given vesicles."
    ]


def _distribution(each: Distribution) -> str:
    part = PARTS[each.part]
    if not each.stated:
        return f"None of {plural(each.arms, 'arm')} states {part}."
    first = f"{each.stated} of {plural(each.arms, 'arm')} {verb(each.stated, 'states', 'state')} {part}"
    values = [_value(share.value, each.unit) for share in each.values[:SHOWN]]
    if each.different == 1 or each.values[0].studies == 1:
        more = f" and {each.different - SHOWN} more" if each.different > SHOWN else ""
        return f"{first}: {', '.join(values)}{more}{', each in one study' if each.different > 1 else ''}."
    studies = [share.studies for share in each.values[:SHOWN]]
    shown = [f"{value} ({number})" for value, number in zip(values[1:], studies[1:], strict=True)]
    return f"{first}; most often {', '.join([f'{values[0]} ({studies[0]} studies)', *shown])}."


def _value(value: float | str, unit: str | None) -> str:
    if isinstance(value, str):
        return value.replace("_", " ")
    # Sessions are named by what they are a number of.
    return f"{value:g} {'week' if value == 1 else 'weeks'}" if unit == "weeks" else f"{value:g}"


def _follow_up(brief: Brief) -> list[str]:
    follow_up = brief.protocols.follow_up
    if not follow_up.studies:
        return ["There are no studies in people that could tell."]
    of = f"of {plural(follow_up.studies, 'study', 'studies')} in people"
    if not follow_up.stated:
        return [f"None {of} states how long it followed."]
    longest = follow_up.longest[0]
    bands = ", ".join(f"{band.length} {band.studies}" for band in follow_up.bands if band.studies)
    size = "" if longest.n_participants is None else f", {plural(longest.n_participants, 'participant')}"
    return [
        f"{follow_up.stated} {of} {verb(follow_up.stated, 'states', 'state')} a length: {bands}.",
        f"The longest is {_value(longest.weeks, 'weeks')} ({longest.study_ref.accession}{size}).",
    ]

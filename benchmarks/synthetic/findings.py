"""Outcomes, adverse events and mechanisms of a synthetic study, each in one of its arms."""

from random import Random

from benchmarks.synthetic.draw import Weighted, jitter, one_of
from benchmarks.synthetic.profile import Json, Profile

SAFETY = {
    # The curated studies rest on abstracts, which say little; here more of them list events, so that sums have work.
    "human": Weighted([("reported", 0.34), ("none_observed", 0.2), ("not_reported", 0.46)]),
    "other": Weighted([("reported", 0.05), ("none_observed", 0.08), ("not_reported", 0.87)]),
}
SCOPES = Weighted([("any", 4), ("treatment_related", 3), ("serious_or_significant", 3), ("specific_kinds", 1)])
EVENTS = Weighted([(1, 5), (2, 4), (3, 3), (4, 2), (5, 1), (7, 0.5), (10, 0.2)])
SEVERITIES = Weighted([(None, 6), ("mild", 8), ("moderate", 3), ("severe", 1), ("life_threatening", 0.1)])
RELATED = Weighted([(None, 8), ("possible", 3), ("probable", 2), ("unlikely", 1), ("unrelated", 1), ("definite", 0.5)])
ENDED = Weighted([(None, 6), ("resolved", 8), ("resolving", 1), ("ongoing", 1), ("unknown", 0.5)])
OUTCOMES = Weighted([(0, 1), (1, 2), (2, 4), (3, 4), (4, 2), (6, 1), (9, 0.3)])
COUNTED, PERCENT_ONLY, SERIOUS = 0.6, 0.8, 0.04


def make_outcomes(random: Random, profile: Profile, like: Json, category: str, arms: list[Json]) -> list[Json]:
    """Draw outcomes that were measured for the same field, where the curated study had some."""
    if not like["outcomes"] or not arms:
        return []
    pool = profile.outcomes_by_category[category]
    return [_vary_outcome(random, one_of(random, pool), arms) for _ in range(OUTCOMES.pick(random))]


def _vary_outcome(random: Random, like: Json, arms: list[Json]) -> Json:
    made = dict(like)
    arm = one_of(random, arms)
    made["arm"] = arm["key"]
    others = [other["key"] for other in arms if other is not arm]
    if made["compared_with"] not in (None, "baseline"):
        made["compared_with"] = one_of(random, others) if others else "baseline"
    for name in ("baseline", "value", "change"):
        made[name] = jitter(random, made[name])
    return made


def make_safety(random: Random, levels: list[str], arms: list[Json]) -> Json:
    """Draw what the text says about harm."""
    assessment = SAFETY["human" if "human" in levels else "other"].pick(random)
    if assessment == "reported" and not arms:
        assessment = "not_reported"
    none_observed = assessment == "none_observed"
    return {
        "assessment": assessment,
        "scope": SCOPES.pick(random) if none_observed else None,
        "serious": None if assessment == "not_reported" else random.random() < SERIOUS and not none_observed,
        "note": "No adverse events were seen." if none_observed else None,
    }


def make_events(random: Random, profile: Profile, terms: Weighted[str], arms: list[Json]) -> list[Json]:
    """Draw the adverse events of a study that reports some; a term may occur in several arms."""
    made = []
    for term in terms.some(random, EVENTS.pick(random)):
        told = one_of(random, profile.events[term])
        given = arms if random.random() < 1 / 3 else arms[:1]
        made += [_event(random, term, told, arm) for arm in given]
    return made


def _event(random: Random, term: str, told: Json, arm: Json) -> Json:
    chance = random.random()
    share = random.random() ** 3 * 0.6
    at_risk = arm["n"] or 8 + int(random.random() * 60) if chance < COUNTED else None
    percent = round(share * 100, 1) if COUNTED <= chance < PERCENT_ONLY else None
    return {
        "arm": arm["key"],
        "term": term,
        "reported_as": told["reported_as"],
        "n_affected": None if at_risk is None else int(at_risk * share),
        "n_at_risk": at_risk,
        "percent_affected": percent,
        "severity": SEVERITIES.pick(random),
        "serious": None if random.random() < 1 / 2 else random.random() < SERIOUS,
        "relatedness": RELATED.pick(random),
        "outcome": ENDED.pick(random),
        "onset_text": told["onset_text"],
        "locator": told["locator"],
    }


def make_mechanisms(random: Random, profile: Profile, like: Json, arms: list[Json]) -> list[Json]:
    """Draw as many mechanisms as the curated study had."""
    given = [arm for arm in arms if arm["source"]]
    if not given:
        return []
    made = []
    for _ in like["mechanisms"]:
        mechanism = dict(one_of(random, profile.mechanisms))
        made.append(mechanism | {"arm": one_of(random, given)["key"], "pathway": profile.pathway.pick(random)})
    return made

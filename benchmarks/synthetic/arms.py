"""Arms of a synthetic study: what a curated one gave, with another source of the same origin, dose and size."""

from random import Random

from benchmarks.synthetic.draw import jitter
from benchmarks.synthetic.profile import Json, Profile

OTHER_ORIGIN = 0.08
STATED_ANYWAY = 0.12


def make_arms(random: Random, profile: Profile, like: Json, n_participants: int | None) -> list[Json]:
    """Vary the arms of a curated study."""
    arms = [_vary(random, profile, arm) for arm in like["arms"]]
    if n_participants is not None and arms and random.random() < 0.7:
        for place, arm in enumerate(arms):
            arm["n"] = n_participants // len(arms) + (place < n_participants % len(arms))
    return arms


def _vary(random: Random, profile: Profile, arm: Json) -> Json:
    made = dict(arm)
    if made["source"]:
        origin = profile.origin(made["source"])
        if random.random() < OTHER_ORIGIN:
            origin = random.choice(list(profile.sources_by_origin))
        made["source"] = profile.sources_by_origin[origin].pick(random)
        name = profile.sources[made["source"]]["name"]
        made["label"] = f"{name} vesicles, {made['route'] or 'route not stated'}"
        for field in ("dose", "sessions", "isolation", "product"):
            if random.random() < STATED_ANYWAY:
                made[field] = profile.slots[field].pick(random)
        if made["sessions"] and made["sessions"] > 1 and made["interval_weeks"] is None:
            made["interval_weeks"] = profile.slots["interval_weeks"].pick(random)
    made["n"] = jitter(random, made["n"]) if made["n"] is not None else _sometimes(random, profile)
    return made


def _sometimes(random: Random, profile: Profile) -> int | None:
    size: int | None = profile.slots["n"].pick(random) if random.random() < STATED_ANYWAY else None
    return size

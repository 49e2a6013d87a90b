"""One synthetic study: the shape of a curated one, filled anew, so that what goes together stays together."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.synthetic import arms, findings
from benchmarks.synthetic.draw import Weighted, jitter, one_of
from benchmarks.synthetic.profile import Json, Profile

MOST = 999_999
KNOWN_AS = 0.85
RELATED, RETRACTED = 0.03, 0.002
AUTHORS = 20_000
NOTE = "Synthetic document, made for measuring. It describes no real study."


class StudyMaker:
    """Makes studies one after the other; the same seed makes the same studies, however many are asked for."""

    def __init__(self, seed_dir: Path, seed: int) -> None:
        self.profile = Profile(seed_dir)
        self.random = Random(seed)
        order = sorted(self.profile.terms)
        self.random.shuffle(order)
        seen = [event["term"] for study in self.profile.studies for event in study["adverse_events"]]
        order.sort(key=lambda slug: -seen.count(slug))
        self.terms = Weighted([(slug, 1 / (place + 2)) for place, slug in enumerate(order)])
        self.authors = Weighted([(number, 1 / (number + 40)) for number in range(AUTHORS)])

    def make(self, number: int) -> Json:
        """Make the study of an accession number."""
        random, profile = self.random, self.profile
        like = one_of(random, profile.studies)
        study = dict(like)
        study["accession"] = f"EXS{number:06}"
        study["identifiers"] = self._identifiers(number, like["identifiers"])
        study["title"] = f"{profile.titles.walk(random, 8 + int(random.random() * 9))} (protocol {number:06})"
        study["year"] = profile.years.pick(random)
        self._fill_slots(study, like)
        study["summary"] = profile.summaries.walk(random, 25 + int(random.random() * 45))
        study["indications"] = self._indications(like)
        study["arms"] = arms.make_arms(random, profile, like, study["n_participants"])
        self._add_findings(study, like)
        return study

    def _fill_slots(self, study: Json, like: Json) -> None:
        random, slots = self.random, self.profile.slots
        study["journal"] = like["journal"] and slots["journal"].pick(random)
        study["country"] = slots["country"].pick(random) if random.random() < KNOWN_AS else None
        study["n_participants"] = jitter(random, like["n_participants"], 0.8)
        if like["n_participants"] is None and "human" in like["levels"]:
            study["n_participants"] = slots["n_participants"].pick(random)
        study["follow_up_weeks"] = like["follow_up_weeks"] and slots["follow_up_weeks"].pick(random)
        if like["authors"]:
            names = self.authors.some(random, 2 + int(random.random() * 8))
            study["authors"] = [f"Author {name:05}" for name in names]

    def _add_findings(self, study: Json, like: Json) -> None:
        random, profile, given = self.random, self.profile, study["arms"]
        category = profile.category(study)
        study["outcomes"] = findings.make_outcomes(random, profile, like, category, given)
        study["safety"] = safety = findings.make_safety(random, study["levels"], given)
        reported = safety["assessment"] == "reported"
        study["adverse_events"] = findings.make_events(random, profile, self.terms, given) if reported else []
        study["mechanisms"] = findings.make_mechanisms(random, profile, like, given)
        study["relations"] = self._relations(study["accession"])
        source_url = f"https://example.org/synthetic/{study['accession']}"
        study["provenance"] = like["provenance"] | {"source_urls": [source_url], "note": NOTE}
        if random.random() < RETRACTED:
            study["retraction"] = {"status": "retracted", "date": "2026-01-31", "url": f"{source_url}/notice"}

    def _indications(self, like: Json) -> list[str]:
        profile = self.profile
        pools = [profile.indications_by_category[profile.indications[slug]["category"]] for slug in like["indications"]]
        return list(dict.fromkeys(pool.pick(self.random) for pool in pools))

    def _identifiers(self, number: int, like: Json) -> Json:
        """Give identifiers that cannot be those of a real study, of the schemes that the curated one has."""
        made = {
            "doi": f"10.5555/exokb.synthetic.{number}",
            "pmid": f"{900_000_000 + number % 100_000_000}",
            "pmcid": f"PMC{900_000_000 + number % 100_000_000}",
            "nct": f"NCT9{number:07}",
            "registry_id": f"SYN-{number:06}",
        }
        return {scheme: value for scheme, value in made.items() if scheme in like}

    def _relations(self, accession: str) -> list[Json]:
        if self.random.random() >= RELATED:
            return []
        other = f"EXS{1 + int(self.random.random() * MOST):06}"
        return [] if other == accession else [{"type": "included_in", "accession": other}]


def lines(seed_dir: Path, size: int, seed: int) -> Iterator[str]:
    """Give the documents as canonical lines, one after the other."""
    maker = StudyMaker(seed_dir, seed)
    dump = json.JSONEncoder(ensure_ascii=False).encode
    for number in range(1, size + 1):
        yield dump(maker.make(number)) + "\n"

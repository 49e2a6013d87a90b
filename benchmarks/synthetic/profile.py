"""What the curated studies look like: the pools and weights that synthetic ones are drawn from."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.synthetic.draw import Weighted
from benchmarks.synthetic.words import Chain

Json = dict[str, Any]
FIRST_YEAR, LAST_YEAR, GROWTH = 2006, 2026, 1.17


def read_lines(path: Path) -> list[Json]:
    """Read one JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


class Profile:
    """The pools, by what they depend on."""

    def __init__(self, seed_dir: Path) -> None:
        self.studies = read_lines(seed_dir / "studies.jsonl")
        self.sources = {entry["slug"]: entry for entry in read_lines(seed_dir / "sources.jsonl")}
        self.indications = {entry["slug"]: entry for entry in read_lines(seed_dir / "indications.jsonl")}
        self.terms = {entry["slug"]: entry for entry in read_lines(seed_dir / "adverse_event_terms.jsonl")}
        self.pathways = {entry["slug"]: entry for entry in read_lines(seed_dir / "pathways.jsonl")}
        self.years = _years(self.studies)
        self.slots = self._slots()
        self.sources_by_origin = self._sources()
        self.indications_by_category = self._indications()
        self.outcomes_by_category = self._outcomes()
        self.events = self._events()
        self.mechanisms = [item for study in self.studies for item in study["mechanisms"]]
        self.pathway = Weighted.of([item["pathway"] for item in self.mechanisms], self.pathways)
        self.titles = Chain([study["title"] for study in self.studies])
        self.summaries = Chain([study["summary"] for study in self.studies])

    def category(self, study: Json) -> str:
        """Tell the field of a study: the category of its first indication."""
        return str(self.indications[study["indications"][0]]["category"]) if study["indications"] else "none"

    def origin(self, source: str | None) -> str:
        """Tell the origin of a source."""
        return str(self.sources[source]["origin"]) if source else "unspecified"

    def _slots(self) -> dict[str, Weighted[Any]]:
        """Pools of known values for fields that any study or arm may state."""
        of_study = ("journal", "country", "n_participants", "follow_up_weeks")
        of_arm = ("dose", "sessions", "interval_weeks", "isolation", "product", "n")
        found: dict[str, list[Any]] = defaultdict(list)
        for study in self.studies:
            for name in of_study:
                found[name].append(study[name])
            for arm in study["arms"]:
                for name in of_arm:
                    found[name].append(arm[name])
        return {name: Weighted.of([value for value in values if value is not None]) for name, values in found.items()}

    def _sources(self) -> dict[str, Weighted[str]]:
        used = [arm["source"] for study in self.studies for arm in study["arms"] if arm["source"]]
        origins = {self.origin(slug) for slug in self.sources}
        return {
            origin: Weighted.of(
                [slug for slug in used if self.origin(slug) == origin],
                [slug for slug in self.sources if self.origin(slug) == origin],
            )
            for origin in sorted(origins)
        }

    def _indications(self) -> dict[str, Weighted[str]]:
        used = [slug for study in self.studies for slug in study["indications"]]
        categories = {entry["category"] for entry in self.indications.values()}
        return {
            category: Weighted.of(
                [slug for slug in used if self.indications[slug]["category"] == category],
                [slug for slug, entry in self.indications.items() if entry["category"] == category],
            )
            for category in sorted(categories)
        }

    def _outcomes(self) -> dict[str, list[Json]]:
        pools: dict[str, list[Json]] = defaultdict(list)
        for study in self.studies:
            pools[self.category(study)] += study["outcomes"]
        everything = [item for pool in pools.values() for item in pool]
        return {name: pools[name] or everything for name in [*self.indications_by_category, "none"]}

    def _events(self) -> dict[str, list[Json]]:
        """Events of the curated studies, and one for each further term in its own words."""
        pools: dict[str, list[Json]] = {slug: [] for slug in self.terms}
        for study in self.studies:
            for event in study["adverse_events"]:
                pools[event["term"]].append(event)
        plain = {"onset_text": None, "locator": "abstract"}
        for slug, pool in pools.items():
            names = [self.terms[slug]["name"].lower(), *self.terms[slug]["synonyms"]]
            pool += [plain | {"term": slug, "reported_as": name} for name in names]
        return pools


def _years(studies: list[Json]) -> Weighted[int | None]:
    """As many years unknown as in the curated studies; the known ones grow to the present."""
    known: Iterator[tuple[int, float]] = (
        (year, GROWTH ** (year - FIRST_YEAR)) for year in range(FIRST_YEAR, LAST_YEAR + 1)
    )
    weights: list[tuple[int | None, float]] = list(known)
    total = sum(weight for _, weight in weights)
    unknown = sum(study["year"] is None for study in studies) / len(studies)
    return Weighted([*weights, (None, total * unknown / (1 - unknown))])

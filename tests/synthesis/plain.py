"""The same sums in plain Python from the documents, without the database: what the aggregates must equal."""

from collections.abc import Callable, Iterable
from typing import Any

from fastapi.testclient import TestClient

from app.curation.derived import completeness_score, evidence_level, reporting
from app.curation.reader import Corpus
from app.document import Arm, Outcome, Study
from app.vocab import Direction, Origin, PublicationType

LINKS = ("registration_of", "registered_as", "preprint_of", "published_as")
REVIEWS = ("systematic_review", "meta_analysis", "narrative_review")
VOTES = ("improved", "no_difference", "worsened", "mixed")
Values = Callable[[Study], set[Any]]


def ask(client: TestClient, address: str) -> Any:
    """Ask synthesis, and give what it answers."""
    answer = client.get(f"/v1/synthesis/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


class Plain:
    """The documents with what is derived from them."""

    def __init__(self, corpus: Corpus) -> None:
        self.documents = [item.record for item in corpus.studies]
        self.origins: dict[str, Origin] = {item.name: item.record.origin for item in corpus.sources}
        self.parents = {item.name: item.record.parent for item in corpus.sources}
        self.parents |= {item.name: item.record.parent for item in corpus.indications}
        self.categories = {item.name: item.record.category for item in corpus.indications}
        self.classes = {item.name: item.record.soc for item in corpus.adverse_event_terms}
        self.level = {study.accession: evidence_level(study) for study in self.documents}
        self.parts = {study.accession: reporting(study, self.origins) for study in self.documents}
        self.score = {name: completeness_score(parts) for name, parts in self.parts.items()}
        self.linked = self._linked()
        self.studies = [study for study in self.documents if study.accession not in self.linked]

    def _linked(self) -> set[str]:
        """Give the records for which another one of the same trial speaks."""
        known = {study.accession: study for study in self.documents}
        families: dict[str, set[str]] = {name: {name} for name in known}
        for study in self.documents:
            for relation in study.relations:
                if relation.type in LINKS and relation.accession in known:
                    joined = families[study.accession] | families[relation.accession]
                    families |= dict.fromkeys(joined, joined)
        speakers = {min(family, key=lambda name: self._weight(known[name])) for family in families.values()}
        return set(known) - speakers

    def _weight(self, study: Study) -> tuple[bool, bool, int, str]:
        article = study.publication_type == PublicationType.JOURNAL_ARTICLE
        return self.level[study.accession] is None, not article, -(study.year or 0), study.accession

    def ancestors(self, slug: str) -> list[str]:
        """Give the way from the top down to a slug."""
        parent = self.parents[slug]
        return [*(self.ancestors(parent) if parent else []), slug]

    def at_depth(self, slug: str, depth: int) -> str:
        """Give the ancestor at a depth."""
        way = self.ancestors(slug)
        return way[min(depth, len(way) - 1)]

    def in_people(self, study: Study) -> bool:
        """Tell studies with results in people."""
        return self.level[study.accession] in (2, 3, 4)

    def is_review(self, study: Study) -> bool:
        """Tell reviews."""
        return study.design in REVIEWS

    def has_own_results(self, study: Study) -> bool:
        """Tell graded studies that are no reviews."""
        return self.level[study.accession] is not None and not self.is_review(study)

    def evidence(self, studies: Iterable[Study]) -> dict[str, Any]:
        """Say how much evidence there is."""
        chosen = list(studies)
        people = [study for study in chosen if self.in_people(study)]
        stated = [study.n_participants for study in people if study.n_participants is not None]
        levels = [level for study in chosen if (level := self.level[study.accession]) is not None]
        return {
            "studies": len(chosen),
            "studies_in_people": len(people),
            "participants": sum(stated),
            "participants_not_stated": len(people) - len(stated),
            "best_evidence_level": min(levels, default=None),
            "latest_year": max((study.year for study in chosen if study.year), default=None),
        }

    def vote(
        self,
        study: Study,
        fits: Callable[[Arm], bool] = lambda _: True,
        measure: str | None = None,
        compared_with: str | None = None,
    ) -> str | None:
        """Give the vote of a study; reviews have none."""
        if self.is_review(study):
            return None
        arms = {arm.key for arm in vesicle_arms(study) if fits(arm)}
        found = {
            item.direction.value
            for item in study.outcomes
            if item.arm in arms
            and item.direction != Direction.DESCRIPTIVE
            and (measure is None or item.measure.casefold() == measure.casefold())
            and compared_with in (None, comparator(study, item))
        }
        return None if not found else found.pop() if len(found) == 1 else "mixed"

    def directions(self, votes: Iterable[str | None]) -> dict[str, int]:
        """Count votes."""
        cast = [vote or "none" for vote in votes]
        return {name: cast.count(name) for name in (*VOTES, "none")}


def vesicle_arms(study: Study) -> list[Arm]:
    """Give the arms that were given vesicles."""
    return [arm for arm in study.arms if arm.source is not None]


def comparator(study: Study, outcome: Outcome) -> str:
    """Say with what an outcome was compared."""
    if outcome.compared_with in (None, "baseline"):
        return outcome.compared_with or "not_stated"
    source = {arm.key: arm.source for arm in study.arms}[outcome.compared_with]
    return "vesicles" if source else "without_vesicles"


def assessments(studies: Iterable[Study]) -> dict[str, int]:
    """Count what studies say of harm."""
    said = [study.safety.assessment.value for study in studies]
    return {name: said.count(name) for name in ("reported", "none_observed", "not_reported")}

"""A data rule is a small function over one study or over all records; it yields faults, each with its remedy."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from app.curation.reader import Corpus, Fault
from app.document import Study

Rule = Callable[[Corpus], Iterator[Fault]]
RULES: dict[str, Rule] = {}


@dataclass(frozen=True)
class Known:
    """The slugs that a study may use, by vocabulary."""

    slugs: Mapping[str, AbstractSet[str]]

    @classmethod
    def of(cls, corpus: Corpus) -> "Known":
        """Take the vocabularies of a corpus."""
        entries: dict[str, list[Any]] = {
            "source": corpus.sources,
            "indication": corpus.indications,
            "adverse-event term": corpus.adverse_event_terms,
            "pathway": corpus.pathways,
        }
        return cls({kind: {item.name for item in items} for kind, items in entries.items()})


@dataclass(frozen=True)
class Finding:
    """What is wrong inside a study: where, and what would be right."""

    pointer: str
    message: str
    allowed: tuple[str, ...] | None = None


StudyRule = Callable[[Study, Known], Iterator[Finding]]
STUDY_RULES: dict[str, StudyRule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Register a rule over all records under a code that never changes."""

    def register(check: Rule) -> Rule:
        RULES[code] = check
        return check

    return register


def study_rule(code: str) -> Callable[[StudyRule], StudyRule]:
    """Register a rule over one study, which imports ask of each record and the seed check of all."""

    def register(check: StudyRule) -> StudyRule:
        STUDY_RULES[code] = check

        @rule(code)
        def over_corpus(corpus: Corpus) -> Iterator[Fault]:
            known = Known.of(corpus)
            for item in corpus.studies:
                for found in check(item.record, known):
                    yield item.fault(code, f"{found.pointer} {found.message}")

        return check

    return register


def check_study(study: Study, known: Known) -> list[tuple[str, Finding]]:
    """Give all that the rules find in one study, each with the code of its rule."""
    return [(code, found) for code, check in STUDY_RULES.items() for found in check(study, known)]

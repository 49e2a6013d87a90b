"""Each data rule passes its good example and finds its decoy, with a remedy."""

from typing import Any

import pytest

from app.curation.reader import Corpus
from app.curation.rules import RULES
from app.curation.rules.form import canonical_form
from tests.factories import adverse_event, arm, corpus, indication, outcome, source, study, term


def safety(assessment: str, scope: str | None = None) -> dict[str, Any]:
    return {"assessment": assessment, "scope": scope, "serious": None, "note": None}


def retired(accession: str, merged_into: str | None) -> dict[str, Any]:
    day = "2026-11-24"
    return {"accession": accession, "merged_into": merged_into, "reason": "Twin.", "retired_on": day}


def suggested() -> dict[str, Any]:
    return {**study()["provenance"], "review_status": "suggested"}


def rewritten(made: Corpus) -> Corpus:
    """Write a line otherwise than in canonical form."""
    first = made.studies[0]
    object.__setattr__(first, "text", first.text.replace(": ", ":"))
    return made


EVENT: dict[str, Any] = {"adverse_events": [adverse_event()]}
PAPER: dict[str, Any] = {"identifiers": {"doi": "10.1000/a"}}
RELEASE = {"name": "2026.11", "released_on": "2026-11-24"}
EXAMPLES: dict[str, tuple[Corpus, Corpus, str]] = {
    "canonical-form": (corpus(study()), rewritten(corpus(study())), "exokb seed format"),
    "sorted": (
        corpus(study("EXS000001"), study("EXS000002")),
        corpus(study("EXS000002"), study("EXS000001")),
        "exokb seed format",
    ),
    "one-release": (corpus(), corpus(releases=[RELEASE, RELEASE]), "keep one line"),
    "unique-slug": (corpus(), corpus(terms=[term(), term()]), "merge the two"),
    "parent-exists": (
        corpus(sources=[source("human"), source("human-msc", "human")]),
        corpus(sources=[source("human"), source("human-msc", "humam")]),
        "did you mean human",
    ),
    "acyclic": (
        corpus(indications=[indication("alopecia"), indication("patchy", "alopecia")]),
        corpus(indications=[indication("alopecia", "patchy"), indication("patchy", "alopecia")]),
        "correct one of these parents",
    ),
    "slug-exists": (corpus(study()), corpus(study(indications=["alopezia"])), "did you mean alopecia"),
    "none-observed-means-no-events": (
        corpus(study(safety=safety("none_observed", "any"))),
        corpus(study(safety=safety("none_observed", "any"), **EVENT)),
        "set /safety/assessment to 'reported'",
    ),
    "silence-means-no-events": (
        corpus(study(safety=safety("reported"), **EVENT)),
        corpus(study(safety=safety("not_reported"), **EVENT)),
        "set it to 'reported'",
    ),
    "scope-of-none-observed": (
        corpus(study(safety=safety("none_observed", "any"))),
        corpus(study(safety=safety("reported", "any"))),
        "set it to null",
    ),
    "arm-exists": (
        corpus(study(outcomes=[outcome()])),
        corpus(study(outcomes=[outcome(compared_with="sham")])),
        "use one of: exo",
    ),
    "unique-in-study": (corpus(study()), corpus(study(arms=[arm(), arm()])), "keep one"),
    "reserved-arm-key": (corpus(study()), corpus(study(arms=[arm(key="baseline")])), "choose another key"),
    "arm-roles": (
        corpus(study(arms=[arm(role="comparator", source=None)])),
        corpus(study(arms=[arm(source=None)])),
        "unspecified-source",
    ),
    "suggested-means-unread": (
        corpus(study(arms=[], provenance=suggested())),
        corpus(study(provenance=suggested())),
        "read the source and say so there",
    ),
    "unique-accession": (
        corpus(study(), retired=(retired("EXS000009", None),)),
        corpus(study(), retired=(retired("EXS000001", None),)),
        "take the next free accession",
    ),
    "unique-identifier": (
        corpus(study(**PAPER), study("EXS000002")),
        corpus(study(**PAPER), study("EXS000002", **PAPER)),
        "belongs to EXS000001",
    ),
    "unique-title": (
        corpus(study(title="One"), study("EXS000002", title="Two")),
        corpus(study(title="One title"), study("EXS000002", title="one  Title")),
        "merge the two",
    ),
    "relation-to-another": (
        corpus(study(relations=[{"type": "registered_as", "accession": "EXS000002"}])),
        corpus(study(relations=[{"type": "registered_as", "accession": "EXS000001"}])),
        "name the other record",
    ),
    "merged-into-exists": (
        corpus(study(), retired=(retired("EXS000009", "EXS000001"),)),
        corpus(study(), retired=(retired("EXS000009", "EXS000002"),)),
        "name the one that took its place",
    ),
}


@pytest.mark.parametrize("code", RULES)
def test_each_rule_passes_its_good_example_and_finds_its_decoy(code: str) -> None:
    good, decoy, remedy = EXAMPLES[code]

    assert not good.faults
    assert not decoy.faults
    assert list(RULES[code](good)) == []
    faults = list(RULES[code](decoy))
    assert {fault.code for fault in faults} == {code}
    assert all(remedy in fault.message for fault in faults)


def test_the_seed_keeps_every_rule(corpus: Corpus) -> None:
    assert corpus.faults == []
    assert [str(fault) for rule in RULES.values() for fault in rule(corpus)] == []


def test_an_empty_release_file_is_a_fault() -> None:
    assert [fault.code for fault in RULES["one-release"](corpus_without_release())] == ["one-release"]
    assert list(canonical_form(Corpus())) == []


def corpus_without_release() -> Corpus:
    return corpus(releases=[])

"""Rules that keep one study from standing twice."""

from collections.abc import Iterator
from typing import Any

from app.curation.reader import Corpus, Fault, Located
from app.curation.rules.base import Finding, Known, rule, study_rule
from app.document import Study


@rule("unique-accession")
def unique_accession(corpus: Corpus) -> Iterator[Fault]:
    """An accession stands for one study, for ever: retired ones are not used again."""
    seen: dict[str, Located[Any]] = {item.name: item for item in corpus.retired_studies}
    for item in corpus.studies:
        if twin := seen.get(item.name):
            message = f"is used at {twin.file}:{twin.line} already; take the next free accession"
            yield item.fault("unique-accession", message)
        seen[item.name] = item


@rule("unique-identifier")
def unique_identifier(corpus: Corpus) -> Iterator[Fault]:
    """A DOI, PMID, PMCID, NCT or registry number stands in one study only."""
    seen: dict[tuple[str, str], Located[Study]] = {}
    for item in corpus.studies:
        for scheme, value in item.record.identifiers:
            if value is None:
                continue
            if twin := seen.get((scheme, value)):
                message = f"/identifiers/{scheme} {value} belongs to {twin.name} (line {twin.line}); merge the two"
                yield item.fault("unique-identifier", message)
            seen[scheme, value] = item


@rule("unique-title")
def unique_title(corpus: Corpus) -> Iterator[Fault]:
    """Two records of one publication type and year do not share a published title."""
    seen: dict[tuple[str, str, int | None], Located[Study]] = {}
    for item in corpus.studies:
        study = item.record
        key = (" ".join(study.title.casefold().split()), study.publication_type.value, study.year)
        if twin := seen.get(key):
            message = f"/title is that of {twin.name} (line {twin.line}); merge the two or tell them apart in the title"
            yield item.fault("unique-title", message)
        seen[key] = item


@study_rule("relation-to-another")
def relation_to_another(study: Study, _known: Known) -> Iterator[Finding]:
    """A study is not related to itself."""
    for index, relation in enumerate(study.relations):
        if relation.accession == study.accession:
            yield Finding(f"/relations/{index}/accession", "is the study itself; name the other record")


@rule("merged-into-exists")
def merged_into_exists(corpus: Corpus) -> Iterator[Fault]:
    """A merged accession points to a study that is there."""
    known = {item.name for item in corpus.studies}
    for item in corpus.retired_studies:
        successor = item.record.merged_into
        if successor is not None and successor not in known:
            message = f"/merged_into {successor} is not a study; name the one that took its place"
            yield item.fault("merged-into-exists", message)

"""Rules about hierarchies and the slugs that studies use."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from app.curation.reader import Corpus, Fault, Located
from app.curation.rules.base import Finding, Known, rule, study_rule
from app.document import Study


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest known slugs that look like a word."""
    close = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else "add it to the vocabulary or use an existing slug"


@rule("unique-slug")
def unique_slug(corpus: Corpus) -> Iterator[Fault]:
    """Each slug stands once in its vocabulary."""
    groups: list[list[Any]] = [corpus.sources, corpus.indications, corpus.adverse_event_terms, corpus.pathways]
    for entries in groups:
        seen: dict[str, Located[Any]] = {}
        for item in entries:
            if twin := seen.get(item.name):
                yield item.fault("unique-slug", f"stands on line {twin.line} already; merge the two")
            seen[item.name] = item


@rule("parent-exists")
def parent_exists(corpus: Corpus) -> Iterator[Fault]:
    """Each parent is an entry of the same vocabulary."""
    for entries in (corpus.sources, corpus.indications):
        known = {item.name for item in entries}
        for item in entries:
            parent = item.record.parent
            if parent is not None and parent not in known:
                yield item.fault("parent-exists", f"/parent {parent!r} does not exist; {nearest(parent, known)}")


@rule("acyclic")
def acyclic(corpus: Corpus) -> Iterator[Fault]:
    """No entry is its own ancestor."""
    for entries in (corpus.sources, corpus.indications):
        parents = {item.name: item.record.parent for item in entries}
        for item in entries:
            chain = [item.name]
            while (up := parents.get(chain[-1])) and up not in chain:
                chain.append(up)
            if up == item.name:
                message = f"/parent leads back to itself ({' → '.join([*chain, up])}); correct one of these parents"
                yield item.fault("acyclic", message)


def _used(study: Study) -> Iterator[tuple[str, str, str]]:
    for index, slug in enumerate(study.indications):
        yield f"/indications/{index}", "indication", slug
    for index, arm in enumerate(study.arms):
        if arm.source:
            yield f"/arms/{index}/source", "source", arm.source
    for index, event in enumerate(study.adverse_events):
        yield f"/adverse_events/{index}/term", "adverse-event term", event.term
    for index, mechanism in enumerate(study.mechanisms):
        if mechanism.pathway:
            yield f"/mechanisms/{index}/pathway", "pathway", mechanism.pathway


@study_rule("slug-exists")
def slug_exists(study: Study, known: Known) -> Iterator[Finding]:
    """Each slug that a study uses is in its vocabulary."""
    for pointer, kind, slug in _used(study):
        if slug not in known.slugs[kind]:
            close = difflib.get_close_matches(slug, list(known.slugs[kind]), n=3, cutoff=0.5)
            message = f"{slug!r} is not a known {kind}; {nearest(slug, known.slugs[kind])}"
            yield Finding(pointer, message, tuple(close) or None)

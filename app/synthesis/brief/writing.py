"""The brief: what the evidence says on one page, every sentence built from numbers that stand beside it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.models import Study
from app.reads.columns import Numbers, least, per_revision
from app.reads.numeric import np
from app.reads.reading import DISCLAIMER, LICENCE
from app.reads.snapshot import Snapshot
from app.shared.refs import StudyRef
from app.shared.release import current_release
from app.synthesis.asking.axes import name_of, names_of
from app.synthesis.asking.dimensions import DIMENSIONS, Depths
from app.synthesis.asking.links import behind_link
from app.synthesis.asking.question import Question
from app.synthesis.asking.question_words import question_in_words
from app.synthesis.asking.selection import Selection
from app.synthesis.brief.mechanisms import count_mechanisms
from app.synthesis.brief.sentences import write_sections
from app.synthesis.columns.cells import fill
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.study_values import members, numbers_of, of_studies, reviews
from app.synthesis.harm.controlled import controlled_events, most_stated, stated_by_term
from app.synthesis.harm.safety import overall_safety
from app.synthesis.ladder import climb
from app.synthesis.outcomes.votes import count_ballot, count_by_comparator, show_votes, voted_links
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.schemas.brief import Brief, CountedValue, InformativeStudy
from app.vocab import Results

MOST = 10
MOST_REVIEWS = 3


def write_brief(question: Question, selection: Selection) -> Brief:
    """Write the brief of a selection."""
    counted = selection.counted
    ballot = count_ballot(counted)
    stated = stated_by_term(counted)
    mechanisms = count_mechanisms(question, counted, MOST)
    told = question_in_words(question, selection)
    parts: dict[str, Any] = {
        "title": f"Exosome therapy: the evidence for {told}",
        "question": told,
        "selection": selection.shown,
        "designs": _counted(question, counted, "design"),
        "origins": _counted(question, counted, "source_origin"),
        "ladder": climb(question, selection),
        "votes": show_votes(question, ballot.totals, selection.shown.evidence.studies - ballot.studies),
        "votes_by_comparator": count_by_comparator(question, counted),
        "votes_by_evidence_level": ballot.by_level(voted_links(question, "evidence_level")),
        "safety": overall_safety(question, selection),
        "controlled": controlled_events(question, counted.snapshot, most_stated(stated, MOST)),
        "controlled_total": len(stated),
        "mechanisms": mechanisms.shown,
        "mechanism_studies": mechanisms.studies,
        "mechanism_studies_link": behind_link(question, {"states_mechanism": "true"}),
        "mechanism_pathways": mechanisms.pathways,
        "protocols": sum_up_protocols(question, selection),
        "informative_studies": _informative(counted),
        "citation": _citation(counted.snapshot, told),
        "disclaimer": DISCLAIMER,
    }
    draft = Brief(sections=[], **parts)
    return replace(draft, sections=write_sections(draft))


def _counted(question: Question, counted: Counted, name: str) -> list[CountedValue]:
    filled = fill(counted, [DIMENSIONS[name]], Depths())
    has_results = (numbers_of(counted.snapshot, "evidence_level") > 0)[filled.study]
    numbers = (np.bincount(filled.cell, each, minlength=filled.cells.size) for each in (None, has_results))
    named = names_of(counted.snapshot, DIMENSIONS[name])
    shown = [
        CountedValue(
            value=value,
            name=name_of(value, named),
            studies=int(studies),
            with_results=int(with_results),
            studies_link=behind_link(question, {name: value}),
            with_results_link=behind_link(question, {name: value}, [("results", Results.NONE.value)]),
        )
        for (value,), studies, with_results in zip(filled.values(), *numbers, strict=True)
        if studies
    ]
    return sorted(shown, key=lambda each: (-each.studies, each.name))


def _informative(counted: Counted) -> list[InformativeStudy]:
    """Pick ten studies to read first: up to three reviews, then those that reviews are made of."""
    of_reviews = counted.studies & reviews(counted.snapshot)
    first = _first(counted.snapshot, members(of_reviews), MOST_REVIEWS)
    chosen = first + _first(counted.snapshot, members(counted.studies - of_reviews), MOST - len(first))
    rows = counted.snapshot.session.scalars(select(Study).where(Study.id.in_(chosen)))
    found = {study.id: _show(study) for study in rows}
    return [found[number] for number in chosen]


def _first(snapshot: Snapshot, studies: Numbers, most: int) -> list[int]:
    """Give the strongest, then most completely reported, largest, latest; a missing value comes last."""
    weight = _weight(snapshot)[studies]
    found: list[int] = studies[least(weight, most)].tolist()
    return found


@per_revision
def _weight(snapshot: Snapshot) -> Numbers:
    """Make of what ranks studies one number each, the least for the first."""
    level = of_studies(snapshot, "evidence_level")
    weight = np.where(level.codes == 0, len(level.values), level.codes).astype(np.int64)
    for name in ("completeness_score", "n_participants", "year"):
        column = of_studies(snapshot, name)
        weight = weight * len(column.values) + (len(column.values) - 1 - column.codes)
    return weight


def _show(study: Study) -> InformativeStudy:
    return InformativeStudy(
        study_ref=StudyRef.model_validate(study),
        n_participants=study.n_participants,
        completeness_score=study.completeness_score,
        summary=study.summary,
        link=f"/v1/studies/{study.accession}",
    )


def _citation(snapshot: Snapshot, told: str) -> str:
    release = current_release(snapshot.session)
    return (
        f"The ExoKB contributors. Evidence brief: {told}. ExoKB, data release {release.name} "
        f"({release.released_on:%Y-%m-%d}), revision {release.revision}, {LICENCE}. "
        "Add the address of this page and the date of your access."
    )

"""Events that studies state for arms with and without vesicles: the only comparison that has a control group."""

from collections import defaultdict
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from app.models import AdverseEventTerm, Study
from app.shared.refs import TermRef
from app.synthesis.contrast import contrast
from app.synthesis.dimensions import Depths
from app.synthesis.events import by_arm, event_rows
from app.synthesis.schemas.safety import Contrast, ControlledEvent, ControlledStudy, PooledRead
from app.synthesis.statistics import pool_counts

NAMED = 50
Counts = tuple[int, int, int, int]


def controlled_events(session: Session, counted: CTE) -> list[ControlledEvent]:
    """Set arms with vesicles against arms without, study by study, and pool what several studies state."""
    found: dict[str, list[tuple[str, Counts]]] = defaultdict(list)
    for term, accession, *counts in session.execute(_statement(counted)):
        found[term].append((accession, (int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3]))))
    terms = session.scalars(select(AdverseEventTerm).where(AdverseEventTerm.slug.in_(found)))
    refs = {term.slug: TermRef.model_validate(term) for term in terms}
    return [
        ControlledEvent(
            term=term,
            term_ref=refs[term],
            studies_total=len(studies),
            studies=[ControlledStudy(study=study, contrast=_contrast(counts)) for study, counts in studies[:NAMED]],
            pooled=pooled_difference([counts for _, counts in studies]),
        )
        for term, studies in sorted(found.items())
    ]


def _statement(counted: CTE) -> Select[Any]:
    arms = by_arm(event_rows(counted, None, Depths()), "term")

    def total(column: str, *, exposed: bool) -> ColumnElement[int]:
        of_arms = arms.c.exposed if exposed else ~arms.c.exposed
        return func.sum(case((of_arms, arms.c[column])))

    counts = [
        total("affected", exposed=True),
        total("at_risk", exposed=True),
        total("affected", exposed=False),
        total("at_risk", exposed=False),
    ]
    return (
        select(arms.c.term, Study.accession, *counts)
        .join(Study, Study.id == arms.c.study_id)
        .where(arms.c.at_risk > 0)
        .group_by(arms.c.term, Study.accession)
        .having(counts[1] > 0, counts[3] > 0)
        .order_by(arms.c.term, Study.accession)
    )


def _contrast(counts: Counts) -> Contrast:
    return contrast("arms with vesicles against arms without", counts[:2], counts[2:])


def pooled_difference(pairs: list[Counts]) -> PooledRead | None:
    """Pool risk differences of at least two studies."""
    if len(pairs) < 2:  # noqa: PLR2004
        return None
    pooled = pool_counts(pairs, "diff")
    return PooledRead(measure="risk difference", studies=len(pairs), **vars(pooled))

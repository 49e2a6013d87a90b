"""Adverse events of all arms by term and by class, as columns; remembered for a revision."""

from dataclasses import dataclass

from app.reads.columns import Column, Numbers, marked, narrow, pairs, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.shared.refs import TermRef
from app.synthesis.columns.tables import events_of

TERMS = "SELECT slug, name, soc FROM adverse_event_term"
# More than can be at risk.
WIDTH = 1 << 31


@dataclass(frozen=True)
class ByArm:
    """One entry for each arm and kind of event; of several rows the one with most affected counts."""

    arm: Numbers
    kind: Numbers
    # Both stated, or -1.
    affected: Numbers
    at_risk: Numbers
    serious: Numbers
    unrelated: Numbers
    # Both in one row.
    serious_unrelated: Numbers
    # Whether it befell somebody, or the text does not say that it befell nobody.
    befell: Numbers


@per_revision
def terms_of(snapshot: Snapshot) -> dict[str, TermRef]:
    """Give all terms by their slugs."""
    return {slug: TermRef(slug=slug, name=name, soc=soc) for slug, name, soc in snapshot.rows(TERMS)}


def kinds_of(snapshot: Snapshot, kind: str) -> Column:
    """Give the term, or the class, of each event."""
    return events_of(snapshot).coded["term"] if kind == "term" else _classes(snapshot)


@per_revision
def _classes(snapshot: Snapshot) -> Column:
    classes = {slug: term.soc.value for slug, term in terms_of(snapshot).items()}
    return events_of(snapshot).coded["term"].recoded(classes)


@per_revision
def by_arm(snapshot: Snapshot, kind: str) -> ByArm:
    """Give the events of all arms by term or by class."""
    events, column = events_of(snapshot), kinds_of(snapshot, kind)
    entries = pairs(events["arm"], column.codes)

    def most(numbers: Numbers) -> Numbers:
        found = np.full(entries.size, -1, dtype=np.int64)
        np.maximum.at(found, entries.place, numbers)
        return found

    # One number for both, so that they are those of one row; neither is stated without the other.
    stated = most(events["affected"].astype(np.int64) * WIDTH + events["at_risk"])
    affected, at_risk = np.where(stated < 0, -1, np.array(np.divmod(stated, WIDTH)))
    somebody = events["nobody"] == 0
    serious, unrelated = (somebody & (events[name] == 1) for name in ("serious", "unrelated"))
    return ByArm(
        arm=entries.one,
        kind=entries.other,
        affected=narrow(affected),
        at_risk=narrow(at_risk),
        serious=marked(entries.place[serious], entries.size),
        unrelated=marked(entries.place[unrelated], entries.size),
        serious_unrelated=marked(entries.place[serious & unrelated], entries.size),
        befell=marked(entries.place[somebody], entries.size),
    )

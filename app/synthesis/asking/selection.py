"""Which studies a synthesis counts: those that match, without retracted ones, each trial once."""

from collections import defaultdict
from dataclasses import dataclass

from pyroaring import BitMap

from app.core.query import ListQuery
from app.core.schemas import SearchEcho, UnderstoodFilter
from app.identifiers import write_accession
from app.reads.sets import Sets
from app.reads.slugs import understand
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths
from app.synthesis.columns.amounts import NOTHING
from app.synthesis.columns.cells import count_up
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.study_values import field_named
from app.synthesis.schemas.base import LeftOut, SelectionRead
from app.vocab import RetractionStatus

# How many accessions are named of those left out; their number is always told.
NAMED = 50
FAMILIES = "SELECT study_id, family FROM study_family ORDER BY family, standing"
# Families in order of standing: the first member that is selected speaks for its trial.
Families = list[list[int]]


@dataclass(frozen=True)
class Selection:
    """The studies that are counted, and what was understood and left out."""

    counted: Counted
    shown: SelectionRead


def selected_studies(snapshot: Snapshot, query: ListQuery) -> Selection:
    """Select the studies of a question; the one place where synthesis applies filters."""
    understood = understand(snapshot, query)
    sets = Sets(snapshot)
    matched = sets.matching(understood.where)
    families = snapshot.memory.get(("families",), lambda: _families(snapshot), _weight)
    retracted = matched & _of_retracted(sets, families)
    linked = _doubled(families, matched) - retracted
    counted = Counted(snapshot, matched - retracted - linked)
    echo = understood.echo(query)
    shown = SelectionRead(
        filters=[UnderstoodFilter(**each) for each in echo["filters"]],
        search=echo["search"] and SearchEcho(**echo["search"]),
        rollup=query.rollup,
        evidence=count_up(counted, [], Depths()).get((), NOTHING),
        retracted=left_out(retracted),
        linked=left_out(linked),
    )
    return Selection(counted, shown)


def _families(snapshot: Snapshot) -> Families:
    found: dict[int, list[int]] = defaultdict(list)
    for study, family in snapshot.rows(FAMILIES):
        found[family].append(study)
    return list(found.values())


def _weight(families: Families) -> int:
    return 100 + sum(100 + 40 * len(members) for members in families)


def _of_retracted(sets: Sets, families: Families) -> BitMap:
    """Give retracted records and those of the same trial, whose results fell with them."""
    retracted = sets.with_value(field_named("retraction_status"), RetractionStatus.RETRACTED)
    return retracted.union(*(BitMap(members) for members in families if not retracted.isdisjoint(BitMap(members))))


def _doubled(families: Families, matched: BitMap) -> BitMap:
    """Give the records for which another selected record of the same trial speaks."""
    doubled = BitMap()
    for members in families:
        doubled.update([study for study in members if study in matched][1:])
    return doubled


def left_out(numbers: BitMap) -> LeftOut:
    """Name records that are not counted."""
    return LeftOut(records=len(numbers), accessions=[write_accession(number) for number in numbers[:NAMED]])

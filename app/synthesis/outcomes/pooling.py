"""Pool effects of outcomes where figures allow: counts of one outcome in two arms of at least two studies."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.identifiers import write_accession
from app.reads.columns import per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.study_values import are_reviews, people
from app.synthesis.columns.tables import counted_of, given, places_of_arms
from app.synthesis.harm.controlled import NAMED, compared, pooled_differences
from app.synthesis.schemas.outcomes import PairRead, Pooling
from app.synthesis.statistics import TwoByTwo

# A unit such as `patients of 24` makes of the value a count.
COUNT = re.compile(r"(?P<what>[a-z][a-z ]*) of (?P<total>[0-9]{1,9})")


@dataclass(frozen=True)
class Pair:
    """One outcome counted in an arm with vesicles and in the arm without that it was compared with."""

    study: int
    key: str
    what: str
    counts: TwoByTwo


def pool_measures(counted: Counted, keys: Collection[str]) -> dict[str, list[Pooling]]:
    """Pool each measure that at least one study counts in two arms; things counted, and people and others, apart."""
    in_people = people(counted.snapshot)
    studies: dict[tuple[str, str, bool], dict[int, TwoByTwo]] = defaultdict(dict)
    for pair in _pairs(counted.snapshot):
        if pair.key in keys and pair.study in counted.studies:
            # Of several pairs of one study only the first is taken: they share their participants.
            studies[pair.key, pair.what, bool(in_people[pair.study])].setdefault(pair.study, pair.counts)
    found: dict[str, list[Pooling]] = defaultdict(list)
    for (key, what, of_people), counts in sorted(studies.items(), key=lambda item: (-len(item[1]), item[0])):
        found[key].append(_pooling(what, counts, in_people=of_people))
    return found


@per_revision
def _pairs(snapshot: Snapshot) -> list[Pair]:
    return list(_find_pairs(snapshot))


def _find_pairs(snapshot: Snapshot) -> Iterator[Pair]:
    """Pair each outcome of an arm with vesicles with the same outcome of the arm without that it was compared with."""
    rows, exposed = counted_of(snapshot), given(snapshot)
    other = places_of_arms(snapshot, rows["study"], rows.coded["compared_with"])
    same = [rows.coded[name].codes.tolist() for name in ("measure_key", "timepoint_weeks")]
    of_arms = defaultdict(list)
    for place, where in enumerate(zip(rows["arm"].tolist(), *same, strict=True)):
        of_arms[where].append(place)
    key, value, unit = (rows.coded[name] for name in ("measure_key", "value", "unit_key"))
    own = ~are_reviews(snapshot)[rows["study"]]
    controlled = np.flatnonzero(own & exposed[rows["arm"]] & (other >= 0) & ~exposed[other])
    for place in controlled.tolist():
        for compared_with in of_arms[int(other[place]), *(each[place] for each in same)]:
            places = np.array([place, compared_with])
            one, two = map(_count, value.at(places), unit.at(places))
            if one and two and one[0] == two[0]:
                yield Pair(int(rows["study"][place]), key.at(places)[0], one[0], (*one[1], *two[1]))


def _count(value: float, unit: str) -> tuple[str, tuple[int, int]] | None:
    found = COUNT.fullmatch(unit)
    if not found or value != int(value) or not 0 <= value <= int(found["total"]) or int(found["total"]) == 0:
        return None
    return found["what"], (int(value), int(found["total"]))


def _pooling(what: str, counts: dict[int, TwoByTwo], *, in_people: bool) -> Pooling:
    studies = sorted(counts)
    shown = [counts[study] for study in studies[:NAMED]]
    (pooled,) = pooled_differences([[counts[study] for study in studies]])
    return Pooling(
        counted=what,
        in_people=in_people,
        pooled=pooled,
        accessions=list(map(write_accession, studies)),
        studies=[
            PairRead(study=write_accession(study), contrast=contrast)
            for study, contrast in zip(studies, compared(shown), strict=False)
        ],
    )

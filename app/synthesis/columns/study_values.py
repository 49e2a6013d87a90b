"""What is known of studies as a whole, as columns: made from the sets that are kept of each value."""

from collections.abc import Mapping
from typing import Any

from pyroaring import BitMap

from app.core.fields import Field
from app.core.plain import whole
from app.reads.columns import Column, Numbers, marked, narrow, per_revision
from app.reads.numeric import np
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.shared.studies import STUDIES
from app.vocab import Design

# Evidence levels of studies with results in people: no registrations, reviews or laboratory work.
IN_PEOPLE = range(2, 5)
REVIEWS = (Design.SYSTEMATIC_REVIEW, Design.META_ANALYSIS, Design.NARRATIVE_REVIEW)


FIELDS = {field.name: field for field in STUDIES.fields}


def field_named(name: str) -> Field:
    """Give the field of studies that has a name."""
    return FIELDS[name]


def length(snapshot: Snapshot) -> int:
    """Give the length of columns, in which a study stands at its number."""
    everything = Sets(snapshot).everything()
    return everything.max() + 1 if everything else 1


def everyone(snapshot: Snapshot) -> Numbers:
    """Give the numbers of all studies."""
    return members(Sets(snapshot).everything())


def members(studies: BitMap) -> Numbers:
    """Give the numbers in a set."""
    numbers: Numbers = np.frombuffer(studies.to_array(), dtype=np.uint32)
    return numbers


@per_revision
def of_studies(snapshot: Snapshot, name: str) -> Column:
    """Give the one value that each study has of a field."""
    each = [(value, studies) for value, studies in Sets(snapshot).each(field_named(name)) if value is not None]
    codes = np.zeros(length(snapshot), dtype=np.min_scalar_type(len(each)))
    for code, (_, studies) in enumerate(each, 1):
        codes[members(studies)] = code
    return Column([None, *(whole(value) for value, _ in each)], codes)


@per_revision
def numbers_of(snapshot: Snapshot, name: str, missing: float = 0) -> Numbers:
    """Give the number that each study has in a field."""
    numbers = of_studies(snapshot, name).numbers(missing)
    return numbers if numbers.dtype.kind == "f" else narrow(numbers)


def people(snapshot: Snapshot) -> Numbers:
    """Tell which studies have results in people."""
    level = numbers_of(snapshot, "evidence_level")
    found: Numbers = (level >= IN_PEOPLE.start) & (level < IN_PEOPLE.stop)
    return found


def reviews(snapshot: Snapshot) -> BitMap:
    """Give all reviews."""
    return Sets(snapshot).with_any(field_named("design"), [design.value for design in REVIEWS])


def are_reviews(snapshot: Snapshot) -> Numbers:
    """Tell which studies are reviews."""
    return flags_of(reviews(snapshot), length(snapshot))


def flags_of(studies: BitMap, size: int) -> Numbers:
    """Tell of each number below a size whether it is in a set."""
    return marked(members(studies), size)


def listed(snapshot: Snapshot, name: str, at: Mapping[Any, Any] | None = None) -> list[tuple[Any, BitMap]]:
    """Give each value of a list with its studies, at an ancestor where `at` says so; those with none come first."""
    sets, found = Sets(snapshot), dict[Any, BitMap]()
    for value, studies in sets.each(field_named(name)):
        if value is not None:
            meant = value if at is None else at[value]
            found[meant] = found[meant] | studies if meant in found else studies
    return [(None, sets.everything() - BitMap.union(BitMap(), *found.values())), *sorted(found.items())]

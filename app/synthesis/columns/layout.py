"""Lay all studies out in cells, each with the vote of its outcomes there; remembered for a revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from app.reads.columns import Column, Columns, Numbers, distinct, narrow, pairs
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.columns.ballots import votes_in, votes_of
from app.synthesis.columns.study_values import everyone, length, listed, members, of_studies
from app.synthesis.columns.tables import arms_of, given, origins


@dataclass(frozen=True)
class Layout:
    """Each study once in each cell that it belongs to; cells are numbered, the last dimension running fastest."""

    values: list[Sequence[Any]]
    study: Numbers
    cell: Numbers
    # No vote throughout where votes are not asked for, since they need the outcomes.
    vote: Numbers

    @property
    def cells(self) -> int:
        """How many cells there can be."""
        return prod(map(len, self.values))

    def places(self, cells: Numbers) -> list[tuple[Any, ...]]:
        """Give the values of cells."""
        if not self.values:
            return [()] * cells.size
        codes = np.unravel_index(cells, [len(values) for values in self.values])
        named = [map(values.__getitem__, each.tolist()) for values, each in zip(self.values, codes, strict=True)]
        return list(zip(*named, strict=True))


@dataclass(frozen=True)
class Spread:
    """The values that studies have of a list: those of one study stand together."""

    values: Sequence[Any]
    codes: Numbers
    # By number of the study: how many values it has, and where the first stands.
    counts: Numbers
    starts: Numbers

    def of(self, studies: Numbers) -> tuple[Numbers, Numbers]:
        """Repeat studies for each of their values: give the place of the study and the value."""
        counts = self.counts[studies].astype(np.intp)
        places = np.repeat(np.arange(studies.size), counts)
        within = np.arange(places.size) - np.repeat(np.cumsum(counts) - counts, counts)
        return places, self.codes[self.starts[studies][places] + within]


def lay_out(snapshot: Snapshot, dimensions: Sequence[Dimension], depths: Depths, *, votes: bool) -> Layout:
    """Lay out all studies, with the votes of their outcomes there if wanted."""
    key = ("layout", votes, *(each.key(depths) for each in dimensions))
    return Columns(snapshot).get(key, lambda: _lay_out(snapshot, dimensions, depths, votes=votes))


def _lay_out(snapshot: Snapshot, dimensions: Sequence[Dimension], depths: Depths, *, votes: bool) -> Layout:
    of_arms = [each for each in dimensions if each.home == "arm"]
    study, vote, found = (
        _of_arms(snapshot, of_arms, depths, votes=votes) if of_arms else _of_studies(snapshot, votes=votes)
    )
    for each in dimensions:
        if each.home == "study":
            column = of_studies(snapshot, each.name)
            found[each.name] = (column.values, column.codes[study])
        elif each.home == "list":
            spread = spread_of(snapshot, each, depths)
            places, codes = spread.of(study)
            study, vote = study[places], vote[places]
            found = {name: (values, known[places]) for name, (values, known) in found.items()}
            found[each.name] = (spread.values, codes)
    cell = np.zeros(study.size, dtype=np.int64)
    for each in dimensions:
        values, codes = found[each.name]
        cell = cell * len(values) + codes
    return Layout([found[each.name][0] for each in dimensions], study, narrow(cell), vote)


Found = tuple[Numbers, Numbers, dict[str, tuple[Sequence[Any], Numbers]]]


def _of_studies(snapshot: Snapshot, *, votes: bool) -> Found:
    study = everyone(snapshot)
    return study, votes_of(snapshot)[study] if votes else np.zeros(study.size, dtype=np.uint8), {}


def _of_arms(snapshot: Snapshot, dimensions: Sequence[Dimension], depths: Depths, *, votes: bool) -> Found:
    """Give each study with what its arms were given; arms without vesicles say nothing of them."""
    arms, chosen = arms_of(snapshot), np.flatnonzero(given(snapshot))
    columns = [arm_values(snapshot, each, depths) for each in dimensions]
    sizes = [len(column.values) for column in columns]
    joints, codes = distinct(np.ravel_multi_index([column.codes[chosen] for column in columns], sizes))
    entries = pairs(arms["study"][chosen], codes)
    study, joint = entries.one.astype(np.uint32), joints[entries.other]
    alone = np.setdiff1d(everyone(snapshot), study)
    vote = np.zeros(entries.size + alone.size, dtype=np.uint8)
    if votes:
        group = np.zeros(arms["study"].size, dtype=np.intp)
        group[chosen] = entries.place
        vote[: entries.size] = votes_in(snapshot, group, entries.size)
    study, joint = np.append(study, alone), np.append(joint, np.zeros(alone.size, dtype=np.int64))
    told = zip(dimensions, columns, np.unravel_index(joint, sizes), strict=True)
    return study, vote, {each.name: (column.values, codes) for each, column, codes in told}


def arm_values(snapshot: Snapshot, dimension: Dimension, depths: Depths) -> Column:
    """Give the value of a dimension for each arm."""
    if dimension.name == "source_origin":
        return origins(snapshot)
    column = arms_of(snapshot).coded[dimension.name]
    at = dimension.ancestors(snapshot, depths)
    return column if at is None else column.recoded(at)


def spread_of(snapshot: Snapshot, dimension: Dimension, depths: Depths) -> Spread:
    """Give the values of a list for all studies."""

    def make() -> Spread:
        each = listed(snapshot, dimension.name, dimension.ancestors(snapshot, depths))
        studies = np.concatenate([members(found) for _, found in each])
        sizes = [len(found) for _, found in each]
        codes = np.repeat(np.arange(len(each), dtype=np.min_scalar_type(len(each))), sizes)
        order = np.argsort(studies, kind="stable")
        counts = np.bincount(studies, minlength=length(snapshot))
        starts = (np.cumsum(counts) - counts).astype(np.uint32)
        return Spread([value for value, _ in each], codes[order], narrow(counts), starts)

    return Columns(snapshot).get(("spread", dimension.key(depths)), make)

"""Adverse events by term and by class: only arms whose text states affected and at risk enter a rate."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.identifiers import write_accession
from app.reads.columns import Numbers, distinct, narrow
from app.reads.numeric import np
from app.synthesis.counted import Counted
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.event_rows import ByArm, by_arm, kinds_of, terms_of
from app.synthesis.layout import arm_values, spread_of
from app.synthesis.links import behind_links
from app.synthesis.question import Question
from app.synthesis.schemas.base import Proportion
from app.synthesis.schemas.safety import EventRate
from app.synthesis.statistics import proportions
from app.synthesis.study_values import of_studies
from app.synthesis.tables import arms_of, events_of, given

NAMED = 20
# What leads to the studies with an event: of a term, of a class, in an arm without vesicles.
LINKED = {"term": "adverse_event_term", "soc": "adverse_event_soc"}
COMPARATOR = "comparator_event"
# Numbers of a rate beside affected and at risk.
NUMBERS = ("arms_with_rate", "arms_without_rate", "studies", "serious")


@dataclass(frozen=True)
class Grouped:
    """Rows with the groups that they are in; a row stands as often as it is in groups."""

    values: Sequence[Any]
    rows: Numbers
    value: Numbers


class Events:
    """The events of counted studies in arms with vesicles, or without, group by group."""

    def __init__(
        self,
        question: Question,
        counted: Counted,
        dimension: Dimension | None,
        depths: Depths,
        *,
        exposed: bool = True,
    ) -> None:
        self._question, self._snapshot = question, counted.snapshot
        self._dimension, self._depths, self._exposed = dimension, depths, exposed
        arms = arms_of(self._snapshot)
        self._study = arms["study"]
        # Of each arm, whether its events are counted.
        self._chosen = counted.flags[self._study] & (given(self._snapshot) == exposed)

    def rates(self, kind: str) -> dict[Any, list[EventRate]]:
        """Give the rates of each group by term or by class, those of most studies first."""
        arms, column = by_arm(self._snapshot, kind), kinds_of(self._snapshot, kind)
        grouped = self._grouped(arms.arm)
        size = len(column.values)
        key = grouped.value.astype(np.int64) * size + arms.kind[grouped.rows]
        keys, places = distinct(key)
        sums = self._sums(arms, grouped.rows, places, keys.size)
        named = self._named(kind, keys)
        terms, link = terms_of(self._snapshot), self._links(LINKED[kind] if self._exposed else COMPARATOR)
        found: dict[Any, list[EventRate]] = defaultdict(list)
        for place, rate in enumerate(_rates(sums)):
            value, code = divmod(int(keys[place]), size)
            what = column.values[code]
            of = grouped.values[value]
            term = terms[what] if kind == "term" else None
            found[of].append(
                EventRate(
                    term=what if term else None,
                    term_ref=term,
                    soc=term.soc.value if term else what,
                    rate=rate,
                    **{name: int(each[place]) for name, each in zip(NUMBERS, sums[2:], strict=True)},
                    events=named[place],
                    studies_link=link(of, what),
                )
            )
        return {
            value: sorted(rates, key=lambda rate: (-rate.studies, rate.soc, rate.term or ""))
            for value, rates in found.items()
        }

    def serious(self) -> dict[Any, tuple[int, int, int]]:
        """Count the rows of each group whose event is called serious, called not serious, and neither."""
        events = events_of(self._snapshot)
        grouped = self._grouped(events["arm"])
        place = grouped.value.astype(np.intp) * 3 + events["serious"][grouped.rows] + 1
        found = np.bincount(place, minlength=len(grouped.values) * 3).reshape(-1, 3).tolist()
        return {value: (yes, no, unknown) for value, (unknown, no, yes) in zip(grouped.values, found, strict=True)}

    def _links(self, what: str) -> Callable[[Any, Any], str]:
        """Give what gives the address of the studies of a group in which something was found."""
        if self._dimension is None:
            alone = behind_links(self._question, [what])
            return lambda _, value: alone([value])
        of_group = behind_links(self._question, [self._dimension.name, what])
        return lambda group, value: of_group([group, value])

    def _grouped(self, arm: Numbers) -> Grouped:
        """Pick the rows of chosen arms, and give their groups."""
        rows = np.flatnonzero(self._chosen[arm])
        dimension = self._dimension
        if dimension is None:
            return Grouped([None], rows, np.zeros(rows.size, dtype=np.uint8))
        if dimension.home == "arm":
            column = arm_values(self._snapshot, dimension, self._depths)
            return Grouped(column.values, rows, column.codes[arm[rows]])
        studies = self._study[arm[rows]]
        if dimension.home == "study":
            column = of_studies(self._snapshot, dimension.name)
            return Grouped(column.values, rows, column.codes[studies])
        spread = spread_of(self._snapshot, dimension, self._depths)
        places, codes = spread.of(studies)
        return Grouped(spread.values, rows[places], codes)

    def _sums(self, arms: ByArm, rows: Numbers, places: Numbers, size: int) -> list[Numbers]:
        """Sum up affected, at risk, arms with both and without, studies, arms with a serious event."""
        both = arms.at_risk[rows] >= 0
        stated, of_stated = rows[both], places[both]
        with_both = np.bincount(of_stated, minlength=size)
        width = int(self._study.max(initial=0)) + 1
        studies = np.sort(places * width + self._study[arms.arm[rows]])
        studies = studies[np.diff(studies, prepend=-1) > 0]
        return [
            np.bincount(of_stated, arms.affected[stated], minlength=size),
            np.bincount(of_stated, arms.at_risk[stated], minlength=size),
            with_both,
            np.bincount(places, minlength=size) - with_both,
            np.bincount(studies // width, minlength=size),
            np.bincount(places, arms.serious[rows], minlength=size),
        ]

    def _named(self, kind: str, keys: Numbers) -> list[list[str]]:
        """Name the first rows behind each number."""
        events, column = events_of(self._snapshot), kinds_of(self._snapshot, kind)
        grouped = self._grouped(events["arm"])
        key = grouped.value.astype(np.int64) * len(column.values) + column.codes[grouped.rows]
        order = np.argsort(narrow(key), kind="stable")
        starts = np.searchsorted(key[order], keys)
        rows = grouped.rows[order]
        ends = np.minimum(np.append(starts[1:], rows.size), starts + NAMED)
        study, position = events["study"][rows], events["position"][rows]
        return [
            [
                f"{write_accession(number)}-E{place}"
                for number, place in zip(study[start:end].tolist(), position[start:end].tolist(), strict=True)
            ]
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]


def _rates(sums: Sequence[Numbers]) -> list[Proportion | None]:
    affected, at_risk, with_both = (each.astype(np.int64) for each in sums[:3])
    shares = proportions(affected, at_risk)
    return [share if number else None for share, number in zip(shares, with_both.tolist(), strict=True)]

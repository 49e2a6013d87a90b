"""Adverse events by term and by class: only arms whose text states affected and at risk enter a rate."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

from app.identifiers import write_accession
from app.reads.numeric import np
from app.synthesis.asking.links import behind_links
from app.synthesis.asking.question import Question
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.event_groups import Grouping, lay_arms, lay_rows
from app.synthesis.columns.event_rows import by_arm, kinds_of, terms_of
from app.synthesis.columns.event_sums import sum_up_events
from app.synthesis.columns.tables import events_of
from app.synthesis.schemas.safety import EventRate
from app.synthesis.statistics import proportions
from app.vocab import SystemOrganClass

NAMED = 10
# What leads to the studies with an event: of a term, of a class, in an arm without vesicles.
LINKED = {"term": "adverse_event_term", "soc": "adverse_event_soc"}
COMPARATOR = "comparator_event"
CLASSES = {each.value: each for each in SystemOrganClass}


class Events:
    """The events of counted studies, group by group."""

    def __init__(self, question: Question, counted: Counted, grouping: Grouping) -> None:
        self._question, self._snapshot, self._flags = question, counted.snapshot, counted.flags
        self._grouping = grouping
        self._rows = cache(lambda kind: lay_rows(self._snapshot, grouping, kind).of(self._flags))

    def rates(self, kind: str) -> dict[Any, list[EventRate]]:
        """Give the rates of each group by term or by class, those of most studies first."""
        laid = lay_arms(self._snapshot, self._grouping, kind).of(self._flags)
        values = kinds_of(self._snapshot, kind).values
        sums = sum_up_events(self._snapshot, by_arm(self._snapshot, kind), laid)
        shares = proportions(sums.pop("affected"), sums.pop("at_risk"))
        numbers = zip(*(each.tolist() for each in sums.values()), strict=True)
        named, terms, link = self._named(kind), terms_of(self._snapshot), self._links(kind)
        found: dict[Any, list[EventRate]] = defaultdict(list)
        for key, share, each in zip(laid.key[laid.starts].tolist(), shares, numbers, strict=True):
            group, what = laid.groups[key // len(values)], values[key % len(values)]
            term = terms[what] if kind == "term" else None
            found[group].append(
                EventRate(
                    term=what if term else None,
                    term_ref=term,
                    soc=term.soc if term else CLASSES[what],
                    rate=share if share.of else None,
                    **dict(zip(sums, each, strict=True)),
                    events=named[key],
                    studies_link=link(group, what),
                )
            )
        return {
            group: sorted(rates, key=lambda rate: (-rate.studies, rate.soc, rate.term or ""))
            for group, rates in found.items()
        }

    def serious(self) -> dict[Any, tuple[int, int, int]]:
        """Count the rows of each group whose event is called serious, called not serious, and neither."""
        events = events_of(self._snapshot)
        laid = self._rows("soc")
        group = laid.key // len(kinds_of(self._snapshot, "soc").values)
        # What befell nobody was neither.
        kind = np.where(events["nobody"][laid.place] == 1, 3, events["serious"][laid.place] + 1)
        found = np.bincount(group * 4 + kind, minlength=len(laid.groups) * 4).reshape(-1, 4).tolist()
        return {value: (yes, no, unknown) for value, (unknown, no, yes, _) in zip(laid.groups, found, strict=True)}

    def _links(self, kind: str) -> Callable[[Any, Any], str]:
        """Give what gives the address of the studies of a group in which something was found."""
        what = LINKED[kind] if self._grouping.exposed else COMPARATOR
        if self._grouping.dimension is None:
            alone = behind_links(self._question, [what])
            return lambda _, value: alone([value])
        of_group = behind_links(self._question, [self._grouping.dimension.name, what])
        return lambda group, value: of_group([group, value])

    def _named(self, kind: str) -> dict[int, list[str]]:
        """Name the first rows behind each key."""
        laid = self._rows(kind)
        sizes = np.diff(laid.starts, append=laid.key.size)
        rows = np.flatnonzero(np.arange(laid.key.size) - np.repeat(laid.starts, sizes) < NAMED)
        position = events_of(self._snapshot)["position"][laid.place[rows]]
        told = zip(laid.study[rows].tolist(), position.tolist(), strict=True)
        names = [f"{write_accession(study)}-E{place}" for study, place in told]
        ends = np.cumsum(np.minimum(sizes, NAMED)).tolist()
        return {
            key: names[start:end]
            for key, start, end in zip(laid.key[laid.starts].tolist(), [0, *ends], ends, strict=False)
        }

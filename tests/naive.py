"""A second reading of boolean questions, in plain Python over the study documents: slow and obvious."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from app.core.text import fold
from app.curation.reader import Corpus

Get = Callable[[Any], Any]
ITSELF = "itself"
ROWS: dict[str, Callable[[Any], Iterable[Any]]] = {
    ITSELF: lambda study: [study],
    "indications": lambda study: study.indications,
    "levels": lambda study: study.levels,
    "topics": lambda study: study.topics,
    "arms": lambda study: study.arms,
    "outcomes": lambda study: study.outcomes,
    "adverse_events": lambda study: study.adverse_events,
    "mechanisms": lambda study: study.mechanisms,
    "relations": lambda study: study.relations,
    "targets": lambda study: [target for mechanism in study.mechanisms for target in mechanism.targets],
}


def of(name: str) -> Get:
    return lambda row: getattr(row, name)


def itself(row: Any) -> Any:
    return row


FIELDS: dict[str, tuple[str, Get]] = {
    **{
        name: (ITSELF, of(name))
        for name in ("accession", "year", "country", "design", "publication_type", "n_participants", "follow_up_weeks")
    },
    **{name: (ITSELF, of(name)) for name in ("title", "journal", "blinding", "split_body", "phase", "title_status")},
    "safety_assessment": (ITSELF, lambda study: study.safety.assessment),
    "safety_scope": (ITSELF, lambda study: study.safety.scope),
    "safety_serious": (ITSELF, lambda study: study.safety.serious),
    "retrieved": (ITSELF, lambda study: study.provenance.retrieved),
    "seen": (ITSELF, lambda study: study.provenance.seen),
    "doi": (ITSELF, lambda study: study.identifiers.doi),
    "indication": ("indications", itself),
    "level": ("levels", itself),
    "topic": ("topics", itself),
    "target": ("targets", itself),
    "relation_type": ("relations", of("type")),
    **{name: ("arms", of(name)) for name in ("source", "route", "product", "dose", "comparator_type", "isolation")},
    **{name: ("arms", of(name)) for name in ("sessions", "interval_weeks", "donor_relation", "delivery_adjunct")},
    "arm_role": ("arms", of("role")),
    "arm_label": ("arms", of("label")),
    "arm_n": ("arms", of("n")),
    "outcome_direction": ("outcomes", of("direction")),
    "outcome_measure": ("outcomes", of("measure")),
    "outcome_timepoint_weeks": ("outcomes", of("timepoint_weeks")),
    "adverse_event_term": ("adverse_events", of("term")),
    **{
        f"adverse_event_{name}": ("adverse_events", of(name))
        for name in ("severity", "serious", "relatedness", "outcome")
    },
    **{name: ("adverse_events", of(name)) for name in ("n_affected", "n_at_risk")},
    "pathway": ("mechanisms", of("pathway")),
    "mechanism_effect": ("mechanisms", of("effect")),
    "cargo": ("mechanisms", of("cargo")),
}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
}


folded = lru_cache(maxsize=None)(fold)


class Naive:
    """Answers trees over a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.studies = {item.name: item.record for item in corpus.studies}
        self._parents: Mapping[str, Mapping[str, str | None]] = {
            "source": {item.name: item.record.parent for item in corpus.sources},
            "indication": {item.name: item.record.parent for item in corpus.indications},
        }

    def values(self, name: str) -> list[Any]:
        """Give the values that a field has somewhere, as JSON."""
        scope, get = FIELDS[name]
        found = {get(row) for study in self.studies.values() for row in ROWS[scope](study)} - {None}
        return sorted(value.isoformat() if isinstance(value, dt.date) else value for value in found)

    def find(self, tree: Mapping[str, Any]) -> list[str]:
        """Give the accessions of the studies for which a tree holds."""
        return sorted(name for name, study in self.studies.items() if self._holds(tree, study, None))

    def _holds(self, tree: Mapping[str, Any], study: Any, row: Any) -> bool:
        match tree:
            case {"and": parts}:
                return all(self._holds(part, study, row) for part in parts)
            case {"or": parts}:
                return any(self._holds(part, study, row) for part in parts)
            case {"not": part}:
                return not self._holds(part, study, row)
            case {"any": {"of": scope, "where": part}}:
                return any(self._holds(part, study, (each,)) for each in ROWS[scope](study))
            case _:
                return self._is_true(tree, study, row)

    def _is_true(self, tree: Mapping[str, Any], study: Any, row: Any) -> bool:
        name, operator, value = tree["field"], tree["op"], tree["value"]
        rows = [row[0]] if row else list(ROWS[FIELDS[name][0]](study))
        values = value if isinstance(value, list) else [value]
        if operator == "not":
            return not any(self._matches(name, each, "any", values) for each in rows)
        if operator == "all":
            return all(any(self._matches(name, each, "any", [one]) for each in rows) for one in values)
        return any(self._matches(name, each, operator, values) for each in rows)

    def _matches(self, name: str, row: Any, operator: str, values: list[Any]) -> bool:
        found = FIELDS[name][1](row)
        found = found.isoformat() if isinstance(found, dt.date) else found
        if operator == "isnull":
            return (found is None) is values[0]
        if found is None:
            return False
        if operator == "contains":
            return any(folded(value) in folded(found) for value in values)
        if operator == "any":
            return any(value in self._with_ancestors(name, found) for value in values)
        return bool(COMPARE[operator](found, values[0]))

    def _with_ancestors(self, name: str, value: Any) -> list[Any]:
        found = [value]
        while (above := self._parents.get(name, {}).get(found[-1])) is not None:
            found.append(above)
        return found

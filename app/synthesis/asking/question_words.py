"""What was asked for, in words: titles and citations name it."""

from typing import Any

from app.core.operators import Operator
from app.core.schemas import UnderstoodFilter
from app.reads.dimensions import Dimension as Grouped
from app.reads.dimensions import names
from app.reads.snapshot import Snapshot
from app.synthesis.asking.question import Question
from app.synthesis.asking.selection import Selection
from app.synthesis.columns.study_values import field_named
from app.synthesis.schemas.base import SelectionRead

KEEPING_OUT = ("design", "evidence_level", "level", "publication_type", "blinding", "phase", "registry_status")
EVERYTHING = "everything in the knowledge base"
WORDS: dict[str, str] = {
    Operator.ALL: "all of {}",
    Operator.NOT: "not {}",
    Operator.GT: "above {}",
    Operator.GTE: "from {}",
    Operator.LT: "below {}",
    Operator.LTE: "up to {}",
    Operator.CONTAINS: "with {}",
}


def question_in_words(question: Question, selection: Selection) -> str:
    """Say what was asked for."""
    given = {name for name, _ in question.filters}
    told = [f'text "{" ".join(text.split())}"' for name, text in question.filters if name == "q"]
    # What is left out unless asked for is no part of what was asked.
    filters = [each for each in selection.shown.filters if each.parameter in given]
    told += [_filter_in_words(selection.counted.snapshot, each) for each in filters]
    if not selection.shown.rollup:
        told.append("without narrower terms")
    return ", ".join(told) or EVERYTHING


def narrowing(shown: SelectionRead) -> list[str]:
    """Name the filters that keep designs or levels out, so that their absence says nothing."""
    return sorted({each.field.replace("_", " ") for each in shown.filters if each.field in KEEPING_OUT})


def _filter_in_words(snapshot: Snapshot, asked: UnderstoodFilter) -> str:
    field = field_named(asked.field)
    label = asked.field.replace("_", " ")
    if asked.operator == Operator.ISNULL:
        return f"{label} {'not stated' if asked.values[0] else 'stated'}"
    known = names(snapshot, Grouped(asked.field, field)) or {}
    told = (" and " if asked.operator == Operator.ALL else " or ").join(_value(value, known) for value in asked.values)
    return f"{label} {WORDS.get(asked.operator, '{}').format(told)}"


def _value(value: Any, known: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(known.get(value) or (value.replace("_", " ") if isinstance(value, str) else value))

"""The studies behind a number: what a cell counts can be listed, study by study."""

from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from app.core.errors import Fault, InvalidRequestError, nearest
from app.identifiers import accession_number, is_valid, write_accession
from app.synthesis.asking.dimensions import BEHIND, DEPTHS, DIMENSIONS, Dimension
from app.synthesis.asking.links import ADDRESS, depths_of, read_literal
from app.synthesis.asking.members import studies_in
from app.synthesis.asking.question import Option, Question
from app.synthesis.asking.selection import Selection
from app.synthesis.asking.values import ValueReader, raise_faults
from app.synthesis.columns.study_refs import study_refs
from app.synthesis.schemas.evidence_map import StudiesBehind

PAGE = 200
CELLS = DIMENSIONS | BEHIND
MOST = 6
# What was found, and what is told of studies as a whole, is never left unsaid.
NEVER_NULL = ("finding", "kind")
IN = Option(
    "in",
    "A cell, as `dimension:value`; repeat it for each dimension. `null` means that no value is stated. Besides the "
    "dimensions of maps it takes `safety_scope`, `safety_serious`; what was found in an arm with the other values: "
    "`adverse_event_term`, `adverse_event_soc`, `adverse_event_serious`, `outcome_measure`, `compared_with` "
    "(outcomes that vote), `vote` (of such outcomes), `pathway`, `mechanism_effect`; `comparator_event` (in an "
    "arm without vesicles), `controlled_event` (counted in arms with and without); and what is told of studies as a "
    "whole: `results`, `rung` (a level of observation at which the study has results), `harm`, "
    "`reported_without_event`, `states_mechanism`, `follow_up`, `completeness`.",
    "design:cohort",
    default=(),
    many=MOST,
    commas=False,
)
NOT_IN = replace(
    IN,
    name="not_in",
    meaning="A value that the studies do not have, as `dimension:value` like in `in`; each one that is named leaves "
    "its studies out.",
    example="source_origin:plant",
)
AFTER = Option("after", "Continue after this accession.", "EXS000009")
BEHIND_OPTIONS = (IN, NOT_IN, AFTER, *DEPTHS)


def list_behind(question: Question, selection: Selection) -> StudiesBehind:
    """List the studies in a cell."""
    snapshot, texts = selection.counted.snapshot, [*question["in"], *question["not_in"]]
    named = [text.partition(":")[0] for text in texts]
    depths = depths_of(question, [CELLS[name] for name in named if name in CELLS])
    readers = [ValueReader(snapshot, option.name, depths) for option in (IN, NOT_IN)]
    cell, without = (_read_values(reader, question[reader.parameter]) for reader in readers)
    _refuse_twins(readers[0], [each for each, _ in cell])
    raise_faults(readers)
    behind = selection.counted.studies & studies_in(snapshot, dict(cell), depths)
    for each in without:
        behind -= studies_in(snapshot, dict([each]), depths)
    after = behind.rank(_read_after(question["after"])) if question["after"] else 0
    shown = behind[after : after + PAGE]
    more = after + PAGE < len(behind)
    again = [(option.name, text) for option in (IN, NOT_IN) for text in question[option.name]]
    again += [(each.name, str(question[each.name])) for each in DEPTHS if each.name in question.given]
    onward = urlencode([*again, ("after", write_accession(shown.max())), *question.filters]) if more else None
    return StudiesBehind(
        selection=selection.shown,
        total=len(behind),
        studies=list(study_refs(snapshot, shown).values()),
        next=f"{ADDRESS}?{onward}" if onward else None,
    )


def _read_after(text: str) -> int:
    if not is_valid("accession", text):
        message = f"after is {text[:40]!r}; it is an accession such as EXS000009."
        raise InvalidRequestError.of([Fault("malformed-identifier", message, "after")])
    return accession_number(text)


def _read_values(reader: ValueReader, texts: list[str]) -> list[tuple[Dimension, Any]]:
    found: list[tuple[Dimension, Any]] = []
    for text in texts:
        name, colon, value = text.partition(":")
        if name not in CELLS:
            message = f"{reader.parameter} has no dimension {name[:100]!r}; write dimension:value."
            reader.refuse("unknown-value", message, list(CELLS), nearest(name, list(CELLS)))
        elif not colon:
            message = f"{reader.parameter} is {text[:100]!r}; write dimension:value, such as {IN.example}."
            reader.refuse("unknown-value", message)
        else:
            literal = value if CELLS[name].home in NEVER_NULL else read_literal(value)
            found.append((CELLS[name], None if literal is None else reader.read(CELLS[name], literal)))
    return found


def _refuse_twins(reader: ValueReader, dimensions: list[Dimension]) -> None:
    for each, times in Counter(dimensions).items():
        if times > 1:
            reader.refuse("twin-dimension", f"in names {each.name} {times} times; name it once.")

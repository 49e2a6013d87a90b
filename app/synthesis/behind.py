"""The studies behind a number: what a cell counts can be listed, study by study."""

from typing import Any
from urllib.parse import urlencode

from app.core.errors import Fault, InvalidRequestError, nearest
from app.identifiers import accession_number, is_valid, write_accession
from app.reads.snapshot import Snapshot
from app.synthesis.dimensions import BEHIND, DEPTHS, DIMENSIONS, Depths, Dimension
from app.synthesis.links import ADDRESS, NULL, depths_of
from app.synthesis.members import studies_in
from app.synthesis.question import Option, Question
from app.synthesis.schemas.evidence_map import StudiesBehind
from app.synthesis.selection import Selection
from app.synthesis.study_refs import study_refs
from app.synthesis.values import ValueReader

PAGE = 200
CELLS = DIMENSIONS | BEHIND
IN = Option(
    "in",
    "A cell, as `dimension:value`; repeat it for each dimension. `null` means that no value is stated. Besides the "
    "dimensions of maps it takes `safety_scope`, `safety_serious`; what was found in an arm with the other values: "
    "`adverse_event_term`, `adverse_event_soc`, `adverse_event_serious`, `outcome_measure` (outcomes that vote), "
    "`vote` (of these outcomes, or of those of one measure), `pathway`; and `comparator_event` (in an arm without "
    "vesicles), `controlled_event` (counted in arms with and without).",
    "design:cohort",
    default=(),
    many=3,
    commas=False,
)
AFTER = Option("after", "Continue after this accession.", "EXS000009")
BEHIND_OPTIONS = (IN, AFTER, *DEPTHS)


def list_behind(question: Question, selection: Selection) -> StudiesBehind:
    """List the studies in a cell."""
    snapshot, named = selection.counted.snapshot, [text.partition(":")[0] for text in question["in"]]
    depths = depths_of(question, [CELLS[name] for name in named if name in CELLS])
    behind = selection.counted.studies & studies_in(snapshot, _read_cell(snapshot, question["in"], depths), depths)
    after = behind.rank(_read_after(question["after"])) if question["after"] else 0
    shown = behind[after : after + PAGE]
    more = after + PAGE < len(behind)
    again = [("in", text) for text in question["in"]]
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


def _read_cell(snapshot: Snapshot, texts: list[str], depths: Depths) -> dict[Dimension, Any]:
    reader = ValueReader(snapshot, "in", depths)
    cell: dict[Dimension, Any] = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if name not in CELLS:
            message = f"in has no dimension {name[:100]!r}; write dimension:value."
            allowed = list(CELLS)
            reader.faults.append(Fault("unknown-value", message, "in", allowed, nearest(name, allowed)))
        elif not colon:
            message = f"in is {text[:100]!r}; write dimension:value, such as {IN.example}."
            reader.faults.append(Fault("unknown-value", message, "in"))
        elif CELLS[name] in cell:
            reader.faults.append(Fault("twin-dimension", f"in names {name} twice; name it once.", "in"))
        else:
            is_null = value == NULL and CELLS[name].home != "finding"
            cell[CELLS[name]] = None if is_null else reader.read(CELLS[name], value)
    reader.finish()
    return cell

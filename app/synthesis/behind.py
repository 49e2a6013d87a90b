"""The studies behind a number: what a cell counts can be listed, study by study."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from pyroaring import BitMap

from app.core.errors import Fault, InvalidRequestError, nearest
from app.identifiers import accession_number, is_valid, write_accession
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.dimensions import DEPTHS, DIMENSIONS, Depths, Dimension
from app.synthesis.layout import arm_values
from app.synthesis.question import Option, Question
from app.synthesis.schemas.evidence_map import StudiesBehind
from app.synthesis.selection import Selection
from app.synthesis.study_refs import study_refs
from app.synthesis.study_values import everyone, listed
from app.synthesis.tables import arms_of, given
from app.synthesis.values import ValueReader

PAGE = 200
NULL = "null"
ADDRESS = "/v1/synthesis/studies"
HIERARCHIES = [each.name for each in DIMENSIONS.values() if each.is_hierarchy]
IN = Option(
    "in",
    "A cell, as `dimension:value`; repeat it for each dimension. `null` means that no value is stated.",
    "design:cohort",
    default=(),
    many=3,
    commas=False,
)
AFTER = Option("after", "Continue after this accession.", "EXS000009")
BEHIND_OPTIONS = (IN, AFTER, *DEPTHS)


def depths_of(question: Question) -> Depths:
    """Give the depths that a question asks for."""
    return Depths(question["source_depth"], question["indication_depth"])


def behind_links(question: Question, names: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """Give what gives the address of the studies in a cell from the values of some dimensions."""
    depths = [f"{name}_depth" for name in HIERARCHIES if name in names and f"{name}_depth" in question.options]
    tail = "".join(f"&{part}" for part in (*(f"{depth}={question[depth]}" for depth in depths), question.tail) if part)
    return lambda values: f"{ADDRESS}?{'&'.join(map(_in, names, values))}{tail}"


def behind_link(question: Question, values: dict[str, Any]) -> str:
    """Give the address of the studies in a cell."""
    return behind_links(question, list(values))(list(values.values()))


@lru_cache(maxsize=4096, typed=True)
def _in(name: str, value: Any) -> str:
    return urlencode([("in", f"{name}:{NULL if value is None else value}")])


def list_behind(question: Question, selection: Selection) -> StudiesBehind:
    """List the studies in a cell."""
    snapshot, depths = selection.counted.snapshot, depths_of(question)
    behind = selection.counted.studies & _in_cell(snapshot, _read_cell(snapshot, question["in"], depths), depths)
    after = behind.rank(_read_after(question["after"])) if question["after"] else 0
    shown = behind[after : after + PAGE]
    more = after + PAGE < len(behind)
    again = [("in", text) for text in question["in"]]
    again += [(name, str(question[name])) for name in ("source_depth", "indication_depth")]
    onward = urlencode([*again, ("after", write_accession(shown.max())), *question.filters]) if more else None
    return StudiesBehind(
        selection=selection.shown,
        total=len(behind),
        studies=list(study_refs(snapshot, shown).values()),
        next=f"{ADDRESS}?{onward}" if onward else None,
    )


def _in_cell(snapshot: Snapshot, cell: dict[Dimension, Any], depths: Depths) -> BitMap:
    """Give all studies in a cell; values of arms must be those of one arm that was given vesicles."""
    of_arms = {each: value for each, value in cell.items() if each.home == "arm"}
    found = _with_arm(snapshot, of_arms, depths) if of_arms else BitMap(everyone(snapshot))
    for each, value in cell.items():
        if each.home != "arm":
            found &= dict(listed(snapshot, each.name, each.ancestors(snapshot, depths))).get(value, BitMap())
    return found


def _with_arm(snapshot: Snapshot, cell: dict[Dimension, Any], depths: Depths) -> BitMap:
    arms, wanted = arms_of(snapshot), given(snapshot)
    alone = BitMap(everyone(snapshot)) - BitMap(arms["study"][wanted])
    for each, value in cell.items():
        column = arm_values(snapshot, each, depths)
        wanted &= column.codes == (column.values.index(value) if value in column.values else -1)
    found = BitMap(np.unique(arms["study"][wanted]))
    return found if any(value is not None for value in cell.values()) else found | alone


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
        if name not in DIMENSIONS:
            message = f"in has no dimension {name[:100]!r}; write dimension:value."
            allowed = list(DIMENSIONS)
            reader.faults.append(Fault("unknown-value", message, "in", allowed, nearest(name, allowed)))
        elif not colon:
            message = f"in is {text[:100]!r}; write dimension:value, such as {IN.example}."
            reader.faults.append(Fault("unknown-value", message, "in"))
        elif DIMENSIONS[name] in cell:
            reader.faults.append(Fault("twin-dimension", f"in names {name} twice; name it once.", "in"))
        else:
            cell[DIMENSIONS[name]] = None if value == NULL else reader.read(DIMENSIONS[name], value)
    reader.finish()
    return cell

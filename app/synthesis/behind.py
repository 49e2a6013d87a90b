"""The studies behind a number: what a cell counts can be listed, study by study."""

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Fault, InvalidRequestError, nearest
from app.identifiers import accession_number, is_valid
from app.models import Study
from app.shared.refs import StudyRef
from app.synthesis.cells import laid_out
from app.synthesis.dimensions import DEPTHS, DIMENSIONS, Depths, Dimension
from app.synthesis.question import Option, Question
from app.synthesis.schemas.evidence_map import StudiesBehind
from app.synthesis.selection import Selection
from app.synthesis.values import ValueReader

PAGE = 200
NULL = "null"
ADDRESS = "/v1/synthesis/studies"
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


def behind_link(question: Question, values: dict[str, Any]) -> str:
    """Give the address of the studies in a cell."""
    depths = [
        (f"{name}_depth", str(question[f"{name}_depth"]))
        for name in ("source", "indication")
        if name in values and f"{name}_depth" in question.options
    ]
    cell = [("in", f"{name}:{NULL if value is None else value}") for name, value in values.items()]
    return f"{ADDRESS}?{urlencode([*cell, *depths, *question.filters])}"


def list_behind(session: Session, question: Question, selection: Selection) -> StudiesBehind:
    """List the studies in a cell."""
    cell = _read_cell(session, question["in"], depths_of(question))
    cells = laid_out(selection.counted, list(cell), depths_of(question), votes=False)
    wanted = [
        cells.c[f"d{place}"].is_(None) if value is None else cells.c[f"d{place}"] == value
        for place, value in enumerate(cell.values())
    ]
    ids = select(cells.c.study_id).where(*wanted).distinct().subquery()
    total = session.scalar(select(func.count()).select_from(ids)) or 0
    statement = select(Study).where(Study.id.in_(select(ids.c.study_id))).order_by(Study.id).limit(PAGE + 1)
    if question["after"]:
        statement = statement.where(Study.id > _read_after(question["after"]))
    found = session.scalars(statement).all()
    more = len(found) > PAGE
    again = [("in", text) for text in question["in"]]
    again += [(name, str(question[name])) for name in ("source_depth", "indication_depth")]
    onward = urlencode([*again, ("after", found[PAGE - 1].accession), *question.filters]) if more else None
    return StudiesBehind(
        selection=selection.shown,
        total=total,
        studies=[StudyRef.model_validate(study) for study in found[:PAGE]],
        next=f"{ADDRESS}?{onward}" if onward else None,
    )


def _read_after(text: str) -> int:
    if not is_valid("accession", text):
        message = f"after is {text[:40]!r}; it is an accession such as EXS000009."
        raise InvalidRequestError.of([Fault("malformed-identifier", message, "after")])
    return accession_number(text)


def _read_cell(session: Session, texts: list[str], depths: Depths) -> dict[Dimension, Any]:
    reader = ValueReader(session, "in", depths)
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

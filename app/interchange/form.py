"""Check the form of a draft while the place of each of its parts in the file is still known."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from app.document import Study
from app.interchange.draft import Draft, RecordFault

# Stands in for the accession of a new study while its other parts are checked.
UNNAMED = "EXS000000"


# What Pydantic calls things, and what reports call them.
CODES = {"missing": "missing-field", "extra_forbidden": "unknown-field", "enum": "unknown-value"}
UNION_STEPS = ("int", "float")


def form_faults(draft: Draft) -> Iterator[RecordFault]:
    """Tell everything that keeps a draft from being a study document."""
    try:
        Study.model_validate_json(json.dumps({"accession": UNNAMED} | draft.data))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            yield _fault(draft, dict(item))


def _fault(draft: Draft, item: dict[str, Any]) -> RecordFault:
    pointer = "".join(f"/{step}" for step in item["loc"] if step not in UNION_STEPS)
    kind, value = item["type"], item["input"]
    code = CODES.get(kind) or ("wrong-type" if kind.endswith("_type") else "invalid-value")
    told = item["msg"].removeprefix("Value error, ")
    message = f"{pointer} is empty; it must have a value." if value is None else f"{pointer}: {told}."
    shown = None if isinstance(value, dict | list | tuple) else value
    return RecordFault(draft.number, draft.locate(pointer), pointer, code, message, shown)

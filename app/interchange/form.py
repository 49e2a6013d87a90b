"""Check the form of a draft while the place of each of its parts in the file is still known."""

import json
from collections.abc import Callable, Iterator

from pydantic import ValidationError

from app.document import Study
from app.interchange.draft import Draft, RecordFault

# Stands in for the accession of a new study while its other parts are checked.
UNNAMED = "EXS000000"


def form_faults(draft: Draft, locate: Callable[[str], str] | None = None) -> Iterator[RecordFault]:
    """Tell everything that keeps a draft from being a study document."""
    try:
        Study.model_validate_json(json.dumps({"accession": UNNAMED} | draft.data))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            pointer = "".join(f"/{part}" for part in item["loc"] if part not in ("int", "float"))
            name = pointer.rpartition("/")[2]
            told = "is empty; it must have a value" if item["input"] is None else item["msg"].removeprefix("Value ")
            value = None if isinstance(item["input"], dict | list | tuple) else str(item["input"])[:200]
            place = locate(pointer) if locate else draft.place
            yield RecordFault(draft.number, place, pointer, str(item["type"]), f"{name}: {told}.", value)

"""Make a study of a draft, or say all that is wrong with it: form first, then the rules of the curated data."""

import difflib
import re
from collections.abc import Iterator
from typing import Any, get_args

import orjson
from pydantic import BaseModel, ValidationError

from app.core.fulltext import TextTooLargeError, lay_out
from app.curation.reader import short
from app.curation.rows import Written
from app.curation.rules import Known, check_study
from app.curation.search_text import search_row
from app.document import Study
from app.interchange.draft import Draft, RecordFault

# What Pydantic calls things, and what this API calls them.
CODES = {"missing": "missing-field", "extra_forbidden": "unknown-field", "enum": "unknown-value"}
EXPECTED = re.compile(r"'([^']*)'")
UNION_STEPS = ("int", "float")
# Bytes below which a document cannot have more words than can be searched.
SURELY_SEARCHABLE = 100_000


class FaultyRecordError(Exception):
    """A record that cannot be taken."""

    def __init__(self, faults: list[RecordFault]) -> None:
        super().__init__(faults[0].message)
        self.faults = faults


def json_of(draft: Draft, data: dict[str, Any]) -> bytes:
    """Write data as JSON, or raise one error where that cannot be done in UTF-8."""
    try:
        return orjson.dumps(data)
    except TypeError:
        message = "A text holds a character that UTF-8 cannot write (half of a surrogate pair); correct it."
        raise FaultyRecordError([RecordFault(draft.number, draft.place, None, "encoding", message)]) from None


def check_record(draft: Draft, raw: bytes, known: Known) -> Written:
    """Read a record as a study and hold it against all rules, or raise one error with what is wrong."""
    study = read_study(draft, raw)
    judge(draft, study, known)
    written = Written.of(study)
    check_searchable(draft, written)
    return written


def read_study(draft: Draft, raw: bytes) -> Study:
    """Read a draft as a study, or raise one error with all faults of its form."""
    try:
        return Study.model_validate_json(raw)
    except ValidationError as error:
        raise FaultyRecordError([_form_fault(draft, dict(item)) for item in error.errors()]) from None


def judge(draft: Draft, study: Study, known: Known) -> None:
    """Hold a study against the rules, or raise one error with all that they find."""
    found = check_study(study, known)
    if found:
        faults = [
            RecordFault(
                draft.number,
                draft.locate(each.pointer),
                each.pointer,
                code,
                f"{each.pointer} {each.message}.",
                value_at(study.model_dump(mode="json"), each.pointer),
                each.allowed,
            )
            for code, each in found
        ]
        raise FaultyRecordError(faults)


def check_searchable(draft: Draft, written: Written) -> None:
    """Raise one error where a study has more different words than can be searched."""
    if len(written.document) < SURELY_SEARCHABLE:
        return
    _, *parts = search_row(written.data)
    try:
        for texts in parts:
            lay_out(texts)
    except TextTooLargeError as error:
        message = f"The texts of this record have {error}."
        raise FaultyRecordError([RecordFault(draft.number, draft.place, None, "too-many-words", message)]) from None


def value_at(data: Any, pointer: str) -> Any:
    """Give the value that a JSON pointer leads to; nothing where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        if isinstance(data, dict):
            data = data.get(step.replace("~1", "/").replace("~0", "~"))
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _form_fault(draft: Draft, item: dict[str, Any]) -> RecordFault:
    pointer = "".join(
        f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in item["loc"] if step not in UNION_STEPS
    )
    kind = item["type"]
    code = CODES.get(kind) or ("wrong-type" if kind.endswith("_type") else "invalid-value")
    value, allowed = item["input"], None
    where = pointer or "The record"
    match code:
        case "missing-field":
            message, value = f"{where} is missing; add it, with null where the source does not say.", None
        case "unknown-field":
            close = difflib.get_close_matches(str(item["loc"][-1])[:100], FIELD_NAMES, n=3)
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            message, allowed = f"{where} is no field; remove it or correct its name.{hint}", tuple(close) or None
        case "unknown-value":
            allowed = tuple(EXPECTED.findall(item["ctx"]["expected"]))
            message = f"{where} has no value {short(value)}; take one of: {', '.join(allowed)}."
        case _ if kind == "value_error":
            message = f"{where} {item['ctx']['error']}."
        case _:
            message = f"{where} is {short(value)}: {item['msg'][0].lower()}{item['msg'][1:]}."
    return RecordFault(draft.number, draft.locate(pointer), pointer or None, code, message, value, allowed)


def _field_names(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _field_names(part)


FIELD_NAMES = sorted(set(_field_names(Study)))


def changed_fields(before: Any, after: Any, pointer: str = "") -> Iterator[str]:
    """Give JSON pointers to what differs between two documents."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            if name not in before or name not in after:
                yield f"{pointer}/{name}"
            else:
                yield from changed_fields(before[name], after[name], f"{pointer}/{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from changed_fields(one, other, f"{pointer}/{index}")
    elif before != after or type(before) is not type(after):
        yield pointer

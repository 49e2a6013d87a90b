"""What JSON and JSON Lines have in common: how a value becomes a draft, and how its faults are told."""

import json
from typing import Any

from app.interchange.draft import Draft, RecordFault
from app.interchange.json_text import StrictDecoder
from app.interchange.limits import Limits, is_nested_deeper

Read = Draft | RecordFault


def judged(data: Any, number: int, place: str, limits: Limits, decoder: StrictDecoder) -> Read:
    """Make a draft of a value, unless the decoder has complained."""
    if decoder.complaints:
        return RecordFault(number, place, None, *decoder.complaints[0])
    return draft_of(data, number, place, limits)


def draft_of(data: Any, number: int, place: str, limits: Limits) -> Read:
    """Make a draft of a value that is an object, not nested too deeply."""
    if not isinstance(data, dict):
        message = "A record is a study document, which is a JSON object."
        return RecordFault(number, place, None, "not-an-object", message, data)
    if is_nested_deeper(data, limits.nesting):
        return too_deep(number, place, limits)
    return Draft(number, place, data)


def not_utf8(byte: int) -> str:
    """Say that a byte is not UTF-8."""
    return f"Byte {byte} is not UTF-8; save the file as UTF-8."


def not_json(error: json.JSONDecodeError) -> str:
    """Say that a text is not JSON."""
    return f"This is not JSON: {error.msg}."


def too_large(number: int, place: str, limits: Limits) -> RecordFault:
    """Say that a record is too large."""
    message = f"The record is larger than {limits.record_bytes} bytes; no study document is."
    return RecordFault(number, place, None, "record-too-large", message)


def too_deep(number: int, place: str, limits: Limits) -> RecordFault:
    """Say that a record is nested too deeply."""
    message = f"The record is nested more than {limits.nesting} deep; follow the study document."
    return RecordFault(number, place, None, "too-deep", message)

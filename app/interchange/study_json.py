"""Study documents as JSON Lines, read record by record in constant memory."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from app.interchange.draft import Draft, RecordFault
from app.interchange.json_array import read_json
from app.interchange.json_records import Read, draft_of, judged, not_json, not_utf8, too_deep, too_large
from app.interchange.json_text import StrictDecoder
from app.interchange.limits import Limits

SPACE = " \t\r\n"
# Where keys cannot simply be counted: a space before the colon, or an escaped ASCII character.
SPACED = re.compile(rb'"\s+:')
ESCAPED = rb"\u00"
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

__all__ = ["read_json", "read_ndjson"]


def read_ndjson(stream: BinaryIO, limits: Limits) -> Iterator[Read]:
    """Read one study document from each line; blank lines are passed over."""
    number = 0
    for line, raw in enumerate(_lines(stream, limits.record_bytes), 1):
        content = raw.removeprefix(codecs.BOM_UTF8) if line == 1 else raw
        if not content.strip():
            continue
        number += 1
        yield _read_line(content, number, f"line {line}", limits)


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Give lines; of one that is too long, only as much as shows that it is."""
    while raw := stream.readline(limit + 2):
        yield raw
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(limit + 2)


def _read_line(raw: bytes, number: int, place: str, limits: Limits) -> Read:
    if len(raw.rstrip(b"\r\n")) > limits.record_bytes:
        return too_large(number, place, limits)
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _explain(raw, number, place, limits)
    found = Draft(number, place, data) if _is_flat(raw, data, limits) else draft_of(data, number, place, limits)
    if isinstance(found, RecordFault):
        return found
    if ESCAPED in raw or SPACED.search(raw) or raw.count(b'":') != orjson.dumps(data).count(b'":'):
        return _explain(raw, number, place, limits)
    return found


def _is_flat(raw: bytes, data: Any, limits: Limits) -> bool:
    """Tell quickly that an object is not nested too deeply; where brackets in texts confuse the count, do not."""
    brackets = raw.translate(None, NO_BRACKETS)
    for _ in range(limits.nesting):
        if not brackets:
            break
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return isinstance(data, dict) and not brackets


def _explain(raw: bytes, number: int, place: str, limits: Limits) -> Read:
    """Read a line again, slowly, to say what is wrong with it."""
    decoder = StrictDecoder()
    try:
        text = raw.decode("utf-8").strip(SPACE)
        data, end = decoder.decode(text)
    except UnicodeDecodeError as error:
        return RecordFault(number, place, None, "encoding", not_utf8(error.start))
    except json.JSONDecodeError as error:
        message = f"{not_json(error)[:-1]} at column {error.colno}."
        return RecordFault(number, place, None, "json", message)
    except RecursionError:
        return too_deep(number, place, limits)
    except ValueError:
        return RecordFault(
            number, place, None, "json", "A number has too many digits; write a number JSON readers hold."
        )
    if text[end:]:
        message = f"Something follows the document at column {end + 1}; write one document on each line."
        decoder.complaints.append(("json", message))
    return judged(data, number, place, limits, decoder)

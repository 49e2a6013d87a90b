"""Study documents as JSON Lines or as a JSON array, read record by record in constant memory."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from app.interchange.draft import Draft, RecordFault, UnreadableFileError
from app.interchange.json_text import StrictDecoder
from app.interchange.limits import Limits, is_nested_deeper

CHUNK = 262_144
SPACE = " \t\r\n"
# Where keys cannot simply be counted: a space before the colon, or an escaped ASCII character.
UNCOUNTABLE = re.compile(rb'"\s+:|\\u00')
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
# An error this near to the end of what was read so far may be only the cut.
NEAR_END = 16

Read = Draft | RecordFault


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
        return _too_large(number, place, limits)
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _explain(raw, number, place, limits)
    found = Draft(number, place, data) if _is_flat(raw, data, limits) else _draft(data, number, place, limits)
    if isinstance(found, RecordFault):
        return found
    if UNCOUNTABLE.search(raw) or raw.count(b'":') != orjson.dumps(data).count(b'":'):
        return _explain(raw, number, place, limits)
    return found


def _is_flat(raw: bytes, data: Any, limits: Limits) -> bool:
    """Tell quickly that an object is not nested too deeply; where brackets in texts confuse the count, do not."""
    brackets = raw.translate(None, NO_BRACKETS)
    for _ in range(limits.nesting):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return isinstance(data, dict) and not brackets


def _explain(raw: bytes, number: int, place: str, limits: Limits) -> Read:
    """Read a line again, slowly, to say what is wrong with it."""
    decoder = StrictDecoder()
    try:
        text = raw.decode("utf-8").strip(SPACE)
        data, end = decoder.decode(text)
    except UnicodeDecodeError as error:
        return RecordFault(number, place, None, "encoding", _not_utf8(error.start))
    except json.JSONDecodeError as error:
        message = f"{_not_json(error)[:-1]} at column {error.colno}."
        return RecordFault(number, place, None, "json", message)
    except RecursionError:
        return _too_deep(number, place, limits)
    except ValueError:
        return RecordFault(
            number, place, None, "json", "A number has too many digits; write a number JSON readers hold."
        )
    if text[end:]:
        message = f"Something follows the document at column {end + 1}; write one document on each line."
        decoder.complaints.append(("json", message))
    return _judged(data, number, place, limits, decoder)


def _judged(data: Any, number: int, place: str, limits: Limits, decoder: StrictDecoder) -> Read:
    if decoder.complaints:
        return RecordFault(number, place, None, *decoder.complaints[0])
    return _draft(data, number, place, limits)


def _draft(data: Any, number: int, place: str, limits: Limits) -> Read:
    if not isinstance(data, dict):
        message = "A record is a study document, which is a JSON object."
        return RecordFault(number, place, None, "not-an-object", message, data)
    if is_nested_deeper(data, limits.nesting):
        return _too_deep(number, place, limits)
    return Draft(number, place, data)


def read_json(stream: BinaryIO, limits: Limits) -> Iterator[Read]:
    """Read one study document, or an array of them."""
    text = _Window(stream, limits)
    match text.next_char():
        case "[":
            yield from _array(text)
        case "":
            raise UnreadableFileError(RecordFault(0, "line 1", None, "empty-file", "The file is empty."))
        case _:
            yield text.read_record(1)
    if text.next_char():
        message = "Something follows the end of the document; send several documents as an array or as NDJSON."
        raise UnreadableFileError(RecordFault(0, text.place, None, "json", message))


def _array(text: "_Window") -> Iterator[Read]:
    text.skip(1)
    number = 0
    if text.next_char() == "]":
        text.skip(1)
        return
    while True:
        number += 1
        yield text.read_record(number)
        match text.next_char():
            case ",":
                text.skip(1)
            case "]":
                text.skip(1)
                return
            case found:
                message = "The array is not closed." if not found else f"Expecting ',' or ']', found {found!r}."
                raise UnreadableFileError(RecordFault(number, text.place, None, "json", message))


class _Window:
    """The part of a text that is looked at, and the line it begins on."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False
        self._decoder = StrictDecoder()

    @property
    def place(self) -> str:
        """Where the next character stands."""
        return f"line {self._line}"

    def next_char(self) -> str:
        """Pass over space and look at the next character; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self.skip(1)
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._fill()

    def skip(self, count: int) -> None:
        """Go on by some characters."""
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count

    def read_record(self, number: int) -> Read:
        """Read one value; what is broken in the middle ends the reading of the file."""
        self.next_char()
        place = self.place
        data, end = self._decode_value(number)
        size = end - self._at
        self.skip(size)
        if size > self._limits.record_bytes:
            return _too_large(number, place, self._limits)
        return _judged(data, number, place, self._limits, self._decoder)

    def _decode_value(self, number: int) -> tuple[Any, int]:
        while True:
            try:
                data, end = self._decoder.decode(self._text, self._at)
                if end < len(self._text) or self._ended:
                    return data, end
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self._text) - NEAR_END
                if self._ended or not cut:
                    line = self._line + self._text.count("\n", self._at, error.pos)
                    fault = RecordFault(number, f"line {line}", None, "json", _not_json(error))
                    raise UnreadableFileError(fault) from None
            except RecursionError:
                raise UnreadableFileError(_too_deep(number, self.place, self._limits)) from None
            except ValueError as error:
                raise UnreadableFileError(RecordFault(number, self.place, None, "json", str(error))) from None
            if len(self._text) - self._at > 4 * self._limits.record_bytes:
                raise UnreadableFileError(_too_large(number, self.place, self._limits))
            self._fill()

    def _fill(self) -> None:
        raw = self._stream.read(CHUNK)
        self._ended = not raw
        try:
            self._text = self._text[self._at :] + self._decode(raw, final=self._ended)
        except UnicodeDecodeError as error:
            message = _not_utf8(self._stream.tell() - len(raw) + error.start)
            raise UnreadableFileError(RecordFault(0, self.place, None, "encoding", message)) from None
        self._at = 0


def _not_utf8(byte: int) -> str:
    return f"Byte {byte} is not UTF-8; save the file as UTF-8."


def _not_json(error: json.JSONDecodeError) -> str:
    return f"This is not JSON: {error.msg}."


def _too_large(number: int, place: str, limits: Limits) -> RecordFault:
    message = f"The record is larger than {limits.record_bytes} bytes; no study document is."
    return RecordFault(number, place, None, "record-too-large", message)


def _too_deep(number: int, place: str, limits: Limits) -> RecordFault:
    message = f"The record is nested more than {limits.nesting} deep; follow the study document."
    return RecordFault(number, place, None, "too-deep", message)

"""Study documents as a JSON array, read record by record however long it is."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.interchange.draft import RecordFault, UnreadableFileError
from app.interchange.json_records import Read, judged, not_json, not_utf8, too_deep, too_large
from app.interchange.json_text import StrictDecoder
from app.interchange.limits import Limits

CHUNK = 262_144
SPACE = " \t\r\n"
# An error this near to the end of what was read so far may be only the cut.
NEAR_END = 16


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
            return too_large(number, place, self._limits)
        return judged(data, number, place, self._limits, self._decoder)

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
                    fault = RecordFault(number, f"line {line}", None, "json", not_json(error))
                    raise UnreadableFileError(fault) from None
            except RecursionError:
                raise UnreadableFileError(too_deep(number, self.place, self._limits)) from None
            except ValueError as error:
                raise UnreadableFileError(RecordFault(number, self.place, None, "json", str(error))) from None
            if len(self._text) - self._at > 4 * self._limits.record_bytes:
                raise UnreadableFileError(too_large(number, self.place, self._limits))
            self._fill()

    def _fill(self) -> None:
        raw = self._stream.read(CHUNK)
        self._ended = not raw
        try:
            self._text = self._text[self._at :] + self._decode(raw, final=self._ended)
        except UnicodeDecodeError as error:
            message = not_utf8(self._stream.tell() - len(raw) + error.start)
            raise UnreadableFileError(RecordFault(0, self.place, None, "encoding", message)) from None
        self._at = 0

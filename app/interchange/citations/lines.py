"""Lines of a text whose encoding nobody states, with their numbers, in constant memory."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from app.interchange.limits import Limits
from app.interchange.zipped import unpacked, unreadable

WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def numbered_lines(stream: BinaryIO, limits: Limits) -> Iterator[tuple[int, str]]:
    """Give each line without its end: UTF-8 where it is that, otherwise Windows-1252, which includes Latin-1."""
    source = unpacked(stream, limits)
    start = source.peek(2)[:2]
    text = io.TextIOWrapper(source, WIDE.get(start, "latin-1"))
    number = 0
    try:
        while line := text.readline(limits.record_bytes):
            number += 1
            if len(line) >= limits.record_bytes:
                message = f"The line is longer than {limits.record_bytes} characters; this is no citation."
                raise unreadable("record-too-large", message, f"line {number}")
            line = line.removesuffix("\n")
            yield number, line if start in WIDE else decode(line.encode("latin-1"))
    except UnicodeError:
        raise unreadable("encoding", "The file is not the UTF-16 it says it is.", f"line {number + 1}") from None


def decode(raw: bytes) -> str:
    """Read bytes as UTF-8, and where they are not that, as Windows-1252 or Latin-1."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def read_all(stream: BinaryIO, limits: Limits, most: int) -> str:
    """Read a whole text of bounded size, for parsers that need all of it."""
    raw = unpacked(stream, limits).read(most + 1)
    if len(raw) > most:
        raise unreadable("too-large", f"The file has more than {most} bytes; send it in parts.")
    if raw[:2] in WIDE:
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise unreadable("encoding", "The file is not the UTF-16 it says it is.") from None
    return decode(raw).replace("\r\n", "\n").replace("\r", "\n")

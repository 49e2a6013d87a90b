"""Open what is packed without letting a small file grow beyond all measure."""

import gzip
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from app.interchange.draft import RecordFault, UnreadableFileError
from app.interchange.limits import Limits

GZIP = b"\x1f\x8b"
CHUNK = 1_048_576


@contextmanager
def open_zip(stream: BinaryIO, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose parts together stay within the limit; a part never gives more than it declares."""
    with tempfile.TemporaryFile() as spool:
        if not stream.seekable():
            while chunk := stream.read(CHUNK):
                spool.write(chunk)
            stream = cast(BinaryIO, spool)
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise unreadable("zip", f"The file is no zip ({error}); send a workbook or a zip of CSV files.") from None
        with archive:
            _check(archive, limits)
            yield archive


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise unreadable("zip", "The zip is locked by a password; send it open.")
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked_bytes:
        message = f"The zip unpacks to {size} bytes; at most {limits.unpacked_bytes} are taken. Send it in parts."
        raise unreadable("too-large", message)


def unpacked(stream: BinaryIO, limits: Limits) -> "io.BufferedReader[Any]":
    """Read a stream that may be packed by gzip, up to the limit."""
    start = stream.read(len(GZIP))
    whole: io.BufferedReader[Any] = io.BufferedReader(_Joined(start, stream))
    if start != GZIP:
        return whole
    return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=whole), limits))


class _Joined(io.RawIOBase):
    """What was read already, then the rest."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self._start[: len(buffer)] or self._rest.read(len(buffer))
        self._start = self._start[len(found) :] if self._start else b""
        buffer[: len(found)] = found
        return len(found)


class _Bounded(io.RawIOBase):
    """A packed stream that ends in an error where it grows too large or is damaged."""

    def __init__(self, packed: gzip.GzipFile, limits: Limits) -> None:
        self._packed = packed
        self._left = limits.unpacked_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            found = self._packed.read(len(buffer))
        except (EOFError, OSError, zlib.error) as error:
            raise unreadable("gzip", f"The gzip is damaged: {error}.") from None
        self._left -= len(found)
        if self._left < 0:
            raise unreadable("too-large", "The file unpacks to more than is taken; send it in parts.")
        buffer[: len(found)] = found
        return len(found)


def unreadable(code: str, message: str, place: str = "file") -> UnreadableFileError:
    """Say that a file cannot be read at all."""
    return UnreadableFileError(RecordFault(0, place, None, code, message))

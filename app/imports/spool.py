"""Receive a file piece by piece, unpacking it where it is packed, and never more of it than is taken."""

import hashlib
import secrets
import time
import zlib
from contextlib import suppress
from pathlib import Path

from app.core.errors import BodyTooLargeError, Fault, InvalidRequestError
from app.imports.options import Upload

GZIP = b"\x1f\x8b"
GZIP_WINDOW = 31
# A file may unpack to so many times its size, once it is larger than the slack.
MAX_RATIO = 200
SLACK = 16 * 1024 * 1024
STEP = 1024 * 1024
# An upload or a job that is so old has been given up by everybody.
LEFT_AFTER_SECONDS = 7 * 24 * 3600


class Spool:
    """A file that is being received."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{secrets.token_hex(16)}.part"
        self._file = self.path.open("xb")
        self._max_bytes = max_bytes
        self._digest = hashlib.sha256()
        self._received = 0
        self._written = 0
        self._head = b""
        self._unpacker: zlib._Decompress | None = None
        self._is_started = False

    def write(self, chunk: bytes) -> None:
        """Take a piece; raise where the file becomes too large."""
        self._received += len(chunk)
        self._digest.update(chunk)
        if self._received > self._max_bytes:
            raise self._too_large()
        if not self._is_started:
            self._head += chunk
            if len(self._head) < len(GZIP):
                return
            chunk, self._head = self._head, b""
            self._is_started = True
            self._unpacker = zlib.decompressobj(GZIP_WINDOW) if chunk.startswith(GZIP) else None
        self._store(chunk)

    def _store(self, chunk: bytes) -> None:
        if self._unpacker is None:
            self._put(chunk)
            return
        try:
            while chunk:
                self._put(self._unpacker.decompress(chunk, STEP))
                chunk = self._unpacker.unconsumed_tail
                if self._unpacker.eof and self._unpacker.unused_data.strip(b"\x00"):
                    chunk = self._unpacker.unused_data
                    self._unpacker = zlib.decompressobj(GZIP_WINDOW)
        except zlib.error as error:
            raise self._broken() from error

    def _put(self, data: bytes) -> None:
        self._written += len(data)
        if self._written > self._max_bytes:
            raise self._too_large()
        if self._unpacker is not None and self._written > SLACK + MAX_RATIO * self._received:
            message = f"The file unpacks to more than {MAX_RATIO} times its size; send it unpacked."
            raise InvalidRequestError.of([Fault("gzip-ratio", message)])
        self._file.write(data)

    def finish(self) -> Upload:
        """Close the file once it has been received whole."""
        if self._head:
            self._store(self._head)
        if self._unpacker is not None and not self._unpacker.eof:
            raise self._broken()
        self._file.close()
        if self._written == 0:
            raise InvalidRequestError.of([Fault("empty-file", "The body is empty; send a file.")])
        return Upload(self.path, self._digest.hexdigest(), self._received)

    def discard(self) -> None:
        """Throw away what was received."""
        self._file.close()
        with suppress(FileNotFoundError):
            self.path.unlink()

    def _too_large(self) -> BodyTooLargeError:
        return BodyTooLargeError(f"At most {self._max_bytes} bytes are taken, unpacked; send the file in parts.")

    @staticmethod
    def _broken() -> InvalidRequestError:
        message = "The file begins as gzip does and cannot be unpacked to its end; pack it again."
        return InvalidRequestError.of([Fault("broken-gzip", message)])


def sweep(folder: Path) -> None:
    """Take away what was left by uploads that never ended, once it is a week old."""
    limit = time.time() - LEFT_AFTER_SECONDS
    for path in folder.glob("*.part"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()

"""Read large files in a process of its own, which makes the next block ready while this one writes the last."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO

import structlog

from app.core.settings import ROOT
from app.imports.blocks import Block, Reading
from app.imports.memory import patient_collector
from app.interchange.draft import RecordFault, UnreadableFileError

log = structlog.get_logger()
# A smaller file is read before the process has even begun.
LEAST_BYTES = 8_000_000
# In so many pieces comes a block: so small that the caches of the processor hold one from reading to its last form.
PIECES = 10
# What these formats tell of a record is little beside the record; the cells of a workbook are many.
FORMATS = ("ndjson", "json")


class DiedError(Exception):
    """The process that reads ahead has ended without a word."""


@contextmanager
def blocks_ahead(reading: Reading, stream: BinaryIO) -> Iterator[Iterator[Block]]:
    """Give the blocks of a file, read in a process of its own where that pays."""
    process = _start() if _pays(reading, stream) else None
    if process is None:
        yield reading.blocks(stream)
        return
    with process:
        try:
            yield _received(process, reading, Path(stream.name).resolve())
        finally:
            process.kill()


def _pays(reading: Reading, stream: BinaryIO) -> bool:
    is_large = os.fstat(stream.fileno()).st_size >= LEAST_BYTES
    return is_large and reading.format in FORMATS and _cores() > 1


def _cores() -> int:
    # Only some systems tell on which a process may run.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> "subprocess.Popen[bytes] | None":
    command = [sys.executable, "-m", __name__]
    pipe = subprocess.PIPE
    try:
        # In a group of its own: who interrupts a command means the command, which then ends this.
        return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, process_group=0)  # noqa: S603
    except OSError as error:
        log.warning("no process to read ahead", error=str(error))
        return None


def _received(process: "subprocess.Popen[bytes]", reading: Reading, path: Path) -> Iterator[Block]:
    assert process.stdin is not None  # noqa: S101 - pipes were asked for
    assert process.stdout is not None  # noqa: S101
    try:
        with process.stdin as asked:
            pickle.dump((reading, path), asked)
        # A block is taken over whole before it is looked at, so that the other side goes on at once.
        while isinstance(found := pickle.load(process.stdout), list):  # noqa: S301 - from our own process
            yield _joined(found)
            del found
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        process.kill()
        raise DiedError(f"the process that reads ahead ended with {process.wait()}") from error
    if isinstance(found, RecordFault):
        raise UnreadableFileError(found)


def _joined(pieces: list[bytes]) -> Block:
    block = Block()
    while pieces:
        block.join(pickle.loads(pieces.pop(0)))  # noqa: S301
    return block


def main() -> None:
    """Read the file that is asked for, and give its blocks as long as somebody takes them."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What else might be printed must not come between blocks.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    reading, path = pickle.load(sys.stdin.buffer)  # noqa: S301
    last: RecordFault | None = None
    with patient_collector(), path.open("rb") as stream, out:
        try:
            pieces = (_ready(piece, reading) for piece in reading.blocks(stream, PIECES))
            while block := list(islice(pieces, PIECES)):
                _give(block, out)
        except UnreadableFileError as error:
            last = error.fault
        _give(last, out)


def _ready(piece: Block, reading: Reading) -> bytes:
    piece.prepare(reading.preparer)
    return pickle.dumps(piece, pickle.HIGHEST_PROTOCOL)


def _give(item: object, out: IO[bytes]) -> None:
    pickle.dump(item, out, pickle.HIGHEST_PROTOCOL)
    out.flush()


if __name__ == "__main__":
    main()

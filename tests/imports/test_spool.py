"""Files are received piece by piece, unpacked, and never beyond what is taken."""

import gzip
import hashlib
import os
from pathlib import Path

import pytest

from app.core.errors import AppError
from app.imports.spool import Spool, sweep

TEXT = b'{"a": 1}\n' * 5000


def receive(folder: Path, raw: bytes, step: int = 1000, most: int = 10_000_000) -> bytes:
    spool = Spool(folder, most)
    try:
        for start in range(0, len(raw), step):
            spool.write(raw[start : start + step])
        upload = spool.finish()
    except AppError:
        spool.discard()
        raise
    assert (upload.sha256, upload.size_bytes) == (hashlib.sha256(raw).hexdigest(), len(raw))
    return upload.path.read_bytes()


@pytest.mark.parametrize("step", [1, 7, 1000, 10_000_000])
def test_plain_and_packed_files_arrive_whole(tmp_path: Path, step: int) -> None:
    packed = gzip.compress(TEXT[:9000]) + gzip.compress(TEXT[9000:])

    assert receive(tmp_path, packed, step) == TEXT
    assert receive(tmp_path, TEXT, max(step, 7)) == TEXT


@pytest.mark.parametrize(
    ("raw", "most", "said"),
    [
        (TEXT, 1000, "At most 1000 bytes"),
        (gzip.compress(TEXT), 1000, "At most 1000 bytes"),
        (gzip.compress(TEXT)[:-9], 10**9, "cannot be unpacked to its end"),
        (b"\x1f\x8bnonsense", 10**9, "cannot be unpacked to its end"),
        (gzip.compress(b"0" * 40_000_000), 10**9, "more than 200 times its size"),
        (b"", 10, "The body is empty"),
        (gzip.compress(b""), 100, "The body is empty"),
    ],
    ids=["plain", "packed", "cut", "damaged", "bomb", "empty", "packed-empty"],
)
def test_what_is_not_taken_is_refused_early(tmp_path: Path, raw: bytes, most: int, said: str) -> None:
    with pytest.raises(AppError, match=said):
        receive(tmp_path, raw, most=most)


def test_one_byte_is_a_file(tmp_path: Path) -> None:
    assert receive(tmp_path, b"{") == b"{"


def test_what_is_discarded_is_gone(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 10)
    spool.write(b"123")
    spool.discard()

    assert list(tmp_path.iterdir()) == []


def test_what_uploads_left_behind_is_swept_away_after_a_week(tmp_path: Path) -> None:
    old, new = tmp_path / "old.part", tmp_path / "new.part"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))

    sweep(tmp_path)

    assert list(tmp_path.iterdir()) == [new]

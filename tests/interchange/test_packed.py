"""What is packed is unpacked within bounds, and damage is told."""

import gzip
import io
import zipfile
from typing import BinaryIO, cast

import pytest

from app.interchange.draft import UnreadableFileError
from app.interchange.limits import Limits
from app.interchange.reading import FORMATS, read_records
from app.interchange.zipped import unpacked
from tests.factories import study
from tests.interchange.files import csv_zip, drafts, refusal


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("file_format", ["xlsx", "csv.zip"])
def test_what_is_no_zip_is_refused(file_format: str) -> None:
    assert refusal(b"PK\x03\x04nonsense", file_format) == [("file", "zip")]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert refusal(zipped("studies.csv", b"study"), "xlsx") == [("file", "xlsx")]


@pytest.mark.parametrize("file_format", ["xlsx", "csv.zip"])
def test_a_zip_that_grows_beyond_the_limit_is_refused_before_it_is_unpacked(file_format: str) -> None:
    bomb = zipped("studies.csv", bytes(2_000_000))

    with pytest.raises(UnreadableFileError) as caught:
        list(read_records(io.BytesIO(bomb), file_format, Limits(unpacked_bytes=1_000_000)))

    assert caught.value.fault.code == "too-large"


def test_a_gzip_that_grows_beyond_the_limit_is_refused() -> None:
    bomb = gzip.compress(b"TY  - JOUR\n" + b"AB  - x\n" * 200_000)

    with pytest.raises(UnreadableFileError) as caught:
        list(read_records(io.BytesIO(bomb), "ris", Limits(unpacked_bytes=1_000_000)))

    assert caught.value.fault.code == "too-large"


def test_a_damaged_gzip_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        unpacked(io.BytesIO(gzip.compress(b"text" * 1000)[:-20]), Limits()).read()


class Pipe(io.RawIOBase):
    """A stream that cannot go back, as a network gives it."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(size)


def test_a_zip_can_come_from_a_stream_that_cannot_go_back() -> None:
    assert len(drafts(read_records(cast("BinaryIO", Pipe(csv_zip(study()))), "csv.zip"))) == 1


def test_an_unknown_format_is_a_mistake_of_the_caller() -> None:
    assert "ris" in FORMATS
    with pytest.raises(ValueError, match="is no format"):
        list(read_records(io.BytesIO(b""), "docx"))

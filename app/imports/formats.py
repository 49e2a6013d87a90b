"""The formats that can be imported: their names, media types and file endings, and what reads them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.study_json import read_json, read_ndjson

Reader = Callable[[BinaryIO, Limits], Iterator[Draft | RecordFault]]


@dataclass(frozen=True)
class Format:
    """One format."""

    name: str
    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    read: Reader
    meaning: str


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "ndjson",
            ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines"),
            (".ndjson", ".jsonl"),
            read_ndjson,
            "study documents, one on each line",
        ),
        Format("json", ("application/json",), (".json",), read_json, "one study document, or an array of them"),
    )
}


def format_of_media_type(media_type: str) -> str | None:
    """Name the format of a media type."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((each.name for each in FORMATS.values() if plain in each.media_types), None)


def format_of_file(name: str) -> str | None:
    """Name the format of a file by its ending."""
    plain = name.lower().removesuffix(".gz")
    return next((each.name for each in FORMATS.values() if plain.endswith(each.endings)), None)

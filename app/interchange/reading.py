"""Read a file of any format that is taken, by the name of the format."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import BinaryIO

from app.interchange.csv_zip import read_csv_zip
from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.study_json import read_json, read_ndjson
from app.interchange.xlsx_reader import read_xlsx
from app.interchange.zipped import unpacked

Read = Draft | RecordFault
STUDY_FORMATS: dict[str, Callable[[BinaryIO, Limits], Iterator[Read]]] = {
    "ndjson": lambda stream, limits: read_ndjson(unpacked(stream, limits), limits),
    "json": lambda stream, limits: read_json(unpacked(stream, limits), limits),
    "xlsx": read_xlsx,
    "csv.zip": read_csv_zip,
}

"""A zip of CSV files, one for each sheet, read and written."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from app.interchange.cells import expose
from app.interchange.draft import Draft, RecordFault, UnreadableFileError
from app.interchange.limits import Limits
from app.interchange.table import Cell, Rows
from app.interchange.workbook_reader import read_workbook
from app.interchange.zipped import open_zip

# Files that some systems add to a zip unasked.
ADDED = ("__MACOSX/", ".DS_Store")


def read_csv_zip(stream: BinaryIO, limits: Limits) -> Iterator[Draft | RecordFault]:
    """Read a zip of CSV files."""
    csv.field_size_limit(limits.record_bytes)
    with open_zip(stream, limits) as archive:
        names = [name for name in archive.namelist() if not name.startswith(ADDED) and not name.endswith(ADDED[1])]
        sheets: dict[str, Rows] = {}
        for name in names:
            sheet = name.rpartition("/")[2].removesuffix(".csv")
            if sheet in sheets:
                message = f"The zip holds two files for the sheet {sheet!r}; keep one."
                raise UnreadableFileError(RecordFault(0, name, None, "twin-sheet", message, name))
            sheets[sheet] = _rows(archive, name, sheet)
        yield from read_workbook(sheets)


def _rows(archive: zipfile.ZipFile, name: str, sheet: str) -> Rows:
    with archive.open(name) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, 1):
                cells: list[Cell] = [expose(cell) for cell in row]
                yield number, cells
        except csv.Error as error:
            message = f"Row {number + 1} is not CSV ({error}); quote cells that hold commas, quotes or line ends."
            raise _broken(sheet, number + 1, "csv", message) from None
        except UnicodeDecodeError as error:
            message = f"Byte {error.start} after row {number} is not UTF-8; save the file as CSV UTF-8."
            raise _broken(sheet, number + 1, "encoding", message) from None
        except (zipfile.BadZipFile, EOFError) as error:
            raise _broken(sheet, number + 1, "zip", f"The zip is damaged: {error}.") from None


def _broken(sheet: str, number: int, code: str, message: str) -> UnreadableFileError:
    return UnreadableFileError(RecordFault(0, f"{sheet}!A{number}", None, code, message))

"""CSV and JSON Lines."""

import codecs
import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import orjson

from app.export.batches import Columns, as_values, read_lists
from app.export.columns import FlatColumn
from app.export.source import Source
from app.interchange.cells import FORMULA, MARK, SEPARATOR, write_text
from app.interchange.columns import CellKind
from app.interchange.csv_zip_writer import write_csv_zip

# What begins so is marked, see `app.interchange.cells`; the empty text is none of them.
MARKED = frozenset((MARK, *FORMULA))
END = "\r\n"


def write_csv(source: Source, target: BinaryIO) -> None:
    """Write a row for each row of the resource; lists stand in one cell.

    Free texts are always quoted, which is as good CSV and leaves the work to loops in C: the writer of the standard
    library looks at each character on its own.
    """
    if source.asked.bom:
        target.write(codecs.BOM_UTF8)
    target.write((",".join(column.name for column in source.columns) + END).encode())
    for batch in source.batches():
        cells = [_csv_cells(column, values) for column, values in zip(source.columns, batch, strict=True)]
        target.write((END.join(map(",".join, zip(*cells, strict=True))) + END).encode())


def _csv_cells(column: FlatColumn, values: Sequence[Any]) -> list[str]:
    """Write a column as cells; what is not known is an empty one."""
    if column.gathered is not None:
        return _quoted(values)
    if column.is_list:
        lists = values if column.taken is not None else read_lists(values)
        return _quoted([_joined(value) if value else "" for value in lists])
    match column.kind:
        case CellKind.NUMBER:
            return ["" if value is None else _number(value) for value in values]
        case CellKind.BOOLEAN:
            return ["" if value is None else "true" if value else "false" for value in values]
        case CellKind.TEXT:
            return _quoted(values)
        case _:
            shown = {value: "" if value is None else _bare(str(value)) for value in set(values)}
            return [shown[value] for value in values]


def _number(value: float) -> str:
    """Write a whole number without a decimal place, as the API does."""
    return str(int(value)) if value == int(value) else repr(value)


def _quoted(texts: Sequence[str | None]) -> list[str]:
    """Quote texts; the plain ones, which are nearly all, without a call for each."""
    return [
        "" if not text else f'"{text}"' if '"' not in text and text[0] not in MARKED else _quoted_anew(text)
        for text in texts
    ]


def _quoted_anew(text: str) -> str:
    marked = MARK + text if text[0] in MARKED else text
    return '"' + marked.replace('"', '""') + '"'


def _bare(text: str) -> str:
    return f'"{text}"' if "," in text else text


def _joined(value: list[str]) -> str:
    """Join a list; only items that hold the separator take the longer way."""
    text = SEPARATOR.join(value)
    return write_text(value) if "\\" in text or text.count(";") >= len(value) else text


def write_rows(source: Source, target: BinaryIO) -> None:
    """Write a JSON object for each row."""
    names = [column.name for column in source.columns]
    for batch in source.batches():
        objects = (dict(zip(names, row, strict=True)) for row in _rows(source, batch))
        target.writelines(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in objects)


def write_entries(source: Source, target: BinaryIO) -> None:
    """Write each vocabulary entry as its document, which is what seed files hold."""
    names = [column.name for column in source.columns]
    for batch in source.batches():
        for row in _rows(source, batch):
            line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            target.write(f"{line}\n".encode())


def _rows(source: Source, batch: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*map(as_values, source.columns, batch), strict=True)


def write_documents(source: Source, target: BinaryIO) -> None:
    """Write each study as its document, byte for byte as it is kept."""
    target.writelines(f"{document}\n".encode() for document in source.documents())


def write_sheets_as_csv(source: Source, target: BinaryIO) -> None:
    """Write studies with all that belongs to them as a zip of CSV files, which can be imported again."""
    write_csv_zip(source.parsed(), target)

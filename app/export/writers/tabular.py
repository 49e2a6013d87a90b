"""Workbooks and Parquet; each library is loaded when the first such file is asked for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from app.export.columns import FlatColumn
from app.export.source import Columns, Source
from app.export.writers.plain import plain_numbers, typed
from app.interchange.columns import CellKind

if TYPE_CHECKING:
    from app.interchange.xlsx_writer import Book


def write_workbook(source: Source, target: BinaryIO) -> None:
    """Write studies as the workbook that can be imported again."""
    from app.interchange.workbook_writer import write_xlsx  # noqa: PLC0415

    write_xlsx(source.parsed(), target, source.asked.release.released_on)


def write_sheet(source: Source, target: BinaryIO) -> None:
    """Write a workbook with the rows of a resource and a sheet that explains its columns."""
    from app.interchange.xlsx_writer import open_book  # noqa: PLC0415

    with open_book(target, source.asked.release.released_on) as book:
        add_table(book, source.table.name.replace("-", "_"), source.columns, source.batches())
        add_fields(book, [(source.table.name, column) for column in source.columns])


def add_table(book: "Book", name: str, columns: Iterable[FlatColumn], batches: Iterable[Columns]) -> None:
    """Add the rows of a flat table to a workbook."""
    from app.interchange.xlsx_writer import Head  # noqa: PLC0415

    kept = list(columns)
    heads = [Head(column.name, CellKind.TEXT if column.is_list else column.kind) for column in kept]
    writer = book.add_sheet(name, heads)
    for batch in batches:
        shown = [
            plain_numbers(values) if column.kind == CellKind.NUMBER else values
            for column, values in zip(kept, batch, strict=True)
        ]
        for row in zip(*shown, strict=True):
            writer.add(row)


def add_fields(book: "Book", fields: Iterable[tuple[str, FlatColumn]]) -> None:
    """Add a sheet that says what each column means."""
    from app.interchange.xlsx_writer import Head  # noqa: PLC0415

    writer = book.add_sheet("fields", [Head(name, CellKind.TEXT) for name in ("table", "column", "unit", "meaning")])
    for table, column in fields:
        writer.add([table, column.name, column.unit, column.meaning])


def write_parquet(source: Source, target: BinaryIO) -> None:
    """Write Parquet with real types, the meaning and unit of each field beside it."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    release = source.asked.release
    about = {"exokb.release": release.name, "exokb.revision": str(release.revision), "exokb.table": source.table.name}
    schema = pa.schema([_field(pa, column) for column in source.columns], metadata=about)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in source.batches():
            arrays = [_array(pa, column, values) for column, values in zip(source.columns, batch, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _field(pa: Any, column: FlatColumn) -> Any:
    kinds = {
        CellKind.INTEGER: pa.int64(),
        CellKind.NUMBER: pa.float64(),
        CellKind.BOOLEAN: pa.bool_(),
        CellKind.DATE: pa.date32(),
    }
    kind = pa.list_(pa.string()) if column.is_list else kinds.get(column.kind, pa.string())
    about = {"description": column.meaning} | ({"unit": column.unit} if column.unit else {})
    return pa.field(column.name, kind, metadata=about)


def _array(pa: Any, column: FlatColumn, values: Any) -> Any:
    if column.kind == CellKind.DATE:
        return pa.array(values, pa.string()).cast(pa.date32())
    return pa.array(typed(column, values), _field(pa, column).type)

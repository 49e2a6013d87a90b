"""Workbooks and Parquet; each library is loaded when the first such file is asked for."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from app.export.batches import Columns, as_values
from app.export.columns import FlatColumn
from app.export.source import Source
from app.interchange.columns import CellKind

ROW_GROUP = 10_000

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
        for row in zip(*map(as_values, kept, batch), strict=True):
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
        for group in _groups(_arrow_batches(pa, schema, source)):
            writer.write_table(pa.Table.from_batches(group, schema=schema), row_group_size=ROW_GROUP)


def _arrow_batches(pa: Any, schema: Any, source: Source) -> Iterator[Any]:
    for batch in source.batches():
        arrays = [_array(pa, column, values) for column, values in zip(source.columns, batch, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


def _groups(batches: Iterator[Any]) -> Iterator[list[Any]]:
    """Put batches together until they fill a row group."""
    group: list[Any] = []
    for batch in batches:
        group.append(batch)
        if sum(each.num_rows for each in group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


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
    return pa.array(as_values(column, values), _field(pa, column).type)

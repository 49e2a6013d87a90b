"""Write studies as the rows of a workbook."""

import datetime as dt
from collections.abc import Iterable
from typing import BinaryIO

from app.interchange.columns import KEY, KEY_MEANING, SHEETS, CellKind, Column, Sheet
from app.interchange.csv_zip_writer import Document, rows_of
from app.interchange.xlsx_writer import Book, Head, open_book


def write_xlsx(documents: Iterable[Document], target: BinaryIO, made: dt.date) -> None:
    """Write a workbook."""
    with open_book(target, made) as book:
        write_sheets(documents, book)


def write_sheets(documents: Iterable[Document], book: Book) -> None:
    """Write the sheets of studies into a workbook that may hold others."""
    writers = {sheet.name: book.add_sheet(sheet.name, heads_of(sheet)) for sheet in SHEETS}
    for document in documents:
        for sheet, row in rows_of(document):
            writers[sheet.name].add(row)


def heads_of(sheet: Sheet, *, explained: bool = False) -> list[Head]:
    """Give the heads of a sheet, with what they mean where that is wanted."""
    key = Head(KEY, CellKind.TEXT, KEY_MEANING if explained else None)
    return [key, *(_head(column, explained=explained) for column in sheet.columns)]


def _head(column: Column, *, explained: bool) -> Head:
    kind = CellKind.TEXT if column.is_list else column.kind
    return Head(column.name, kind, explain(column) if explained else None)


def explain(column: Column) -> str:
    """Say in a few lines what belongs into a cell of the column."""
    lines = [column.meaning]
    lines += [f"Unit: {column.unit}."] if column.unit else []
    lines += [f"Written as: {column.kind}{', several with semicolons between' if column.is_list else ''}."]
    lines += ["Leave it empty where the source does not say."] if column.nullable else []
    lines += ["Must have a value."] if not column.nullable and not column.is_list else []
    return "\n".join(lines)

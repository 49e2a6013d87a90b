"""The empty workbook that curators fill in: allowed values as drop-downs, meanings in the headers, a help sheet."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from xlsxwriter.worksheet import Worksheet

from app.interchange.columns import EXPLAINING, KEY, KEY_MEANING, SHEETS, CellKind, Column
from app.interchange.table import letters
from app.interchange.workbook_writer import explain, heads_of
from app.interchange.xlsx_writer import MAX_ROWS, Book, Head, open_book

# Columns that hold slugs, by the name of their vocabulary.
SLUGS = {"source": "source", "indications": "indication", "term": "adverse-event term", "pathway": "pathway"}
HELP = (
    "Fill in the sheets studies, arms, outcomes, adverse_events, mechanisms and relations: one row for each record.",
    f"The column {KEY} joins them. {KEY_MEANING}",
    "Keep every sheet and every column; leave a cell empty where the source does not say. Zero is a value.",
    "Write several values in one cell with a semicolon between them; a semicolon inside a value as \\; and \\ as \\\\.",
    "Record only what was read. Rest the pointer on a header to see what belongs into its column.",
)

Choices = Mapping[str, list[tuple[str, str]]]


def write_template(target: BinaryIO, made: dt.date, vocabularies: Choices) -> None:
    """Write the template; `vocabularies` gives slugs with their names, by the name of the vocabulary."""
    choices = dict(_closed_choices()) | {name: vocabularies.get(name, []) for name in SLUGS.values()}
    with open_book(target, made) as book:
        ranges = {name: (index, len(values)) for index, (name, values) in enumerate(choices.items())}
        for sheet in SHEETS:
            writer = book.add_sheet(sheet.name, heads_of(sheet, explained=True))
            for index, column in enumerate(sheet.columns, 1):
                _offer(writer.sheet, index, column, ranges)
        _write_help(book, choices)
        _write_lists(book, choices)


def _closed_choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.closed:
                yield column.closed.__name__, [(item.value, item.meaning) for item in column.closed]


def choices_of(column: Column) -> str | None:
    """Name the list from which the values of a column are taken."""
    return column.closed.__name__ if column.closed else SLUGS.get(column.name)


def _offer(sheet: Worksheet, index: int, column: Column, ranges: Mapping[str, tuple[int, int]]) -> None:
    place, size = ranges.get(choices_of(column) or "", (0, 0))
    if column.kind == CellKind.BOOLEAN:
        rule = {"validate": "list", "source": ["TRUE", "FALSE"]}
    elif size and not column.is_list:
        letter = letters(place)
        rule = {"validate": "list", "source": f"=lists!${letter}$2:${letter}${size + 1}"}
    else:
        return
    sheet.data_validation(1, index, MAX_ROWS - 1, index, rule)


def _write_help(book: Book, choices: Choices) -> None:
    heads = [
        Head(name, CellKind.TEXT) for name in ("sheet", "column", "what belongs there", "list", "value", "meaning")
    ]
    writer = book.add_sheet("help", heads)
    writer.sheet.set_column(2, 2, 90)
    writer.sheet.set_column(5, 5, 90)
    for line in HELP:
        writer.add(["", "", line])
    for sheet in SHEETS:
        writer.add([sheet.name, KEY, f"{sheet.about} {KEY_MEANING}"])
        for column in sheet.columns:
            writer.add([sheet.name, column.name, explain(column).replace("\n", " "), choices_of(column) or ""])
    for name, values in choices.items():
        for value, meaning in values:
            writer.add(["", "", "", name, value, meaning])


def _write_lists(book: Book, choices: Choices) -> None:
    """Write the values that drop-downs offer, a column for each list, where nobody has to look at them."""
    writer = book.add_sheet(EXPLAINING[1], [Head(name, CellKind.TEXT) for name in choices])
    for index in range(max(len(values) for values in choices.values())):
        writer.add([values[index][0] if index < len(values) else "" for values in choices.values()])
    writer.sheet.hide()

"""The template offers what is allowed and is itself a workbook without studies."""

import io

import openpyxl

from app.interchange.columns import SHEETS
from app.interchange.template import write_template
from tests.interchange.files import READ_ON, read

SLUGS = {"source": [("human-msc", "Human MSC"), ("plant", "Plant")], "adverse-event term": [("erythema", "Erythema")]}


def template() -> bytes:
    file = io.BytesIO()
    write_template(file, READ_ON, SLUGS)
    return file.getvalue()


def test_it_can_be_read_as_it_is() -> None:
    assert read(template(), "xlsx") == []


def test_it_offers_the_allowed_values_and_explains_each_column() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))

    assert book.sheetnames == [*(sheet.name for sheet in SHEETS), "help", "lists"]
    assert book["lists"].sheet_state == "hidden"
    offered = {}
    for rule in book["arms"].data_validations.dataValidation:
        cells = book["lists"][rule.formula1.removeprefix("lists!").replace("$", "")]
        offered[book["arms"].cell(1, next(iter(rule.sqref.ranges)).min_col).value] = [row[0].value for row in cells]
    assert offered["source"] == ["human-msc", "plant"]
    assert offered["role"] == ["experimental", "comparator"]
    for sheet in SHEETS:
        for cell in book[sheet.name][1]:
            assert cell.comment.text, (sheet.name, cell.value)
    assert "participants" in book["arms"]["P1"].comment.text
    helped = [row[0].value for row in book["help"]["C2:C6"]]
    assert any("Zero is a value" in str(line) for line in helped)

"""What is inside the files: types, meanings, and citations that others can read."""

import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from pyarrow import parquet

from app.interchange.draft import Draft
from app.interchange.reading import read_records


def test_parquet_has_types_and_meanings(client: TestClient) -> None:
    table = parquet.read_table(io.BytesIO(client.get("/v1/export/studies.parquet").content))

    kinds = {name: table.schema.field(name).type for name in ("year", "follow_up_weeks", "split_body", "retrieved")}
    assert list(kinds.values()) == [pa.int64(), pa.float64(), pa.bool_(), pa.date32()]
    assert table.schema.field("authors").type == pa.list_(pa.string())
    weeks = table.schema.field("follow_up_weeks").metadata
    assert (weeks[b"unit"], weeks[b"description"]) == (b"weeks", b"Length of follow-up, as stated.")
    assert table.schema.metadata[b"exokb.release"] == b"2026.11"
    assert table.num_rows == 385


def test_parquet_keeps_nothing_and_zero_apart(client: TestClient) -> None:
    rows = parquet.read_table(io.BytesIO(client.get("/v1/export/adverse-events.parquet").content)).to_pylist()
    lines = client.get("/v1/export/adverse-events.ndjson").text.splitlines()

    assert rows == [json.loads(line) for line in lines]
    assert {row["n_affected"] for row in rows} >= {0, None}


def test_studies_without_authors_have_none_and_not_no_authors(client: TestClient) -> None:
    rows = parquet.read_table(io.BytesIO(client.get("/v1/export/studies.parquet").content)).to_pylist()

    assert sum(row["authors"] is None for row in rows) == 188
    assert [] not in [row["authors"] for row in rows]
    assert [] in [row["indications"] for row in rows]


def test_sqlite_holds_all_tables_and_explains_their_columns(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "knowledge-base.sqlite"
    path.write_bytes(client.get("/v1/export/knowledge-base.sqlite").content)

    database = sqlite3.connect(path)
    counts = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in TABLES}
    explained = set(database.execute('SELECT "table", "column" FROM field WHERE meaning <> \'\''))
    targets = database.execute(
        "SELECT count(*) FROM mechanisms, json_each(targets) WHERE json_each.value = 'CTNNB1'"
    ).fetchone()[0]
    release = database.execute("SELECT name, revision FROM release").fetchone()
    columns = {(name, row[1]) for name in COUNTED for row in database.execute(f'PRAGMA table_info("{name}")')}
    database.close()

    assert counts == TABLES
    assert explained == columns
    assert targets > 0
    assert release == ("2026.11", 1)


COUNTED = {
    "studies": 385,
    "arms": 678,
    "outcomes": 653,
    "adverse_events": 42,
    "mechanisms": 211,
    "sources": 156,
    "indications": 80,
    "adverse_event_terms": 119,
    "pathways": 50,
}
TABLES = COUNTED | {"document": 385}


def test_a_workbook_of_rows_has_numbers_and_an_explanation(client: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/v1/export/outcomes.xlsx").content))

    assert book.sheetnames == ["outcomes", "fields"]
    header = [cell.value for cell in book["outcomes"][1]]
    first = dict(zip(header, [cell.value for cell in book["outcomes"][2]], strict=True))
    assert (first["id"], first["change"], first["value"]) == ("EXS000001-O1", 42, None)
    assert [row[1].value for row in book["fields"].iter_rows(min_row=2)] == header


@pytest.mark.parametrize(("ending", "file_format"), [("ris", "ris"), ("bib", "bibtex"), ("csl.json", "csl-json")])
def test_exported_citations_are_read_as_the_same_publications(
    client: TestClient, ending: str, file_format: str
) -> None:
    kinds = "publication_type=journal_article,preprint,conference_abstract"
    content = client.get(f"/v1/export/studies.{ending}?{kinds}").content
    lines = client.get(f"/v1/export/studies.ndjson?{kinds}").text.splitlines()

    found = [item for item in read_records(io.BytesIO(content), file_format) if isinstance(item, Draft)]

    assert len(found) == len(lines) > 200
    for draft, line in zip(found, lines, strict=True):
        assert said(draft.data) == said(json.loads(line))


def said(document: dict[str, Any]) -> dict[str, Any]:
    plain = {name: document[name] for name in ("title", "authors", "year", "journal", "publication_type")}
    return plain | {name: document["identifiers"].get(name) for name in ("doi", "pmid", "pmcid")}


def test_the_template_offers_the_slugs_of_the_database(client: TestClient) -> None:
    answer = client.get("/v1/imports/template.xlsx")

    lists = openpyxl.load_workbook(io.BytesIO(answer.content))["lists"]
    offered = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in lists.columns}
    assert "human-adipose-msc" in offered["source"]
    assert len(offered["pathway"]) == 50
    assert client.get("/v1/imports/template.xlsx?x=1").status_code == 422

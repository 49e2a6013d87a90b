"""The command `exokb export` writes the files of the API, whole or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app.cli import app

Run = tuple[int, str, str]


def export(database: str, *words: str) -> Run:
    result = CliRunner().invoke(app, ["export", *words, "--database-url", database])
    return result.exit_code, result.stdout, result.stderr


def test_a_file_is_that_of_the_api(client: TestClient, database: str, tmp_path: Path) -> None:
    code, said, _ = export(database, "studies.csv", "--query", "indication=alopecia", "--output", str(tmp_path))

    [path] = tmp_path.iterdir()
    assert code == 0
    assert "42 rows" in said
    assert path.name == "exokb-2026.11-r1-studies.csv"
    assert path.read_bytes() == client.get("/v1/export/studies.csv?indication=alopecia").content


def test_everything_is_written_to_the_file_named(client: TestClient, database: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / "all.ndjson"

    assert export(database, "knowledge-base.ndjson", "--output", str(path))[0] == 0

    assert path.read_bytes() == client.get("/v1/export/knowledge-base.ndjson").content


BAD = [
    (("studis.csv",), "There is no export of 'studis'"),
    (("studies.doc",), "There is no export of studies as 'doc'."),
    (("studies.csv", "--query", "indicaton=x"), "There is no parameter 'indicaton' here."),
    (("knowledge-base.ndjson", "--query", "year=2024"), "takes no filters"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[each[0][-1] for each in BAD])
@pytest.mark.usefixtures("engine")
def test_what_cannot_be_exported_is_told_in_a_line(
    database: str, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    code, _, told = export(database, *words, "--output", str(tmp_path))

    assert code == 2
    assert said in told
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_exports_nothing_does_not_load_the_libraries_of_formats() -> None:
    heavy = "pyarrow", "xlsxwriter", "openpyxl", "rispy", "bibtexparser"
    code = f"import sys, app.main; app.main.create_app(); print([name for name in {heavy!r} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"

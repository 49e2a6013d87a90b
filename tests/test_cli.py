"""The command line says in one line what is wrong, and does what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app


def run(*words: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"EXOKB_DATABASE_URL": url} if url else {})}
    command = [sys.executable, "-c", "from app.cli import main; main()", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "The address of the database cannot be read; write sqlite:///PATH"),
        ("sqlite://", "is neither an SQLite file nor PostgreSQL"),
        ("mysql://user:secret@host/name", "mysql://user:***@host/name is neither"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/name", "The database cannot be reached: connection failed"),
    ],
)
def test_a_useless_database_is_told_in_one_line(url: str, said: str) -> None:
    result = run("seed", "load", url=url)

    assert result.returncode in (1, 2)
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "secret" not in result.stderr


def test_loading_twice_says_that_nothing_changed(tmp_path: Path) -> None:
    words = ["seed", "load", "--database-url", f"sqlite:///{tmp_path / 'deep' / 'er' / 'exokb.sqlite'}"]

    first, second = (CliRunner().invoke(app, words).stdout for _ in range(2))

    assert first.startswith("385 studies created")
    assert second.startswith("Nothing changed: all 385 studies are as in the files.")


def test_a_faulty_seed_is_not_loaded(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'exokb.sqlite'}"

    result = CliRunner().invoke(app, ["seed", "load", "--database-url", url, "--seed-dir", str(tmp_path)])

    assert result.exit_code == 1
    assert "sources.jsonl:0: file: is missing" in result.stderr
    assert "nothing was written" in result.stderr


def test_the_seed_is_in_order() -> None:
    result = CliRunner().invoke(app, ["seed", "check"])

    assert (result.exit_code, result.stdout) == (0, "385 studies and their vocabularies are in order.\n")


def test_the_schema_can_be_brought_up_alone(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["migrate", "--database-url", f"sqlite:///{tmp_path / 'exokb.sqlite'}"])

    assert result.stdout == "The schema is up to date.\n"

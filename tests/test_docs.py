"""Documents that lie fail the build: requests are executed, numbers compared, names looked up."""

import re
from pathlib import Path

import pytest
import typer
from fastapi.testclient import TestClient

from app.cli import app as cli
from app.core.operators import Operator
from app.core.settings import ROOT, Settings
from app.meta.queries import all_errors

PAGES = sorted([ROOT / "README.md", ROOT / "app/static/introduction.md", *(ROOT / "docs").rglob("*.md")])
SEARCH = re.compile(r"`POST (/v1/\S+)`\s*→\s*\*\*(\d+)\*\*[^`]*```json\n(.*?)```", re.DOTALL)
REQUEST = re.compile(r"(?:`GET |\]\()(/v1/[^\s`)]*)(?:`|\))(?:\s*→\s*\*\*(\d+)\*\*)?")


def page(name: str) -> str:
    return (ROOT / "docs" / "api" / name).read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_request_in_the_docs_answers_with_the_number_given(client: TestClient, path: Path) -> None:
    for address, total in REQUEST.findall(path.read_text("utf-8")):
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert answer.json()["data"], address
        if total:
            assert answer.json()["meta"]["total"] == int(total), address


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_search_in_the_docs_answers_with_the_number_given(client: TestClient, path: Path) -> None:
    text = path.read_text("utf-8")
    searches = SEARCH.findall(text)
    assert len(searches) == text.count("```json"), "Name the address of each search before its body."
    for address, total, body in searches:
        answer = client.post(address, content=body, headers={"Content-Type": "application/json"})

        assert answer.status_code == 200, (address, body, answer.text)
        assert answer.json()["meta"]["total"] == int(total) > 0, (address, body)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert target.startswith("/") or (path.parent / target).exists(), target


def test_the_readme_asks_five_questions() -> None:
    assert len(REQUEST.findall((ROOT / "README.md").read_text("utf-8"))) >= 5


@pytest.mark.parametrize("error", all_errors(), ids=lambda error: error.code)
def test_every_error_is_documented(error: type) -> None:
    assert f"| `{error.code}` | {error.status} |" in page("errors.md")  # type: ignore[attr-defined]


def test_every_fault_is_documented() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py") if "curation" not in path.parts)
    codes = set(re.findall(r'(?:Fault|_fault|_refused)\(\s*"([a-z-]+)"', source))

    assert len(codes) > 15
    assert [code for code in codes if f"`{code}`" not in page("errors.md")] == []


def test_every_operator_variable_and_command_is_documented() -> None:
    stability = page("stability.md")
    commands = [f"exokb {name}" for name in typer.main.get_command(cli).commands if name != "seed"]  # type: ignore[attr-defined]
    variables = [f"EXOKB_{name.upper()}" for name in Settings.model_fields]

    assert [name for name in [*commands, *variables] if f"`{name}`" not in stability] == []
    assert [each for each in Operator if each and f"__{each}" not in page("filtering.md")] == []

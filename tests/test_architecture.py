"""The shape of the code, held by tests; docs/decisions/0004 says why."""

import ast
from pathlib import Path

import pytest

from app.core.settings import ROOT

CODE = sorted((ROOT / "app").rglob("*.py"))
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OPERATIONS = ("desk", "idempotency", "joblog", "jobs", "pulse", "router")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*CODE, *BENCHMARKS, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    limit = 300 if path in TESTS else 200
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]

    assert len(path.read_text("utf-8").splitlines()) <= limit, "Split by use case; see docs/decisions/0004"
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 40] == []
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize(
    "path", [path for path in [*CODE, *BENCHMARKS] if path.stat().st_size], ids=lambda path: path.stem
)
def test_every_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(tree(path))


def calls(name: str) -> set[str]:
    found = set()
    for path in CODE:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    found.add(str(path.relative_to(ROOT / "app")))
    return found


def test_only_the_edge_commits() -> None:
    # Beside the commands: the book of jobs and keys, in short transactions of its own, and the end of an import.
    operations = {"keys/access.py", *(f"imports/{name}.py" for name in OPERATIONS)}
    assert calls("commit") == {"cli/upkeep.py", "cli/keys.py", "cli/imports.py", "imports/running.py"} | operations


def test_settings_are_read_at_the_edge() -> None:
    assert calls("get_settings") <= {"cli/__init__.py", "cli/base.py", "cli/seed.py", "main.py"}


def test_no_error_is_swallowed() -> None:
    for path in CODE:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, path
                assert getattr(node.type, "id", "") not in ("Exception", "BaseException"), path

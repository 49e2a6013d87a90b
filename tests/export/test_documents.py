"""What the docs of exports and formats say is run and looked up."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import Engine

from app.api import RESOURCES
from app.core.settings import ROOT, Settings
from app.export.formats import KNOWLEDGE_BASE
from app.export.service import formats_of
from app.interchange.reading import FORMATS
from app.main import create_app

EXPORTS = (ROOT / "docs" / "api" / "export.md").read_text("utf-8")
IMPORTS = (ROOT / "docs" / "api" / "formats.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", EXPORTS, re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def server(engine: Engine) -> Iterator[str]:
    """Serve the API on a port of this machine."""
    config = uvicorn.Config(create_app(Settings(), engine), host="127.0.0.1", port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split()[1].rstrip(",") for example in EXAMPLES])
def test_every_example_in_python_runs(server: str, tmp_path: Path, example: str) -> None:
    assert ADDRESS in example
    code = example.replace(ADDRESS, server)
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or "assert" in example


def test_all_examples_were_found() -> None:
    assert len(EXAMPLES) == 5


def test_every_format_of_every_export_is_documented() -> None:
    for name in [*(resource.name for resource in RESOURCES), KNOWLEDGE_BASE]:
        row = next(line for line in EXPORTS.splitlines() if line.startswith("|") and f"`{name}`" in line)
        assert [each for each in formats_of(name) if f"`{each}`" not in row] == []


def test_every_format_of_imports_is_documented() -> None:
    assert [each for each in FORMATS if f"`{each}`" not in IMPORTS] == []


def test_every_fault_of_a_file_is_documented() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "app" / "interchange").rglob("*.py"))
    codes = set(re.findall(r'(?:CellFaultError|unreadable|_broken)\(\s*"([a-z-]+)"', source))
    codes |= set(re.findall(r'RecordFault\([^)]*?"([a-z]+(?:-[a-z]+)*)", ', source))
    codes |= set(re.findall(r'return "([a-z]+-[a-z]+)", message', source))

    assert len(codes) > 25
    assert [code for code in sorted(codes) if f"`{code}`" not in IMPORTS] == []

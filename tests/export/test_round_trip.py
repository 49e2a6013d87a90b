"""What is exported is read again byte for byte, and makes the same knowledge base on either database."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core.schema import migrate
from app.core.settings import ROOT, Settings
from app.curation.knowledge_base import read_knowledge_base
from app.curation.loader import load
from app.curation.reader import Corpus, Located
from app.document import Study
from app.interchange.draft import Draft
from app.interchange.reading import read_records
from app.main import create_app
from tests.databases import open_engine, sibling

LINES = (ROOT / "seed" / "studies.jsonl").read_text("utf-8").splitlines()


def read_again(content: bytes, file_format: str) -> list[str]:
    found = list(read_records(io.BytesIO(content), file_format))
    assert all(isinstance(item, Draft) for item in found)
    drafts = [item for item in found if isinstance(item, Draft)]
    return [Study.model_validate_json(json.dumps(draft.data)).canonical() for draft in drafts]


@pytest.mark.parametrize("file_format", ["ndjson", "csv.zip", "xlsx"])
def test_exported_studies_are_read_as_the_same_documents(client: TestClient, file_format: str) -> None:
    content = client.get(f"/v1/export/studies.{file_format}").content

    assert read_again(content, file_format) == LINES


def test_exported_lines_are_those_of_the_seed(client: TestClient) -> None:
    for name in ("studies", "sources", "indications", "adverse-event-terms", "pathways"):
        seed = (ROOT / "seed" / f"{name.replace('-', '_')}.jsonl").read_bytes()

        assert client.get(f"/v1/export/{name}.ndjson").content == seed


@pytest.fixture(scope="session")
def exported() -> dict[str, bytes]:
    """What the first database exported; the next must say the same."""
    return {}


@pytest.fixture
def empty(database: str, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty database of the same kind."""
    other = sibling(database, "exokb_copy") if "postgresql" in database else f"sqlite:///{tmp_path / 'copy.sqlite'}"
    with open_engine(other) as engine:
        yield engine


@pytest.mark.parametrize("file_format", ["csv.zip", "xlsx"])
def test_an_empty_database_loaded_from_an_export_exports_the_same(
    client: TestClient, empty: Engine, corpus: Corpus, exported: dict[str, bytes], file_format: str
) -> None:
    address = f"/v1/export/studies.{file_format}"
    before = client.get(address).content
    read = read_again(before, file_format)
    studies = [Located("export", number, line, Study.model_validate_json(line)) for number, line in enumerate(read, 1)]
    rebuilt = Corpus(**{**vars(corpus), "studies": studies, "faults": []})

    load_into(empty, rebuilt)
    after = export_from(empty, address)

    assert after == before
    assert exported.setdefault(file_format, before) == before


def test_the_whole_knowledge_base_loads_again_from_one_file(
    client: TestClient, empty: Engine, tmp_path: Path, exported: dict[str, bytes]
) -> None:
    before = client.get("/v1/export/knowledge-base.ndjson").content
    path = tmp_path / "knowledge-base.ndjson"
    path.write_bytes(before)
    corpus = read_knowledge_base(path)

    load_into(empty, corpus)
    after = export_from(empty, "/v1/export/knowledge-base.ndjson")

    assert corpus.faults == []
    assert after == before
    assert exported.setdefault("knowledge-base", before) == before


def load_into(engine: Engine, corpus: Corpus) -> None:
    migrate(engine)
    with Session(engine) as session:
        load(session, corpus)
        session.commit()


def export_from(engine: Engine, address: str) -> bytes:
    app = create_app(Settings(cache_mb=0), engine)
    content = TestClient(app).get(address).content
    app.state.store.close()
    return content


def test_lines_that_are_no_records_are_told(tmp_path: Path) -> None:
    path = tmp_path / "knowledge-base.ndjson"
    path.write_text('{"record": "studie", "document": {}}\nno json\n{ "record":"release", "document": {"name": 1}}\n')

    corpus = read_knowledge_base(path)

    assert [(fault.line, fault.code) for fault in corpus.faults] == [
        (1, "untagged-record"),
        (2, "untagged-record"),
        (3, "string_type"),
        (3, "missing"),
    ]

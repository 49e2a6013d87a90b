"""Fixtures: both databases migrated and seeded once, and a client whose writes are rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.core.http import open_session
from app.core.schema import migrate
from app.core.settings import ROOT, Settings
from app.curation.loader import load
from app.curation.reader import Corpus, read_corpus
from app.main import create_app
from app.reads.carried import Carried
from app.reads.memory import Memory
from app.reads.snapshot import Revision, Snapshot
from app.reads.store import Store
from tests.databases import open_engine, postgres_url, sibling


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus(ROOT / "seed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_url("exokb_test") as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of an empty database of either kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path_factory.mktemp('database') / 'exokb.sqlite'}"


@pytest.fixture(scope="session")
def engine(database: str, corpus: Corpus) -> Iterator[Engine]:
    """Open a migrated database that holds the seed data."""
    with open_engine(database) as engine:
        migrate(engine)
        with Session(engine) as session:
            load(session, corpus)
            session.commit()
        yield engine


@pytest.fixture(scope="session")
def clients(postgres: str, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[TestClient]]:
    """Speak HTTP to the same data in either kind of database, as it is served."""
    path = tmp_path_factory.mktemp("same") / "exokb.sqlite"
    with open_engine(f"sqlite:///{path}") as one, open_engine(sibling(postgres, "exokb_same")) as other:
        for engine in (one, other):
            migrate(engine)
            with Session(engine) as session:
                load(session, corpus)
                session.commit()
        yield [TestClient(create_app(Settings(), engine)) for engine in (one, other)]


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is rolled back after the test."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


class StoreOfTest(Store):
    """Reads in the transaction of a test, and remembers nothing from one request to the next."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.get_bind().engine)
        self._session = session

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        self._session.expunge_all()
        self._memories = (None, Memory())
        self.carried = Carried()
        connection = self._session.connection()
        yield Snapshot(self, connection.connection.dbapi_connection, connection)

    quick_snapshot = snapshot

    def known(self) -> Revision | None:
        return None

    def look(self) -> Revision:
        with self.snapshot() as snapshot:
            return snapshot.revision


@pytest.fixture
def store(session: Session) -> Iterator[StoreOfTest]:
    store = StoreOfTest(session)
    yield store
    store.close()


@pytest.fixture
def snapshot(store: StoreOfTest) -> Iterator[Snapshot]:
    """Read in the transaction of the test."""
    with store.snapshot() as snapshot:
        yield snapshot


@pytest.fixture
def client(engine: Engine, session: Session, tmp_path: Path) -> Iterator[TestClient]:
    """Speak HTTP inside the transaction of the test; nothing loaded before a request is left for it."""
    app = create_app(Settings(seed_dir=tmp_path, cache_mb=0), engine)
    app.state.store.close()
    app.state.store = StoreOfTest(session)

    def same_transaction() -> Iterator[Session]:
        session.expunge_all()
        yield session

    app.dependency_overrides[open_session] = same_transaction
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    app.state.store.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is read into columns."""
    asked: list[str] = []
    chunks = Snapshot.chunks

    def note(snapshot: Snapshot, sql: str) -> Any:
        asked.append(sql)
        return chunks(snapshot, sql)

    monkeypatch.setattr(Snapshot, "chunks", note)
    return asked

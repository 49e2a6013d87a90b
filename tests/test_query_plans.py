"""The hot questions read by key: no table is scanned and nothing is sorted, whatever the filter, order or depth."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyroaring import BitMap
from sqlalchemy import Connection, select
from sqlalchemy.dialects import sqlite

from app.core.conditions import clause
from app.core.tree import Within
from app.models import Study
from app.reads.snapshot import Snapshot

ADDRESSES = [
    "/v1/studies/EXS000009",
    "/v1/studies/doi:10.1111/jocd.70755",
    "/v1/studies?indication=alopecia&source_origin=plant&sort=-year&page_size=50",
    "/v1/studies?sort=-year&page=5&page_size=50",
    "/v1/studies?level=human&sort=-n_participants,year",
    "/v1/studies?year__gte=2020&route=topical&n_participants__isnull=false&level__not=animal",
    "/v1/studies?design=cohort&page_size=25",
    "/v1/studies?facets=design,indication&level=human&page_size=1",
    "/v1/studies?ids=EXS000009,EXS000010&view=full",
    "/v1/studies/aggregate?by=design,level&metric=studies,participants",
    "/v1/adverse-events/aggregate?by=term,source_origin&metric=events,at_risk",
]
# Read once for a revision, and small.
VOCABULARIES = ("_closure", "exosome_source", "indication", "adverse_event_term", "pathway")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Mapping[str, Any]]]:
    """Every statement that is handed to the driver."""
    statements: list[tuple[str, Mapping[str, Any]]] = []
    rows: Callable[..., Any] = Snapshot.rows

    def record(snapshot: Snapshot, sql: str, values: Mapping[str, Any] | None = None) -> Any:
        statements.append((snapshot._store.spell(sql), values or {}))
        return rows(snapshot, sql, values)

    monkeypatch.setattr(Snapshot, "rows", record)
    return statements


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_statement_reads_by_key(
    client: TestClient, connection: Connection, asked: list[tuple[str, Mapping[str, Any]]], address: str
) -> None:
    assert client.get(address).status_code == 200

    assert asked
    for sql, values in asked:
        plan = explain(connection, sql, values)
        if not any(name in sql for name in VOCABULARIES):
            assert scans(plan, connection.dialect.name) == [], (sql, plan)


def test_rows_among_numbers_are_read_by_key(connection: Connection) -> None:
    statement = select(Study.title).where(Study.year > 2000, clause(Within(Study.id, BitMap([1, 2]))))

    assert len(connection.execute(statement).all()) == 2
    assert "= 1" not in str(statement.compile(dialect=sqlite.dialect()))
    if connection.dialect.name == "sqlite":
        sql = statement.compile(connection, compile_kwargs={"literal_binds": True})
        assert scans(explain(connection, str(sql), {}), "sqlite") == []


def explain(connection: Connection, sql: str, values: Mapping[str, Any]) -> list[str]:
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        return [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    # The seeded tables are so small that reading them whole would be right.
    driver.execute("SET LOCAL enable_seqscan = off")
    return [row[0] for row in driver.execute(f"EXPLAIN {sql}", values)]


def scans(plan: list[str], dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [step for step in plan if "TEMP B-TREE" in step or ("SCAN" in step and "json_each" not in step)]
    return [step for step in plan if "Seq Scan" in step or "Sort" in step]

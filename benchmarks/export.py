"""Measure exports of 100 000 rows beside a bare loop: python benchmarks/export.py [--url URL] [--rows N].

Without --url a temporary SQLite file is filled. A given database must be empty or hold nothing but what this filled.
"""

import argparse
import csv
import gc
import io
import resource
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from sqlalchemy import Engine, Text, cast, func, insert, literal, null, select
from sqlalchemy.orm import Session

from app.api import RESOURCES
from app.core.database import make_engine
from app.core.query_string import read_query
from app.core.schema import migrate
from app.core.settings import ROOT, Settings
from app.curation.loader import load
from app.curation.reader import read_corpus
from app.curation.rows import TABLES
from app.export.service import export_list
from app.export.source import Asked
from app.export.tables import TABLES as FLAT
from app.main import create_app
from app.models import Outcome, Study
from app.reads.store import Store
from app.shared.release import current_release

IDENTIFIERS = ("doi", "pmid", "pmcid", "nct", "registry_id")
STEP = 1000


def fill(engine: Engine, wanted: int) -> None:
    """Load the seed and copy its studies under new accessions until there are enough studies."""
    migrate(engine)
    with Session(engine) as session:
        if not session.scalar(select(func.count()).select_from(Study)):
            load(session, read_corpus(ROOT / "seed"))
            session.commit()
        size = session.scalar(select(func.count()).select_from(Study).where(Study.id < STEP)) or 1
        last = session.scalar(select(func.max(Study.id))) or 0
        for number in range(last // STEP + 1, -(-wanted // size)):
            for table in TABLES:
                copy(session, table, number * STEP)
        session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def copy(session: Session, table: Any, offset: int) -> None:
    """Copy the rows of the seed in one table."""
    key = table.id if table is Study else table.study_id
    moved: dict[str, Any] = {}
    for column in table.__table__.columns:
        moved[column.name] = column
    moved[key.key] = key + offset
    if table is Study:
        number = cast(Study.id + offset + 1_000_000, Text())
        accession = literal("EXS").concat(func.substr(number, 2, 6))
        moved |= {name: null() for name in IDENTIFIERS}
        moved["accession"] = accession
        moved["document"] = func.replace(Study.document, Study.accession, accession)
    rows = select(*moved.values()).where(key < STEP)
    session.execute(insert(table.__table__).from_select(list(moved), rows, include_defaults=False))


def timed(label: str, make: Callable[[], int]) -> float:
    """Run something that gives a number of rows, and tell its speed: the best of three."""
    best = processor = 0.0
    for _ in range(3):
        begin, used = time.perf_counter(), time.process_time()
        rows = make()
        best = max(best, rows / (time.perf_counter() - begin))
        processor = max(processor, rows / (time.process_time() - used))
    print(f"{label:<34} {rows:>8} rows {best:>8.0f} rows/s, {processor:>8.0f} per second of processor time")
    return best


def bare(path: str, name: str) -> int:
    """Write the rows with nothing but sqlite3 and csv."""
    engine = make_engine(f"sqlite:///{path}")
    # Of studies the plain columns of the row, without the lists that an export gives.
    kept = [column for column in Study.__table__.columns if "folds" not in column.info and column.name != "document"]
    chosen = select(*kept) if name == "studies" else FLAT[name].select()
    statement = chosen.compile(engine, compile_kwargs={"literal_binds": True})
    with sqlite3.connect(path) as database, tempfile.TemporaryFile() as file:
        text = io.TextIOWrapper(file, "utf-8", newline="")
        writer = csv.writer(text)
        rows = 0
        for row in database.execute(str(statement)):
            writer.writerow(row)
            rows += 1
        text.flush()
    return rows


def made(engine: Engine, name: str, file_format: str) -> int:
    """Make an export without HTTP."""
    listed = next(each for each in RESOURCES if each.name == name)
    with closing(Store(engine)) as store, store.snapshot() as snapshot:
        asked = Asked(current_release(snapshot.session))
        finished = export_list(snapshot, read_query(listed, []), file_format, asked)
        finished.file.close()
    return finished.rows


def over_http(engine: Engine, name: str) -> None:
    """Tell how long the first byte and the last take over HTTP."""
    config = uvicorn.Config(create_app(Settings(), engine), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    begin = time.perf_counter()
    with httpx2.stream("GET", f"http://127.0.0.1:{port}/v1/export/{name}.csv", timeout=120) as answer:
        chunks = answer.iter_bytes()
        next(chunks)
        first = time.perf_counter() - begin
        for _ in chunks:
            pass
    rows, last = answer.headers["x-row-count"], time.perf_counter() - begin
    print(f"{name}.csv over HTTP: {rows} rows, first byte after {first:.2f} s, last after {last:.2f} s")
    server.should_exit = True
    thread.join()


def main() -> None:
    """Fill a database and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url")
    parser.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.sqlite")
        gc.freeze()
        engine = make_engine(given.url or f"sqlite:///{path}")
        fill(engine, given.rows)
        with Session(engine) as session:
            print("studies", session.scalar(select(func.count()).select_from(Study)), end="; outcomes ")
            print(session.scalar(select(func.count()).select_from(Outcome)))
        for name in ("studies", "outcomes"):
            raw = 0.0 if given.url else timed(f"{name}: sqlite3 and csv alone", partial(bare, path, name))
            ours = timed(f"{name}.csv", partial(made, engine, name, "csv"))
            if raw:
                print(f"{name}: {ours / raw:.2f} of the bare loop")
            over_http(engine, name)
        for name, file_format in (("studies", "ndjson"), ("outcomes", "ndjson"), ("outcomes", "parquet")):
            timed(f"{name}.{file_format}", partial(made, engine, name, file_format))
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()

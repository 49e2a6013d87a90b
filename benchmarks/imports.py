"""How fast studies are imported, beside what the driver alone does with the same rows.

Run: python benchmarks/imports.py [--documents 20000] [--url postgresql+psycopg://…]
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, delete, text
from sqlalchemy.orm import Session

from app.core.database import make_engine
from app.core.operations import changing, open_operations
from app.core.schema import migrate
from app.core.settings import ROOT
from app.curation import bulk
from app.curation.loader import load
from app.curation.reader import read_corpus
from app.imports import jobs
from app.imports.joblog import JobLog
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.worker import run_job
from app.interchange.limits import Limits
from app.models import Base, Study

Prepared = list[tuple[type[Base], str, list[tuple[Any, ...]]]]


def write_file(path: Path, count: int) -> None:
    """Make many studies of the seed, each with keys and a title of its own."""
    seeds = [json.loads(line) for line in (ROOT / "seed" / "studies.jsonl").read_text("utf-8").splitlines()]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            study = seeds[number % len(seeds)] | {"relations": [], "identifiers": {"doi": f"10.9999/bench.{number}"}}
            del study["accession"]
            study["title"] = f"{study['title'][:400]} ({number})"
            out.write(f"{json.dumps(study, ensure_ascii=False)}\n")


def run_import(engine: Engine, operations: Engine, path: Path) -> tuple[float, float]:
    """Import the file; give wall and processor seconds."""
    with changing(operations) as session:
        upload = Upload(path, "0" * 64, path.stat().st_size)
        job = jobs.add_import(session, Submitter("benchmark", None), ImportOptions("ndjson"), upload, "here:1:a")
        jobs.start(session, job)
        session.commit()
    wall, processor = time.perf_counter(), time.process_time()
    run_job(engine, JobLog(operations, job.id), job, Limits())
    spent = time.perf_counter() - wall, time.process_time() - processor
    with Session(operations) as session:
        done = jobs.get_job(session, job.id, None)
        assert done.status == "succeeded", done.failure
    return spent


def record_rows(prepared: Prepared) -> Any:
    """Keep the rows that an import hands to the driver."""
    insert_rows = bulk.insert_rows

    def recording(session: Session, entity: type[Base], rows: Sequence[Any]) -> None:
        plan = bulk._plan(entity, session.get_bind().dialect.name)  # noqa: SLF001
        prepared.append((entity, plan.sql, [tuple(values) for values in plan.values(rows)]))
        insert_rows(session, entity, rows)

    return recording


def run_raw(engine: Engine, prepared: Prepared) -> tuple[float, float]:
    """Hand the same rows to the driver, table by table, in one transaction."""
    by_sql: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for _, sql, rows in prepared:
        by_sql[sql] += rows
    wall, processor = time.perf_counter(), time.process_time()
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
        driver: Any = connection.connection.driver_connection
        for sql, rows in by_sql.items():
            if engine.dialect.name == "sqlite":
                driver.executemany(sql, rows)
                continue
            with driver.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
    return time.perf_counter() - wall, time.process_time() - processor


def main() -> None:
    """Measure both and say it in documents per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--url")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(asked.url or f"sqlite:///{folder}/exokb.sqlite")
        migrate(engine)
        with Session(engine) as session:
            load(session, read_corpus(ROOT / "seed"))
            session.commit()
        operations = open_operations(engine)
        path, prepared = Path(folder) / "studies.ndjson", Prepared()
        write_file(path, asked.documents)
        kept = path.read_bytes()
        own = run_import(engine, operations, path)
        _forget(engine)
        path.write_bytes(kept)
        with patch("app.curation.writer.insert_rows", record_rows(prepared)):
            run_import(engine, operations, path)
        _forget(engine)
        raw = run_raw(engine, prepared)
        for name, (wall, processor) in (("import", own), ("driver alone", raw)):
            print(f"{name}: {asked.documents / wall:.0f} documents/s, {asked.documents / processor:.0f} per CPU second")


def _forget(engine: Engine) -> None:
    with Session(engine) as session:
        session.execute(delete(Study).where(Study.doi.startswith("10.9999/bench.")))
        session.commit()


if __name__ == "__main__":
    main()

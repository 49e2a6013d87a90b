"""How fast studies are imported, beside what the driver alone does with the same rows.

Run: python -m benchmarks.imports [--documents 20000] [--rounds 3] [--file FILE] [--url postgresql+psycopg://…]

Import and driver take turns, each in a database of its own that holds the seed; with --url these are made beside the
named one and dropped again. Rows are all that an import leaves behind: tables, documents, finished JSON, words, sets,
sums, and the changes that its report tells.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from app.core.database import make_engine
from app.core.operations import changing, open_operations
from app.core.schema import migrate
from app.core.settings import ROOT
from app.curation.loader import load
from app.curation.reader import read_corpus
from app.imports import jobs
from app.imports.joblog import JobLog
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.worker import run_job
from app.interchange.limits import Limits
from benchmarks.harness.rows import Rows, read_rows, write_rows

NAME = "exokb_bench_imports"
Spent = tuple[float, float]


def write_file(path: Path, count: int, file: Path | None) -> None:
    """Take the first documents of a file, or make many of the seed, each with keys and a title of its own."""
    with path.open("w", encoding="utf-8") as out:
        if file is not None:
            with file.open(encoding="utf-8") as lines:
                out.writelines(islice(lines, count))
            return
        seeds = [json.loads(line) for line in (ROOT / "seed" / "studies.jsonl").read_text("utf-8").splitlines()]
        for number in range(count):
            study = seeds[number % len(seeds)] | {"relations": [], "identifiers": {"doi": f"10.9999/bench.{number}"}}
            del study["accession"]
            study["title"] = f"{study['title'][:400]} ({number})"
            out.write(f"{json.dumps(study, ensure_ascii=False)}\n")


@contextmanager
def seeded(url: str | None) -> Iterator[tuple[Engine, Engine]]:
    """Give a new database with the seed, and that of its operations."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(_beside(url) if url else f"sqlite:///{folder}/exokb.sqlite")
        migrate(engine)
        with Session(engine) as session:
            load(session, read_corpus(ROOT / "seed"))
            session.commit()
        operations = open_operations(engine)
        yield engine, operations
        operations.dispose()
        engine.dispose()
    if url:
        _admin(url, f"DROP DATABASE {NAME} WITH (FORCE)")


def _beside(url: str) -> str:
    _admin(url, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
    return make_url(url).set(database=NAME).render_as_string(hide_password=False)


def _admin(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def run_import(engine: Engine, operations: Engine, path: Path) -> None:
    """Import the file."""
    # A job takes its file away when it is done.
    taken = path.with_suffix(".part")
    taken.hardlink_to(path)
    with changing(operations) as session:
        upload = Upload(taken, "0" * 64, path.stat().st_size)
        job = jobs.add_import(session, Submitter("benchmark", None), ImportOptions("ndjson"), upload, "here:1:a")
        jobs.start(session, job)
        session.commit()
    run_job(engine, JobLog(operations, job.id), job, Limits())
    with Session(operations) as session:
        done = jobs.get_job(session, job.id, None)
        assert done.status == "succeeded", done.failure


def timed(work: Callable[[], None]) -> Spent:
    """Give wall and processor seconds of some work, those of its processes included."""
    wall, processor = time.perf_counter(), _processor()
    work()
    return time.perf_counter() - wall, _processor() - processor


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def turn(url: str | None, path: Path, rows: Rows | None) -> tuple[Spent, Spent, Rows]:
    """Measure an import, then the driver with the rows that an import has left."""
    with seeded(url) as (engine, operations):
        own = timed(lambda: run_import(engine, operations, path))
        rows = rows or read_rows(engine, operations)
    with seeded(url) as (engine, operations):
        raw = timed(lambda: write_rows(engine, operations, rows))
    return own, raw, rows


def main() -> None:
    """Measure both in turns and say it in documents per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path, help="documents to take instead of copies of the seed")
    parser.add_argument("--url")
    asked = parser.parse_args()
    rows, shares = None, []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "studies.ndjson"
        write_file(path, asked.documents, asked.file)
        for _ in range(asked.rounds):
            own, raw, rows = turn(asked.url, path, rows)
            shares.append((raw[0] / own[0], raw[1] / own[1]))
            for name, (wall, processor) in (("import", own), ("driver alone", raw)):
                rates = f"{asked.documents / wall:.0f} documents/s, {asked.documents / processor:.0f} per CPU second"
                print(f"{name}: {rates}")
    wall_share, share = (median(each) for each in zip(*shares, strict=True))
    print(f"import: {wall_share:.2f} of the driver alone, {share:.2f} by processor time (medians)")


if __name__ == "__main__":
    main()

"""A process that reads ahead changes nothing but the time an import takes, and is never left behind."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.curation.writer import reindex
from app.imports import ahead
from app.imports.joblog import JobLog
from app.imports.options import BATCH
from app.imports.worker import run_job
from app.interchange.limits import Limits
from app.models import StudyRepresentation, StudySet
from tests.factories import outcome
from tests.imports.conftest import Library, body, draft, key
from tests.imports.test_cancelling import running
from tests.imports.test_killed import command, look, send, serving, wait_until

TEXT = "Vesicles of many words. " * 150
LARGE = body(*[draft(f"Qxz {number}", summary=f"{TEXT}End.") for number in range(4 * BATCH)])


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> "list[subprocess.Popen[bytes]]":
    """Let the smallest file be read ahead; give the processes that did it."""
    started: list[subprocess.Popen[bytes]] = []
    start = ahead._start

    def noting() -> "subprocess.Popen[bytes] | None":
        process = start()
        started.extend([process] if process else [])
        return process

    monkeypatch.setattr(ahead, "LEAST_BYTES", 0)
    monkeypatch.setattr(ahead, "_start", noting)
    return started


def mixed(known: list[str]) -> list[Any]:
    """Make records of every kind: new, known, repeated within a block and across blocks, and faulty."""
    documents: list[Any] = [draft(f"Study {number}") for number in range(BATCH + 60)]
    documents[5] = draft("Study 4")
    documents[6] = draft("Study 6", design="rct")
    documents[7] = draft("Study 7", accession=known[0])
    documents[8] = draft("Study 8", accession="EXS000777", outcomes=[outcome(arm="nope")])
    documents[9] = draft("Study 9", accession="EXS000777")
    documents[10] = draft("Study 10", accession="EXS000777")
    documents[11] = [1, 2]
    documents[12] = draft("\ud800")
    documents[13] = draft("Study 13", accession=7)
    documents[14] = draft("Study 14", accession="EXS9")
    documents[15] = draft("Study 15", identifiers={"doi": "https://doi.org/10.1000/ABC"})
    documents[BATCH + 3] = draft("Other", identifiers={"doi": "10.1000/abc"})
    documents[BATCH + 4] = draft("Study 900", accession="EXS800000")
    documents[BATCH + 5] = draft("After a large number")
    documents[BATCH + 6] = draft("Study 20")
    return documents


def told(library: Library, raw: bytes, **options: Any) -> tuple[Any, ...]:
    """Import without keeping anything; give all that a job tells."""
    job = library.add(raw, dry_run=True, **options)
    facts = ("status", "failure_code", "failure", "records", "created", "updated", "unchanged", "failed", "warnings")
    return ({name: getattr(job, name) for name in facts}, library.report(job))


@pytest.mark.parametrize("options", [{"mode": "create"}, {"mode": "upsert", "on_error": "skip"}, {"mode": "update"}])
def test_a_file_read_ahead_gives_the_same_report(
    library: Library,
    processes: "list[subprocess.Popen[bytes]]",
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, str],
) -> None:
    raw = b"\n".join(json.dumps(each).encode() for each in mixed(library.accessions()))

    with_process = told(library, raw, **options)
    assert len(processes) == 1
    monkeypatch.setattr(ahead, "LEAST_BYTES", len(raw) + 1)
    without = told(library, raw, **options)

    assert len(processes) == 1
    assert with_process == without


@pytest.mark.parametrize("raw", [b'[{"accession": "EXS000900"}, {"accession"', b"", b"[]", b"\x1f\x8bnot gzip"])
def test_a_file_that_cannot_be_read_on_is_told_the_same(
    library: Library, processes: "list[subprocess.Popen[bytes]]", monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    with_process = told(library, raw, format="json")
    monkeypatch.setattr(ahead, "LEAST_BYTES", len(raw) + 1)

    assert with_process == told(library, raw, format="json")
    assert with_process[0]["status"] == "failed"
    assert len(processes) == 1


def test_what_was_read_ahead_is_kept_as_it_is_counted_anew(
    library: Library, processes: "list[subprocess.Popen[bytes]]"
) -> None:
    raw = b"\n".join(json.dumps(each).encode() for each in mixed(library.accessions()))
    known = len(library.accessions())

    job = library.add(raw, mode="upsert", on_error="skip")

    assert (job.status, job.updated) == ("succeeded", 1)
    assert len(library.accessions()) == known + job.created
    assert [process.poll() is None for process in processes] == [False]
    with Session(library.engine) as session:
        before = kept(session)
        session.execute(delete(StudySet))
        reindex(session)
        assert kept(session) == before
        session.rollback()
    again = library.add(raw, mode="upsert", on_error="skip")
    assert (again.status, again.created) == ("succeeded", 0)


def kept(session: Session) -> tuple[Any, ...]:
    sets = select(StudySet.field, StudySet.value, StudySet.size, StudySet.members)
    columns = (StudyRepresentation.study_id, StudyRepresentation.summary, StudyRepresentation.full)
    return set(session.execute(sets).all()), set(session.execute(select(*columns)).all())


def test_a_process_that_dies_fails_the_job_and_nothing_is_written(
    library: Library, processes: "list[subprocess.Popen[bytes]]"
) -> None:
    job, known = running(library), library.accessions()
    (library.folder / "upload").write_bytes(LARGE)

    run_job(library.engine, JobLog(library.operations, job.id, lambda _: processes[0].kill()), job, Limits())

    ended = library.look(job)
    assert (ended.status, ended.failure_code) == ("failed", "internal-error")
    assert library.accessions() == known
    assert processes[0].poll() == -signal.SIGKILL


def test_a_process_ends_with_the_job_that_is_given_up(
    library: Library, processes: "list[subprocess.Popen[bytes]]"
) -> None:
    job = running(library)
    (library.folder / "upload").write_bytes(LARGE)

    run_job(library.engine, JobLog(library.operations, job.id, must_stop=lambda: True), job, Limits())

    assert library.look(job).failure_code == "server-stopped"
    assert processes[0].poll() is not None


def no_process(*_words: Any, **_options: Any) -> Any:
    raise OSError("no more processes")


@pytest.mark.parametrize(
    ("name", "stands_in"),
    [("os.sched_getaffinity", lambda _: {0}), ("app.imports.ahead.subprocess.Popen", no_process)],
    ids=["one core", "no process to be had"],
)
def test_what_cannot_be_read_ahead_is_read_all_the_same(
    library: Library,
    processes: "list[subprocess.Popen[bytes]]",
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    stands_in: Callable[..., Any],
) -> None:
    monkeypatch.setattr(name, stands_in)

    assert library.import_all(draft("A")).status == "succeeded"
    assert processes == []


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for each in found for child in each.read_text().split()]


def is_alive(process: int) -> bool:
    try:
        # One that has ended and was not yet asked for its result is a zombie.
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_killed_server_leaves_no_process_behind(library: Library, tmp_path: Path) -> None:
    headers, known = key(library), library.accessions()
    with serving(library, tmp_path) as (process, address):
        job = send(address, LARGE, headers)
        wait_until(lambda: look(address, job, headers)["counts"]["created"] > 0)
        started = children(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        wait_until(lambda: not any(map(is_alive, started)))

    assert len(started) == 1
    assert library.accessions() == known


def test_the_command_reads_a_large_file_ahead(library: Library, tmp_path: Path) -> None:
    file, known = tmp_path / "many.ndjson", library.accessions()
    file.write_bytes(LARGE)

    with command(library, file) as process:
        out, err = process.communicate()

    assert process.returncode == 0, err
    assert f"{4 * BATCH} created" in out
    assert len(library.accessions()) == len(known) + 4 * BATCH

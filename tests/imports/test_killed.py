"""Processes are killed in the middle of their work: nothing is half written, and what became of each job is told."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy.orm import Session

from app.core.writing import write_session
from app.imports import jobs
from app.imports.runner import is_dead, make_runner
from app.models import ImportCommit, ImportJob
from app.vocab import JobStatus
from tests.imports.conftest import Library, body, draft, key

MANY = body(*[draft(f"Qxz {number}") for number in range(2500)])


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def serving(library: Library, spool: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run the application in a process of its own, as `exokb serve` does, on the database of the test."""
    url = library.engine.url.render_as_string(hide_password=False)
    port = free_port()
    environment = {**os.environ, "EXOKB_DATABASE_URL": url, "EXOKB_SPOOL_DIR": str(spool)}
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "warning", "--ws", "none"], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: is_up(address))
        yield process, address
    finally:
        process.kill()
        process.wait()


def is_up(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def wait_until(is_so: Any, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


def send(address: str, raw: bytes, headers: dict[str, str]) -> str:
    answer = httpx2.post(
        f"{address}/v1/imports", content=raw, headers=headers | {"Content-Type": "application/x-ndjson"}, timeout=30
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["data"]["id"])


def test_a_killed_server_comes_back_and_tells_what_became_of_its_jobs(library: Library, tmp_path: Path) -> None:
    headers, known = key(library), library.accessions()
    with serving(library, tmp_path) as (process, address):
        running = send(address, MANY, headers)
        waiting = send(address, body(draft("Waited")), headers)
        wait_until(lambda: look(address, running, headers)["counts"]["created"] > 0)
        seen_during = httpx2.get(f"{address}/v1/studies?title__contains=qxz").json()["meta"]["total"]
        process.send_signal(signal.SIGKILL)
        process.wait()

    with serving(library, tmp_path) as (_, address):
        wait_until(lambda: look(address, running, headers)["finished_at"])
        wait_until(lambda: look(address, waiting, headers)["finished_at"])
        lost, taken_up = look(address, running, headers), look(address, waiting, headers)
        again = send(address, body(draft("After")), headers)
        wait_until(lambda: look(address, again, headers)["status"] == "succeeded")

    assert seen_during == 0
    assert (lost["status"], lost["failure_code"]) == ("failed", "server-stopped")
    assert taken_up["status"] == "succeeded"
    assert len(library.accessions()) == len(known) + 2
    assert list(tmp_path.glob("*.part")) == []


def look(address: str, job: str, headers: dict[str, str]) -> Any:
    return httpx2.get(f"{address}/v1/imports/{job}", headers=headers).json()["data"]


def test_a_stopped_server_gives_up_its_job_and_keeps_those_that_wait(library: Library, tmp_path: Path) -> None:
    headers, known = key(library), library.accessions()
    with serving(library, tmp_path) as (process, address):
        running = send(address, MANY, headers)
        wait_until(lambda: look(address, running, headers)["counts"]["created"] > 0)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)

    job = library.look(ImportJob(id=running))
    assert (job.status, job.failure_code) == ("failed", "server-stopped")
    assert library.accessions() == known


def command(library: Library, file: Path, *words: str) -> "subprocess.Popen[str]":
    url = library.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "EXOKB_DATABASE_URL": url, "EXOKB_SPOOL_DIR": str(file.parent / "spool")}
    code = "from app.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "import", str(file), *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_and_the_api_at_once_do_no_harm(library: Library, tmp_path: Path) -> None:
    file, known = tmp_path / "many.ndjson", library.accessions()
    file.write_bytes(body(*[draft(f"By command {number}") for number in range(1500)]))
    headers = key(library)
    with serving(library, tmp_path) as (_, address), command(library, file) as process:
        sent = [send(address, body(draft(f"By API {number}")), headers) for number in range(5)]
        statuses = set()
        while process.poll() is None:
            statuses.add(httpx2.get(f"{address}/v1/studies?page_size=1").status_code)
            time.sleep(0.02)
        said = process.communicate()
        for job in sent:
            wait_until(lambda job=job: look(address, job, headers)["finished_at"])

        assert [look(address, job, headers)["status"] for job in sent] == ["succeeded"] * 5
    assert process.returncode == 0, said
    assert "1500 created" in said[0]
    assert statuses == {200}
    assert len(library.accessions()) == len(known) + 1505


def test_the_command_reports_faults_and_fails(library: Library, tmp_path: Path) -> None:
    file, report = tmp_path / "faulty.jsonl", tmp_path / "report.ndjson"
    file.write_bytes(body(draft("A"), draft("B", design="rct")))

    with command(library, file, "--report", str(report)) as process:
        out, err = process.communicate()

    assert process.returncode == 1
    assert "record 2 (line 2): error: /design has no value" in err
    assert "1 of 2 records cannot be taken; nothing was written." in err
    assert "failed." in out
    assert [json.loads(line)["kind"] for line in report.read_text().splitlines()] == ["error", "created"]


def test_a_dead_job_whose_data_are_there_has_succeeded(library: Library) -> None:
    job = library.import_all(draft("A"))
    with Session(library.operations) as session:
        stored = jobs.get_job(session, job.id, None)
        stored.status, stored.is_committing, stored.runner = JobStatus.RUNNING, True, "elsewhere:1:a"
        stored.heartbeat_at = "2020-01-01T00:00:00.000Z"
        session.commit()
    with Session(library.engine) as session:
        assert session.get(ImportCommit, job.id) is not None

    jobs.put_right(library.engine, library.operations, make_runner())

    assert library.look(job).status == "succeeded"


def test_the_job_of_a_living_process_is_left_alone(library: Library) -> None:
    job = library.import_all(draft("A"))
    with Session(library.operations) as session:
        stored = jobs.get_job(session, job.id, None)
        stored.status, stored.runner = JobStatus.RUNNING, make_runner().replace(str(os.getpid()), str(os.getppid()))
        session.commit()

    jobs.put_right(library.engine, library.operations, make_runner())

    assert library.look(job).status == "running"


def test_a_job_declared_dead_keeps_nothing_even_if_its_process_wakes_up(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = library.accessions()

    def declared_dead(session: Any, *words: Any) -> None:
        del session, words
        for job in jobs.list_jobs(Session(library.operations), None, [JobStatus.RUNNING], None, 1):
            jobs.fail(library.operations, job.id, "server-stopped", "Taken for dead.")

    monkeypatch.setattr("app.imports.running.keep_next", declared_dead)

    job = library.import_all(draft("A"))

    assert (job.status, job.failure_code) == ("failed", "server-stopped")
    assert library.accessions() == known


@pytest.mark.parametrize(
    ("runner", "heartbeat", "dead"),
    [
        ("host:10:aa", "2020-01-01T00:00:00.000Z", True),
        ("host:10:aa", "9999", True),
        ("host:10:bb", "2020-01-01T00:00:00.000Z", False),
        (f"host:{os.getppid()}:cc", "9999", False),
        (f"host:{os.getppid()}:cc", "2020-01-01T00:00:00.000Z", True),
        ("host:4194303:cc", "9999", True),
        ("other:10:aa", "9999", False),
        ("other:10:aa", "2020-01-01T00:00:00.000Z", True),
    ],
)
def test_who_is_dead(runner: str, heartbeat: str, dead: bool) -> None:  # noqa: FBT001
    assert is_dead(runner, heartbeat, "host:10:bb") is dead


def test_one_writer_waits_for_the_other(library: Library) -> None:
    waited: list[float] = []

    def give_up() -> None:
        waited.append(time.monotonic())
        raise TimeoutError

    with write_session(library.engine) as first:
        first.connection()
        with pytest.raises(TimeoutError), write_session(library.engine, give_up):
            pytest.fail("two writers at once")

    assert len(waited) == 1
    with write_session(library.engine, give_up):
        assert len(waited) == 1

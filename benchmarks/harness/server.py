"""A server under measurement: how it is started, how it is asked, how its answers are read."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.harness.process import family
from benchmarks.harness.questions import Params

SERVER_CORE = 0
START_LIMIT = 60.0


class CannotRunError(Exception):
    """A baseline is not to be had here; the report says why."""


@dataclass(frozen=True)
class Request:
    """An HTTP request as bytes on the wire."""

    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self, port: int) -> bytes:
        """Write the request as a keep-alive client sends it."""
        method = "GET" if self.body is None else "POST"
        lines = [f"{method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: */*"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + (self.body or b"")


class Server:
    """What every server under measurement has; each says how it asks for an item and reads the answer."""

    name = ""
    engine = ""
    is_warm = False

    def __init__(self) -> None:
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Give the command line and the environment that are added to start the server on `self.port`."""
        raise NotImplementedError

    def ask(self, item: str, params: Params) -> Request:
        """Write the question in the way of this server."""
        raise NotImplementedError

    def read(self, item: str, answer: Any, headers: dict[str, str]) -> Any:
        """Give what must be equal for all servers."""
        raise NotImplementedError

    ready_path = "/"

    def start(self) -> float:
        """Start the server on its core; give the seconds until it answered."""
        self.port = free_port()
        command, environment = self.command()
        begin = time.perf_counter()
        log = Path(os.environ.get("TMPDIR", "/tmp")) / f"exokb-benchmark-{os.getpid()}-{self.name}.log"  # noqa: S108
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                ["taskset", "-c", str(SERVER_CORE), *command],
                env=os.environ | environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        while time.perf_counter() - begin < START_LIMIT:
            if self.process.poll() is not None:
                break
            if self._answers():
                return time.perf_counter() - begin
            time.sleep(0.01)
        self.stop()
        raise CannotRunError(f"did not start: {log.read_text('utf-8', 'replace')[-2000:]}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.ready_path}", timeout=5) as answer:
                return bool(answer.status < 400)
        except urllib.error.HTTPError as error:
            return error.code in (400, 404, 405)
        except OSError:
            return False

    def pids(self) -> list[int]:
        """Give the processes of the server."""
        return family(self.process.pid) if self.process else []

    def stop(self) -> None:
        """End the server and the processes it started."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def fetch(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Ask once, outside the measurement."""
        plain = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{request.path}",
            data=request.body,
            headers=request.headers | ({"Content-Type": "application/json"} if request.body else {}),
        )
        try:
            with urllib.request.urlopen(plain, timeout=120) as answer:  # noqa: S310
                return answer.status, dict(answer.headers.items()), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers.items()), error.read()

    def answer(self, item: str, params: Params) -> Any:
        """Ask once and give what must be equal for all servers."""
        status, headers, body = self.fetch(self.ask(item, params))
        if status not in (200, 206):
            raise CannotRunError(f"HTTP {status}: {body[:200].decode('utf-8', 'replace')}")
        return self.read(item, json.loads(body), headers)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def query(**parameters: Any) -> str:
    """Write a query string."""
    return urllib.parse.urlencode(parameters, safe=",:")

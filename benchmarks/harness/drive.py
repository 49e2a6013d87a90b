"""Put load on a server from another process on another core: wrk where it is installed, else our own generator."""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

LOAD_CORE = 1
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Load:
    """What was measured in one run of the load."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    bytes: int
    failed: int


def generator() -> str:
    """Name the load generator that is used."""
    return "wrk" if shutil.which("wrk") else "benchmarks.harness.client"


def drive(port: int, requests: list[bytes], connections: int, seconds: int) -> Load:
    """Send the requests in turn over so many connections for so long."""
    with tempfile.NamedTemporaryFile(suffix=".requests") as file:
        for request in requests:
            file.write(f"{len(request)}\n".encode() + request)
        file.flush()
        if generator() == "wrk":
            command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
            command += ["-s", str(HERE / "load.lua"), f"http://127.0.0.1:{port}", "--", file.name]
        else:
            command = [sys.executable, "-m", "benchmarks.harness.client", str(port), file.name]
            command += [str(connections), str(seconds)]
        pinned = ["taskset", "-c", str(LOAD_CORE), *command]
        output = subprocess.run(pinned, check=True, capture_output=True, text=True).stdout
    return Load(**json.loads(output.strip().splitlines()[-1]))

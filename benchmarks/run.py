"""Measure ExoKB beside its baselines: `python -m benchmarks.run --size 1000,100000 --engine sqlite,postgres`."""

import argparse
import datetime as dt
import json
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from app.core.settings import ROOT
from benchmarks.harness.drive import generator
from benchmarks.harness.limits import add_bare, add_unchanged
from benchmarks.harness.lineup import lineup
from benchmarks.harness.measure import Measurement, label, say
from benchmarks.harness.process import memory_mib
from benchmarks.harness.questions import Item, items
from benchmarks.report import report

ALL = "a,b,c,d,e,e0,f,f0,g,n"


def main() -> None:
    """Read the command line, measure each size, write the results and print the report."""
    arguments = _arguments()
    # Whoever ends the run ends the servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    done: list[dict[str, Any]] = []
    for size in arguments.size:
        done.append(measure(arguments, size))
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps({"machine": machine(), "sizes": done}, indent=1) + "\n", "utf-8")
    sys.stdout.write(report(json.loads(arguments.out.read_text("utf-8"))))


def measure(arguments: argparse.Namespace, size: int) -> dict[str, Any]:
    """Measure all servers on so many studies."""
    arguments.work.mkdir(parents=True, exist_ok=True)
    with lineup(arguments.work, size, arguments.engine, alone=arguments.alone) as servers:
        say(f"servers run: {', '.join(label(server) for server in servers.servers)}")
        asked = [item for item in _items(servers.product_urls["sqlite"]) if item.key in arguments.items]
        for item in asked:
            if item.key == "c":
                say("walk to deep pages")
                _walk(item, servers.servers, size)
        measurement = Measurement(servers, asked, _texts(servers.product_urls["sqlite"]))
        measurement.agree()
        if not arguments.alone:
            add_bare(measurement, arguments.work)
        add_unchanged(measurement)
        measurement.run(arguments.connections, arguments.seconds, arguments.rounds)
        memory = {label(server): memory_mib(server.pids()) for server in servers.servers}
        return {
            "size": size,
            "items": {item.key: {"meaning": item.meaning, "parameters": len(item.asked)} for item in asked},
            "missing": servers.missing,
            "refused": measurement.refused,
            "facts": servers.facts,
            "peak_memory_mib": memory,
            "rows": measurement.rows,
        }


def _items(url: str) -> list[Item]:
    engine = create_engine(url)
    try:
        return items(engine)
    finally:
        engine.dispose()


def _walk(item: Item, servers: list[Any], size: int) -> None:
    for server in servers:
        if server.name == "exokb-cold":
            item.asked.extend(server.deep_pages(size))
            return


def _texts(url: str) -> dict[str, str]:
    """Give everything that a study says, to check what a search finds; read when asked, for a million do not fit."""
    return Texts(url)


class Texts(dict[str, str]):
    """The text of each study, read from the database when it is asked for."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.engine = create_engine(url)

    def __missing__(self, accession: str) -> str:
        """Read the document of one study."""
        with self.engine.connect() as connection:
            wanted = text("SELECT document FROM study WHERE accession = :accession")
            return str(connection.scalar(wanted, {"accession": accession})).lower()


def machine() -> dict[str, Any]:
    """Say where and with what it was measured."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        "commit": commit.stdout.strip(),
        "processor": models[0].partition(":")[2].strip() if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": generator(),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=_numbers, default=[1000], help="numbers of studies, at most 999000")
    parser.add_argument("--engine", type=lambda text: text.split(","), default=["sqlite", "postgres"])
    parser.add_argument("--alone", action="store_true", help="only the product, to see how it grows")
    parser.add_argument("--items", type=lambda text: text.split(","), default=ALL.split(","))
    parser.add_argument("--connections", type=_numbers, default=[16, 1])
    parser.add_argument("--seconds", type=int, default=2, help="of load for each server, item and round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "benchmarks", help="data, peers, databases")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "latest.json")
    return parser.parse_args()


def _numbers(given: str) -> list[int]:
    return [int(part) for part in given.split(",")]


if __name__ == "__main__":
    main()

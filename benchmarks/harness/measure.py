"""Measure side by side: the same questions, in alternating rounds, only of servers whose answers agree."""

import json
import math
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from benchmarks.harness.drive import drive
from benchmarks.harness.lineup import Lineup
from benchmarks.harness.process import cpu_seconds, family
from benchmarks.harness.questions import Item, Params
from benchmarks.harness.server import CannotRunError, Request, Server

CHECKED = 6
# As many different questions as fit into the cache of answers as it comes.
KEPT_WARM = 50
LONGEST = 20
IDLE_SECONDS = 0.1
Requests = dict[tuple[str, str], list[Request]]


# Bytes of a file that are read at once.
PIECE = 4 * 1024 * 1024


class Measurement:
    """One size of data, all servers, all items."""

    def __init__(self, lineup: Lineup, items: list[Item], texts: dict[str, str]) -> None:
        self.lineup, self.items, self.texts = lineup, items, texts
        self.refused: dict[str, str] = {}
        self.requests: Requests = {}
        self.single: dict[tuple[str, str], float] = {}
        self.rows: list[dict[str, Any]] = []

    def agree(self) -> None:
        """Ask every server some questions and compare; who disagrees is not measured, and the report says so."""
        for item in self.items:
            say(f"compare answers: {item.key}")
            expected: dict[int, tuple[str, Any]] = {}
            for server in self._in_order_of_trust():
                problem = self._problem(item, server, expected)
                if problem:
                    self.refused[f"{item.key} of {label(server)}"] = problem
                elif item.asked:
                    asked = item.asked[:KEPT_WARM] if server.is_warm else item.asked
                    requests = [server.ask(item.key, params) for params in asked]
                    self.requests[label(server), item.key] = requests

    def _in_order_of_trust(self) -> list[Server]:
        return sorted(self.lineup.servers, key=lambda server: not server.name.startswith("exokb"))

    def _problem(self, item: Item, server: Server, expected: dict[int, tuple[str, Any]]) -> str | None:
        for place, params in enumerate(item.asked[:CHECKED]):
            begin = time.perf_counter()
            try:
                answer = server.answer(item.key, params)
            except (CannotRunError, KeyError, TypeError, ValueError) as error:
                return f"cannot answer {item.key}: {error}"[:240]
            self.single[label(server), item.key] = time.perf_counter() - begin
            if item.key == "d":
                if problem := self._search_problem(params, answer):
                    return problem
                continue
            known = expected.setdefault(place, (label(server), answer))
            if known[1] != answer:
                return f"answers otherwise than {known[0]} to {params}: {difference(known[1], answer)}"
        return None

    def _search_problem(self, params: Params, accessions: list[str]) -> str | None:
        """Ranks differ from engine to engine; whatever is found must hold both words."""
        for accession in accessions:
            text = self.texts[accession]
            if lost := [word for word in params["words"] if word not in text]:
                return f"found {accession} for {params['words']}, which has no {lost[0]!r}"
        return None if accessions else f"found nothing for {params['words']}"

    def run(self, connections: list[int], seconds: int, rounds: int) -> None:
        """Measure everything, each round in another order."""
        for server, item in self._pairs(0):
            say(f"warm up: {item.key} {label(server)}")
            self._load(server, item, max(connections), 1)
            self._rest(server)
        for number in range(rounds):
            for count in connections:
                say(f"measure: round {number + 1} of {rounds}, {count} connections")
                for server, item in self._pairs(number):
                    self._measure(server, item, count, seconds, number)

    def _pairs(self, turn: int) -> Iterator[tuple[Server, Item]]:
        for item in self.items:
            servers = [server for server in self.lineup.servers if (label(server), item.key) in self.requests]
            shift = turn % max(1, len(servers))
            for server in servers[shift:] + servers[:shift]:
                yield server, item

    def _load(self, server: Server, item: Item, connections: int, seconds: int) -> dict[str, Any]:
        asked = self.requests[label(server), item.key]
        # A slow question must have the time to be answered several times.
        patient = math.ceil(3 * connections * self.single.get((label(server), item.key), 0))
        raw = [request.raw(server.port) for request in asked]
        return asdict(drive(server.port, raw, connections, min(LONGEST, max(seconds, patient))))

    def _rest(self, server: Server) -> None:
        """Wait until a server has worked off what nobody waits for any more, so that the next one has its core."""
        end = time.monotonic() + LONGEST
        before = self._cpu(server)
        while time.monotonic() < end:
            time.sleep(IDLE_SECONDS)
            now = self._cpu(server)
            if now - before <= IDLE_SECONDS / 5:
                return
            before = now

    def _cpu(self, server: Server) -> float:
        """Read the processor time of a server, with that of PostgreSQL where it uses it."""
        pids = server.pids()
        if self.lineup.postgres and server.engine == "postgres":
            pids += family(self.lineup.postgres.pid)
        return cpu_seconds(pids)

    def _read_files(self, server: Server) -> None:
        """Let the system have the files of a server in memory, which some machines let go of after seconds."""
        for path in self.lineup.files.get(server.engine, ()):
            with path.open("rb", buffering=0) as file:
                while file.read(PIECE):
                    pass

    def _measure(self, server: Server, item: Item, connections: int, seconds: int, number: int) -> None:
        if server.is_warm:
            for request in self.requests[label(server), item.key]:
                server.fetch(request)
        self._read_files(server)
        before = self._cpu(server)
        load = self._load(server, item, connections, seconds)
        cpu = self._cpu(server) - before
        self._rest(server)
        # Where none of the connections was answered, the rate is below one answer for each of them.
        answered = load["requests"] or connections
        self.rows.append(
            {"item": item.key, "server": label(server), "connections": connections, "round": number}
            | load
            | {"rate": answered / load["seconds"], "cpu_us": 1e6 * cpu / answered}
        )


def say(message: str) -> None:
    """Tell the person who waits what is going on."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {message}\n")


def label(server: Server) -> str:
    """Name a server in the report."""
    return f"{server.name} ({server.engine})" if server.name.startswith("exokb") else server.name


def difference(one: Any, other: Any) -> str:
    """Show the first thing in which two answers differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in [*one, *other] if one.get(key) != other.get(key)]
        return f"{len(keys)} keys differ; {keys[0]}: {one.get(keys[0])} / {other.get(keys[0])}"
    return f"{json.dumps(one, default=str)[:150]} / {json.dumps(other, default=str)[:150]}"


def medians(rows: list[dict[str, Any]]) -> dict[tuple[str, str, int], dict[str, float]]:
    """Give the medians over the rounds, by item, server and connections."""
    grouped: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault((row["item"], row["server"], row["connections"]), []).append(row)
    names = ("rate", "p50_ms", "p99_ms", "cpu_us", "failed", "requests")
    return {
        key: {name: statistics.median(row[name] for row in group) for name in names} for key, group in grouped.items()
    }

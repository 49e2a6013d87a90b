"""Who is measured: the product on each engine, cold and warm, and every baseline that can be had here."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.baselines.datasette import Datasette
from benchmarks.baselines.peers import npm_peers, python_peers
from benchmarks.baselines.postgraphile import Postgraphile
from benchmarks.baselines.postgrest import Postgrest
from benchmarks.baselines.product import Product
from benchmarks.baselines.raw import Raw
from benchmarks.harness.databases import postgres_databases, sqlite_file, sqlite_peers
from benchmarks.harness.postgres import Postgres, postgres
from benchmarks.harness.process import cpu_seconds, memory_mib, resident_mib
from benchmarks.harness.server import SERVER_CORE, CannotRunError, Server

STARTS = 5


@dataclass
class Lineup:
    """The servers that run, and why others do not."""

    servers: list[Server] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    postgres: Postgres | None = None
    product_urls: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    # Files of the databases, by engine.
    files: dict[str, list[Path]] = field(default_factory=dict)

    def add(self, name: str, make: Callable[[], Server]) -> None:
        """Start a server, or note why it cannot run."""
        try:
            server = make()
            server.start()
        except CannotRunError as error:
            self.missing[name] = str(error)
        else:
            self.servers.append(server)

    def stop(self) -> None:
        """End all servers."""
        for server in self.servers:
            server.stop()


@contextmanager
def lineup(work: Path, size: int, engines: list[str], *, alone: bool = False) -> Iterator[Lineup]:
    """Make the data, start all servers, or only those of the product, and end them."""
    found = Lineup()
    with ExitStack() as stack:
        stack.callback(found.stop)
        if "postgres" in engines:
            found.postgres = stack.enter_context(postgres(work, SERVER_CORE))
        _add_sqlite(found, work, size, alone=alone)
        if found.postgres:
            _add_postgres(found, work, size, found.postgres, alone=alone)
        found.facts["starts"] = {engine: _start_of(engine, url) for engine, url in found.product_urls.items()}
        for engine, url in found.product_urls.items():
            for cache in (False, True):
                found.add(f"exokb ({engine})", partial(Product, engine, url, cache=cache))
        yield found


def _add_sqlite(found: Lineup, work: Path, size: int, *, alone: bool) -> None:
    own, seconds = sqlite_file(work, size)
    found.facts["fill_seconds_sqlite"] = seconds
    found.product_urls["sqlite"] = f"sqlite:///{own}"
    found.files["sqlite"] = [own]
    if alone:
        return
    peers = sqlite_peers(work, size)
    found.files["sqlite"].append(peers)
    found.add("raw-sqlite3", lambda: Raw(str(peers)))
    found.add("datasette", lambda: Datasette(peers, python_peers(work)))


def _add_postgres(found: Lineup, work: Path, size: int, server: Postgres, *, alone: bool) -> None:
    own, peers, seconds = postgres_databases(work, size, server)
    found.facts["fill_seconds_postgres"] = seconds
    found.product_urls["postgres"] = own
    found.files["postgres"] = [path for path in server.data.rglob("*") if path.is_file()]
    if alone:
        return
    url = server.url(peers, driver="")
    found.add("postgrest", lambda: Postgrest(url, npm_peers(work)))
    found.add("postgraphile", lambda: Postgraphile(url, npm_peers(work), python_peers(work)))


def _start_of(engine: str, url: str) -> dict[str, float]:
    """Start the product several times on the filled database: seconds until it is ready, memory when it is."""
    seconds, memory, peak, cpu = [], [], [], []
    for _ in range(STARTS):
        product = Product(engine, url, cache=True)
        seconds.append(product.start())
        memory.append(resident_mib(product.pids()))
        peak.append(memory_mib(product.pids()))
        cpu.append(cpu_seconds(product.pids()))
        product.stop()
    middle = STARTS // 2
    return {
        "seconds": sorted(seconds)[middle],
        "resident_mib": sorted(memory)[middle],
        "peak_mib": sorted(peak)[middle],
        "cpu_seconds": sorted(cpu)[middle],
    }

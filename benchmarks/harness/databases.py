"""Make the databases that are measured, or take those that an earlier run made from the same data and code."""

import hashlib
import json
import shutil
import time
from pathlib import Path

from app.core.settings import ROOT
from benchmarks import generate, load
from benchmarks.baselines import copies
from benchmarks.harness.postgres import Postgres

MADE_BY = ("app/models", "app/document", "app/curation", "migrations/versions", "benchmarks/synthetic", "seed")
def code_version() -> str:
    """Fingerprint all that decides what a filled database holds."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in MADE_BY:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".jsonl"):
                digest.update(path.read_bytes())
    for name in ("load.py", "baselines/copies.py", "baselines/postgres_queries.py"):
        digest.update((ROOT / "benchmarks" / name).read_bytes())
    return digest.hexdigest()


def documents(work: Path, size: int) -> Path:
    """Give the file of so many synthetic documents."""
    path = work / f"{size}-{code_version()[:6]}.ndjson"
    if not path.is_file():
        generate.write(path, size)
    return path


def sqlite_files(work: Path, size: int) -> tuple[Path, Path, float | None]:
    """Give the product's file, the peers' copy of it, and the seconds that filling took if it was filled now."""
    own, peers, stamp = work / f"exokb_{size}.sqlite", work / f"peers_{size}.sqlite", work / f"exokb_{size}.json"
    if _is_current(stamp):
        return own, peers, None
    for path in (*work.glob(f"{own.name}*"), *work.glob(f"{peers.name}*")):
        path.unlink()
    begin = time.perf_counter()
    load.fill(f"sqlite:///{own}", documents(work, size))
    seconds = time.perf_counter() - begin
    shutil.copyfile(own, peers)
    copies.prepare_sqlite(peers)
    stamp.write_text(json.dumps({"code": code_version()}))
    return own, peers, seconds


def postgres_databases(work: Path, size: int, server: Postgres) -> tuple[str, str, float | None]:
    """Give the product's address, the name of the peers' copy, and the seconds that filling took."""
    own, peers, stamp = f"exokb_{size}", f"peers_{size}", work / f"postgres_{size}.json"
    if _is_current(stamp):
        return server.url(own), peers, None
    server.admin(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (own, peers)), f"CREATE DATABASE {own}")
    begin = time.perf_counter()
    load.fill(server.url(own), documents(work, size))
    seconds = time.perf_counter() - begin
    server.admin(f"CREATE DATABASE {peers} TEMPLATE {own}")
    copies.prepare_postgres(server.url(peers))
    stamp.write_text(json.dumps({"code": code_version()}))
    return server.url(own), peers, seconds


def _is_current(stamp: Path) -> bool:
    return stamp.is_file() and json.loads(stamp.read_text())["code"] == code_version()

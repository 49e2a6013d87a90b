"""Datasette on a copy of the same file, with canned queries."""

import json
from pathlib import Path
from typing import Any

from benchmarks.baselines import sqlite_queries
from benchmarks.baselines.raw import asked
from benchmarks.baselines.reading import read_rows
from benchmarks.harness.questions import FILTERS, Params
from benchmarks.harness.server import Request, Server, query


class Datasette(Server):
    """Datasette."""

    name, engine, ready_path = "datasette", "sqlite", "/-/versions.json"

    def __init__(self, file: Path, environment: Path) -> None:
        super().__init__()
        self.file, self.environment = file, environment

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Serve the file as immutable, which spares Datasette work."""
        metadata = self.file.with_suffix(".metadata.json")
        metadata.write_text(json.dumps({"databases": {self.file.stem: {"queries": _canned()}}}), "utf-8")
        settings = {
            "sql_time_limit_ms": 30_000,
            "max_returned_rows": 5_000,
            "num_sql_threads": 3,
            "cache_size_kb": 65_536,
        }
        options = [part for name, value in settings.items() for part in ("--setting", name, str(value))]
        program = str(self.environment / "bin" / "datasette")
        served = ["serve", "-i", str(self.file), "-m", str(metadata), "-h", "127.0.0.1", "-p", str(self.port)]
        return [program, *served, *options], {}

    def ask(self, item: str, params: Params) -> Request:
        """Write the address of the canned query."""
        wanted = asked(item, params)
        name = "_".join(filter(None, [item[0], wanted.pop("field", "")]))
        return Request(f"/{self.file.stem}/{name}.json?{query(**wanted, _shape='array')}")

    def read(self, item: str, answer: Any, headers: dict[str, str]) -> Any:  # noqa: ARG002 - some need them
        """Give what must be equal for all servers."""
        rows = read_rows(item, answer)
        return [answer[0]["total"] if answer else 0, rows] if item == "g" else rows


def _canned() -> dict[str, dict[str, str]]:
    fixed = {"a": "STUDY", "b": "PAGE", "c": "DEEP", "d": "SEARCH"}
    made = {name: getattr(sqlite_queries, constant) for name, constant in fixed.items()}
    for field in (None, *FILTERS):
        suffix = f"_{field}" if field else ""
        made[f"e{suffix}"] = sqlite_queries.facets(field)
        made[f"f{suffix}"] = sqlite_queries.incidence(field)
        page = sqlite_queries.first_page(field)
        made[f"g{suffix}"] = page.replace("SELECT ", f"SELECT ({sqlite_queries.total(field)}) AS total, ", 1)
    return {name: {"sql": statement} for name, statement in made.items()}

"""Raw sqlite3 and orjson in a bare ASGI application: what a careful person writes in an afternoon."""

import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson

from benchmarks.baselines import sqlite_queries
from benchmarks.baselines.product import uvicorn
from benchmarks.baselines.reading import read_rows
from benchmarks.harness.questions import FILTERS, Params
from benchmarks.harness.server import Request, Server, query

JSON_COLUMNS = {
    "levels", "topics", "indications", "sources", "arms", "outcomes", "adverse_events", "mechanisms", "relations",
    "reporting", "authors", "source_urls",
}  # fmt: skip
Rows = list[dict[str, Any]]


class Raw(Server):
    """Raw sqlite3 + orjson + bare ASGI."""

    name, engine, ready_path = "raw-sqlite3", "sqlite", "/ready"

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Serve the file under the same server settings as the product."""
        return uvicorn("benchmarks.baselines.raw:make", self.port, "--factory"), {"RAW_FILE": self.file}

    def ask(self, item: str, params: Params) -> Request:
        """Write the address."""
        return Request(f"/{item[0]}?{query(**asked(item, params))}")

    def read(self, item: str, answer: Any, headers: dict[str, str]) -> Any:  # noqa: ARG002 - some need them
        """Give what must be equal for all servers."""
        rows = read_rows(item, answer["data"])
        return [answer["total"], rows] if item == "g" else rows


def asked(item: str, params: Params) -> dict[str, Any]:
    """Give the parameters of a question as the SQL names them."""
    match item[0]:
        case "a" | "b":
            return params
        case "c":
            return {"year": params["year"], "id": params["id"]}
        case "d":
            return {"words": " ".join(params["words"])}
        case _:
            return {"field": params["field"] or "", "value": params["value"] or ""}


class Answerer:
    """Answers questions from one connection."""

    def __init__(self, file: str) -> None:
        self.connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)
        self.connection.execute("PRAGMA mmap_size=1073741824")
        self.connection.execute("PRAGMA cache_size=-65536")
        fixed = {"a": "STUDY", "b": "PAGE", "c": "DEEP", "d": "SEARCH"}
        self.statements: dict[tuple[str, str], str] = {
            (item, ""): getattr(sqlite_queries, name) for item, name in fixed.items()
        }
        made = {"e": sqlite_queries.facets, "f": sqlite_queries.incidence, "g": sqlite_queries.first_page}
        self.statements |= {(item, name or ""): make(name) for item, make in made.items() for name in (None, *FILTERS)}

    def answer(self, item: str, params: dict[str, str]) -> bytes:
        """Answer one question as JSON."""
        data: dict[str, Any] = {"data": self._rows(self.statements[item, params.get("field", "")], params)}
        if item == "g":
            counted = sqlite_queries.total(params["field"] or None)
            data["total"] = self.connection.execute(counted, params).fetchone()[0]
        return orjson.dumps(data)

    def _rows(self, statement: str, params: dict[str, str]) -> Rows:
        cursor = self.connection.execute(statement, params)
        names = [column[0] for column in cursor.description]
        nested = [place for place, name in enumerate(names) if name in JSON_COLUMNS]
        rows = []
        for row in cursor:
            values = list(row)
            for place in nested:
                if values[place] is not None:
                    values[place] = orjson.Fragment(values[place])
            rows.append(dict(zip(names, values, strict=True)))
        return rows


def make() -> Callable[..., Awaitable[None]]:
    """Make the application."""
    answerer = Answerer(os.environ["RAW_FILE"])
    headers = [(b"content-type", b"application/json")]

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG001 - ASGI
        if scope["type"] != "http":
            return
        item = sys.intern(scope["path"][1:])
        params = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        body = b"{}" if item == "ready" else answerer.answer(item, params)
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [*headers, length]})
        await send({"type": "http.response.body", "body": body})

    return app

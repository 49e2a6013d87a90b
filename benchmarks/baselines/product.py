"""ExoKB itself, one worker, with the response cache on or off."""

import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.harness.questions import Params
from benchmarks.harness.server import Request, Server, query

UVICORN = (
    "--loop",
    "uvloop",
    "--http",
    "httptools",
    "--ws",
    "none",
    "--no-access-log",
    "--no-server-header",
    "--log-level",
    "warning",
)


def uvicorn(app: str, port: int, *more: str) -> list[str]:
    """Give the command that serves an application; product and bare ASGI are served by the same settings."""
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port), *UVICORN, *more]


class Product(Server):
    """ExoKB."""

    ready_path = "/readyz"

    def __init__(self, engine: str, database_url: str, *, cache: bool) -> None:
        super().__init__()
        self.engine, self.database_url, self.cache = engine, database_url, cache
        self.is_warm = cache
        self.name = f"exokb-{'warm' if cache else 'cold'}"

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Serve the application as it is; `exokb serve` would load the curated data."""
        # As the image of the product sets it.
        environment = {"EXOKB_DATABASE_URL": self.database_url, "MALLOC_ARENA_MAX": "2"}
        if not self.cache:
            environment["EXOKB_CACHE_MB"] = "0"
        return uvicorn("app.main:create_app", self.port, "--factory"), environment

    def ask(self, item: str, params: Params) -> Request:
        """Write the address."""
        chosen = {params["field"]: params["value"]} if params.get("field") else {}
        match item:
            case "a":
                path = f"studies/{params['accession']}"
            case "b":
                wanted = {"indication": params["indication"], "source_origin": params["origin"]}
                path = f"studies?{query(**wanted, sort='-year', page_size=50)}"
            case "c":
                path = f"studies?{query(sort='-year', page_size=50, cursor=params['cursor'])}"
            case "d":
                path = f"studies?{query(q=' '.join(params['words']), page_size=20)}"
            case "e" | "e0":
                path = f"studies?{query(facets='design,indication', **chosen, page_size=1)}"
            case "f" | "f0":
                path = f"adverse-events/aggregate?{query(by='term,source_origin', metric='events,at_risk', **chosen)}"
            case _:
                path = f"studies?{query(**chosen, page_size=25)}"
        return Request(f"/v1/{path}")

    def read(self, item: str, answer: Any, headers: dict[str, str]) -> Any:  # noqa: ARG002 - some need them
        """Give what must be equal for all servers."""
        data, meta = answer["data"], answer["meta"]
        match item:
            case "a":
                children = ("arms", "outcomes", "adverse_events", "mechanisms")
                return [data["accession"], data["title"], *(len(data[name]) for name in children)]
            case "d":
                return sorted(row["accession"] for row in data)
            case "e" | "e0":
                return _facets(meta["facets"])
            case "f" | "f0":
                return _incidence(data)
            case "g":
                return [meta["total"], [row["accession"] for row in data]]
            case _:
                return [row["accession"] for row in data]

    def deep_pages(self, size: int) -> Iterator[Params]:
        """Walk by `links.next`, and give the places between 70 and 75 % of the way."""
        path: str | None = f"/v1/studies?{query(sort='-year', page_size=max(5, min(200, size // 200)))}"
        passed = 0
        while path and passed < 0.75 * size:
            _, _, body = self.fetch(Request(path))
            answer = json.loads(body)
            passed += len(answer["data"])
            path = answer["links"]["next"]
            if path and passed >= 0.7 * size:
                cursor = parse_qs(urlsplit(path).query)["cursor"][0]
                last = answer["data"][-1]
                yield {"cursor": cursor, "year": last["year"], "id": int(last["accession"].removeprefix("EXS"))}
            path = path and path[path.index("/v1/") :]


def _facets(facets: Any) -> dict[tuple[str, str | None], int]:
    return {(name, bucket["value"]): bucket["count"] for name, facet in facets.items() for bucket in facet["buckets"]}


def _incidence(data: Any) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (row["values"]["term"], row["values"]["source_origin"] or ""): (row["events"] or 0, row["at_risk"] or 0)
        for row in data
        if row["values"]["term"] is not None
    }

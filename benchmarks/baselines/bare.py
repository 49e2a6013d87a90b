"""The limit: a bare ASGI application that holds the product's answers as bytes and hands them out."""

import base64
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from benchmarks.baselines.product import uvicorn
from benchmarks.harness.questions import Params
from benchmarks.harness.server import Request, Server

Send = Callable[[dict[str, Any]], Awaitable[None]]
LEFT_OUT = {"content-length", "date", "server", "connection"}


class Bare(Server):
    """Bare ASGI serving the same bytes with the same headers under the same server settings."""

    name = "bare-asgi"
    ready_path = "/ready"

    def __init__(self, answers: Path) -> None:
        super().__init__()
        self.answers = answers

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Serve the file of answers."""
        return uvicorn("benchmarks.baselines.bare:make", self.port, "--factory"), {"BARE_ANSWERS": str(self.answers)}

    def ask(self, item: str, params: Params) -> Request:
        """Refuse: the bare application is sent what the product was sent."""
        raise NotImplementedError


def write_answers(path: Path, answers: list[tuple[str, dict[str, str], bytes]]) -> None:
    """Write the answers of the product as lines of path, headers and body."""
    with path.open("w", encoding="utf-8") as file:
        for asked, headers, body in answers:
            kept = {name.lower(): value for name, value in headers.items() if name.lower() not in LEFT_OUT}
            kept["content-length"] = str(len(body))
            file.write(json.dumps([asked, list(kept.items()), base64.b64encode(body).decode()]) + "\n")


def make() -> Callable[[dict[str, Any], Any, Send], Awaitable[None]]:
    """Make the application."""
    held: dict[bytes, tuple[dict[str, Any], dict[str, Any]]] = {}
    for line in Path(os.environ["BARE_ANSWERS"]).read_text("utf-8").splitlines():
        asked, headers, body = json.loads(line)
        raw = [(name.encode(), value.encode()) for name, value in headers]
        start = {"type": "http.response.start", "status": 200, "headers": raw}
        path, _, query = asked.partition("?")
        held[f"{path}?{query}".encode()] = (start, {"type": "http.response.body", "body": base64.b64decode(body)})
    first = next(iter(held.values()))

    async def app(scope: dict[str, Any], receive: Any, send: Send) -> None:  # noqa: ARG001 - ASGI
        if scope["type"] == "http":
            start, body = held.get(scope["raw_path"] + b"?" + scope["query_string"], first)
            await send(start)
            await send(body)

    return app

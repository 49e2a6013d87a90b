"""What can be measured once the product has answered: the same bytes from bare ASGI, and unchanged answers."""

from pathlib import Path

from benchmarks.baselines.bare import Bare, write_answers
from benchmarks.harness.measure import Measurement, label
from benchmarks.harness.server import Request, Server

HELD = 50


def add_bare(measurement: Measurement, work: Path) -> None:
    """Start bare ASGI with answers of the product to the questions of every item."""
    products = [server for server in measurement.lineup.servers if server.name == "exokb-cold"]
    if not products:
        return
    product, answers = products[0], []
    for item in measurement.items:
        asked = measurement.requests.get((label(product), item.key), [])[:HELD]
        if asked:
            measurement.requests[Bare.name, item.key] = asked
        for request in asked:
            _, headers, body = product.fetch(request)
            answers.append((request.path, headers, body))
    file = work / "answers.jsonl"
    write_answers(file, answers)
    measurement.lineup.add(Bare.name, lambda: Bare(file))


def add_unchanged(measurement: Measurement) -> None:
    """Ask for studies with the validator that the product gave for them."""
    for server in measurement.lineup.servers:
        asked = measurement.requests.get((label(server), "a"), [])[:HELD]
        if server.name.startswith("exokb") and asked and (made := _conditional(measurement, server, asked)):
            measurement.requests[label(server), "n"] = made


def _conditional(measurement: Measurement, server: Server, asked: list[Request]) -> list[Request]:
    made = []
    for request in asked:
        _, headers, _ = server.fetch(request)
        tag = {name.lower(): value for name, value in headers.items()}.get("etag")
        again = Request(request.path, headers={"If-None-Match": tag or ""})
        if tag is None or server.fetch(again)[0] != 304:
            measurement.refused[f"n of {label(server)}"] = "does not answer 304"
            return []
        made.append(again)
    return made

"""What ExoKB wants to reach, as ratios to what was measured beside it in the same run."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PEERS = ("datasette", "postgrest", "postgraphile")
OWN = "exokb-cold (sqlite)"
WARM = "exokb-warm (sqlite)"
LARGE = 500_000
Medians = dict[tuple[str, str, int], dict[str, float]]


@dataclass(frozen=True)
class Goal:
    """A ratio to the best peer, cold: at least, and as we want it; at a million studies where that differs."""

    item: str
    least: float
    aim: float
    least_at_one: float | None = None
    aim_at_one: float | None = None
    aim_at_a_million: float | None = None

    def at(self, connections: int, size: int) -> tuple[float, float]:
        """Give least and aim for a number of connections and a size."""
        if size >= LARGE and self.aim_at_a_million:
            return self.least, self.aim_at_a_million
        if connections == 1 and self.least_at_one and self.aim_at_one:
            return self.least_at_one, self.aim_at_one
        return self.least, self.aim


GOALS = (
    Goal("a", 5, 10, 3, 6),
    Goal("b", 8, 20, aim_at_a_million=100),
    Goal("c", 2, 6),
    Goal("d", 1.5, 4, aim_at_a_million=10),
    Goal("e", 10, 40),
    Goal("e0", 10, 40),
    Goal("f", 4, 10),
    Goal("f0", 50, 250),
    Goal("g", 3, 8, aim_at_a_million=15),
)
WARM_GOAL = (0.5, 0.8)
GROWTH_GOAL = (1.6, 1.25)
GROWING = ("a", "b", "c", "e", "f", "g")
MEMORY_GOAL = (120, 80)
START_GOAL = (1.5, 0.7)


def best_peer(found: Medians, item: str, connections: int) -> tuple[str, float] | None:
    """Name the fastest peer and its requests a second."""
    rates = {name: found[item, name, connections]["rate"] for name in PEERS if (item, name, connections) in found}
    return max(rates.items(), key=lambda pair: pair[1]) if rates else None


def compared(size: dict[str, Any], found: Medians) -> Iterator[list[str]]:
    """Give a row for each goal: what, least, aim, measured, verdict."""
    for goal in GOALS:
        for connections in sorted({key[2] for key in found}, reverse=True):
            own, peer = found.get((goal.item, OWN, connections)), best_peer(found, goal.item, connections)
            if own and peer and peer[1]:
                wanted = goal.at(connections, size["size"])
                name = f"({goal.item}) beside the best peer, {_connections(connections)}"
                yield _row(name, wanted, own["rate"] / peer[1], "x")
    for key, row in sorted(found.items(), key=lambda pair: (pair[0][0], -pair[0][2])):
        bare = found.get((key[0], "bare-asgi", key[2]))
        if key[1] == WARM and bare:
            name = f"({key[0]}) warm beside bare ASGI, {_connections(key[2])}"
            yield _row(name, WARM_GOAL, row["rate"] / bare["rate"], "x")
    start = size["facts"]["starts"].get("sqlite")
    if start:
        yield _row("memory of a worker when it is ready", MEMORY_GOAL, start["resident_mib"], "MiB")
        yield _row("start on the filled database", START_GOAL, start["seconds"], "s")
    if OWN in size["peak_memory_mib"]:
        yield _row("memory of a worker, at most", MEMORY_GOAL, size["peak_memory_mib"][OWN], "MiB")


def growth(found: dict[int, Medians], connections: int) -> Iterator[list[str]]:
    """Give how much more a request costs for each tenfold of the data, from the smallest to the largest."""
    least, most = min(found), max(found)
    for item in GROWING:
        small, large = found[least].get((item, OWN, connections)), found[most].get((item, OWN, connections))
        if small and large and large["rate"]:
            tenfold = (small["rate"] / large["rate"]) ** (1 / math.log10(most / least))
            name = f"({item}) cost of ten times the data, {_connections(connections)}"
            yield _row(name, GROWTH_GOAL, tenfold, "x")


def _connections(count: int) -> str:
    return "1 connection" if count == 1 else f"{count} connections"


def _row(name: str, goal: tuple[float, float], measured: float, unit: str) -> list[str]:
    least, aim = goal
    sign = 1 if aim > least else -1
    verdict = "aim" if sign * measured >= sign * aim else "least" if sign * measured >= sign * least else "**not yet**"
    return [name, f"{least:g} {unit}", f"{aim:g} {unit}", f"{measured:.3g} {unit}", verdict]

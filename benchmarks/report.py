"""Turn results into Markdown tables: `python -m benchmarks.report benchmarks/results/FILE.json`."""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.goals import OWN, PEERS, Medians, best_peer, compared, growth
from benchmarks.harness.measure import medians

COLUMNS = (
    "bare-asgi",
    "exokb-warm (sqlite)",
    "exokb-cold (sqlite)",
    "exokb-warm (postgres)",
    "exokb-cold (postgres)",
    "raw-sqlite3",
    *PEERS,
)


def report(results: dict[str, Any]) -> str:
    """Give all tables."""
    machine = results["machine"]
    told = f"Measured {machine['when']} at {machine['commit']} on {machine['processor']}, {machine['cores']} cores, "
    parts = [f"{told}Python {machine['python']}; load by {machine['load']}.\n"]
    for size in results["sizes"]:
        parts += _size(size)
    if len(results["sizes"]) > 1:
        parts += _growth(results["sizes"])
    return "\n".join(parts)


def _size(size: dict[str, Any]) -> list[str]:
    found = medians(size["rows"])
    connections = sorted({key[2] for key in found}, reverse=True)
    parts = [f"\n## {size['size']:,} studies\n", "**Goals**\n"]
    parts += [table(["goal", "least", "aim", "measured", "reached"], list(compared(size, found)))]
    for count in connections:
        parts += [f"\n**Requests a second, {count} connections** (medians)\n", _rates(size, found, count)]
        parts += [f"\n**Ratios, {count} connections**: SQLite, cold beside the best peer; warm beside bare ASGI\n"]
        parts += [_ratios(size, found, count)]
        parts += [f"\n**Latency p50 / p99 in ms, {count} connections**\n", _latencies(size, found, count)]
    parts += [f"\n**Processor time of the server for a request in µs, {connections[0]} connections**\n"]
    parts += [_cpu(size, found, connections[0]), "\n**Start and memory**\n", _memory(size), _not_measured(size)]
    return parts


def table(head: list[str], rows: list[list[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _servers(found: Medians) -> list[str]:
    present = {key[1] for key in found}
    return [name for name in COLUMNS if name in present]


def _each(size: dict[str, Any], found: Medians, count: int, cell: Any) -> str:
    names = _servers(found)
    rows = []
    for key, item in size["items"].items():
        cells = [cell(found[key, name, count]) if (key, name, count) in found else "-" for name in names]
        rows.append([f"{key} {item['meaning']}", *cells])
    return table(["item", *names], rows)


def _rates(size: dict[str, Any], found: Medians, count: int) -> str:
    def rate(row: dict[str, float]) -> str:
        bound = "" if row["requests"] else "<"
        return f"{bound}{number(row['rate'])}{' (failures)' if row['failed'] else ''}"

    return _each(size, found, count, rate)


def _latencies(size: dict[str, Any], found: Medians, count: int) -> str:
    return _each(size, found, count, lambda row: f"{number(row['p50_ms'])} / {number(row['p99_ms'])}")


def _cpu(size: dict[str, Any], found: Medians, count: int) -> str:
    return _each(size, found, count, lambda row: number(row["cpu_us"]))


def number(value: float) -> str:
    """Write a number with three figures."""
    if value >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"


def _ratios(size: dict[str, Any], found: Medians, count: int) -> str:
    rows = []
    for key, item in size["items"].items():
        rates = {name: found[key, name, count]["rate"] for name in _servers(found) if (key, name, count) in found}
        cold, warm = rates.get("exokb-cold (sqlite)"), rates.get("exokb-warm (sqlite)")
        best, peer = best_peer(found, key, count) or ("-", None)
        rows.append(
            [
                f"{key} {item['meaning']}",
                best,
                ratio(cold, peer),
                ratio(cold, rates.get("raw-sqlite3")),
                ratio(cold, rates.get("bare-asgi")),
                ratio(warm, rates.get("bare-asgi")),
                ratio(_cost(found, key, best, count), _cost(found, key, OWN, count)),
                ratio(_cost(found, key, "raw-sqlite3", count), _cost(found, key, OWN, count)),
            ]
        )
    head = ["item", "best peer", "cold / best peer", "cold / raw", "cold / bare", "warm / bare"]
    return table([*head, "processor time: best peer / cold", "raw / cold"], rows)


def _cost(found: Medians, item: str, name: str, count: int) -> float | None:
    """Give the processor time of a request, which other work on the machine disturbs less than the rate."""
    row = found.get((item, name, count))
    return row["cpu_us"] if row else None


def ratio(one: float | None, other: float | None) -> str:
    """Divide, where both are known."""
    return f"{one / other:.2f}" if one and other else "-"


def _memory(size: dict[str, Any]) -> str:
    starts = size["facts"]["starts"]
    rows = [
        [
            f"exokb ({engine}), started on the filled database",
            f"{row['seconds']:.2f} s ({row['cpu_seconds']:.2f} s of processor time)",
            f"{row['resident_mib']:.0f} MiB",
        ]
        for engine, row in starts.items()
    ]
    rows += [
        [f"{name}, after the load", "", f"{value:.0f} MiB at most"] for name, value in size["peak_memory_mib"].items()
    ]
    for engine in ("sqlite", "postgres"):
        if size["facts"].get(f"fill_seconds_{engine}"):
            rows.append([f"filling {engine}", f"{size['facts'][f'fill_seconds_{engine}']:.0f} s", ""])
    return table(["", "time", "memory"], rows)


def _not_measured(size: dict[str, Any]) -> str:
    lines = [f"- {name}: {reason}" for name, reason in (size["missing"] | size["refused"]).items()]
    return "\n**Not measured**\n\n" + ("\n".join(lines) if lines else "Nothing was left out.") + "\n"


def _growth(sizes: list[dict[str, Any]]) -> list[str]:
    """How much more a request costs on the largest data than on the smallest."""
    found = {size["size"]: medians(size["rows"]) for size in sizes}
    rows = [row for count in (16, 1) for row in growth(found, count)]
    parts = ["\n## Growth\n", table(["goal", "at most", "aim", "measured", "reached"], rows)]
    parts += ["Time for a request on each size beside the smallest (cold, one connection).\n"]
    least = min(found)
    for name in ("exokb-cold (sqlite)", "exokb-cold (postgres)", "raw-sqlite3", *PEERS):
        rows = []
        for key in sizes[0]["items"]:
            rates = {size: one[key, name, 1]["rate"] for size, one in found.items() if (key, name, 1) in one}
            if rates.get(least):
                rows.append([key, *(ratio(rates[least], rates.get(size)) for size in sorted(found))])
        if rows:
            parts += [f"\n**{name}**\n", table(["item", *(f"{size:,}" for size in sorted(found))], rows)]
    return parts


if __name__ == "__main__":
    sys.stdout.write(report(json.loads(Path(sys.argv[1]).read_text("utf-8"))))

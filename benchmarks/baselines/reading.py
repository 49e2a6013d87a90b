"""Read the answers of baselines that hand out rows of the tables, all in the same way."""

import json
from typing import Any

CHILDREN = ("arms", "outcomes", "adverse_events", "mechanisms")
Rows = list[dict[str, Any]]


def read_rows(item: str, rows: Rows) -> Any:
    """Give what must be equal for all servers."""
    match item:
        case "a":
            study = rows[0]
            return [study["accession"], study["title"], *(len(_list(study[name])) for name in CHILDREN)]
        case "d":
            return sorted(row["accession"] for row in rows)
        case "e" | "e0":
            return {(row["facet"], row["value"]): row["studies"] for row in rows if row["value"] is not None}
        case "f" | "f0":
            return {(row["term"], row["source_origin"]): (row["events"] or 0, row["at_risk"] or 0) for row in rows}
        case _:
            return [row["accession"] for row in rows]


def _list(value: Any) -> list[Any]:
    """Read a list that SQLite gives as JSON text."""
    return list(json.loads(value) if isinstance(value, str) else value)

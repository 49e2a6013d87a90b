"""What the service says about itself agrees with what it does."""

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app import vocab
from app.api import RESOURCES
from app.curation.loader import load
from app.vocab import ClosedList
from tests import factories


def test_counts_of_closed_lists_are_those_of_the_filters(client: TestClient) -> None:
    for use in client.get("/v1/meta/vocabularies").json()["data"]:
        for value in use["values"]:
            answer = client.get(f"/v1/{use['resource']}", params={use["field"]: value["value"], "page_size": 1})
            assert answer.json()["meta"]["total"] == value["count"], (use["field"], value["value"])


def test_a_suggestion_is_counted_by_its_review_status_alone(client: TestClient, session: Session) -> None:
    unread = factories.study()["provenance"] | {"review_status": "suggested"}
    suggested = factories.study("EXS000002", provenance=unread, arms=[], identifiers={})
    load(session, factories.corpus(factories.study(identifiers={}), suggested))

    test_counts_of_closed_lists_are_those_of_the_filters(client)
    told = {use["field"]: use["values"] for use in client.get("/v1/meta/vocabularies").json()["data"]}
    counts = {name: {item["value"]: item["count"] for item in told[name]} for name in told}
    assert counts["review_status"]["suggested"] == 1
    assert counts["safety_assessment"]["not_reported"] == 1


def test_every_closed_list_is_told_with_a_meaning_for_each_value(client: TestClient) -> None:
    told = {use["about"]: use["values"] for use in client.get("/v1/meta/vocabularies").json()["data"]}
    every = [getattr(vocab, name) for name in vocab.__all__ if name != "ClosedList"]
    # Those of keys and imports describe no data, and those of synthesis are values of no field.
    lists = [closed for closed in every if closed.__module__ not in ("app.vocab.operation", "app.vocab.synthesis")]

    for closed in lists:
        assert issubclass(closed, ClosedList)
        values = told[(closed.__doc__ or "").strip()]
        assert [value["value"] for value in values] == closed.values()
        assert all(value["meaning"].endswith(".") for value in values)


def test_every_parameter_is_told_with_type_meaning_and_operator(client: TestClient) -> None:
    described = {item["resource"]: item for item in client.get("/v1/meta/fields").json()["data"]}

    for resource in RESOURCES:
        fields = described[resource.name]["fields"]
        assert {operator["parameter"] for field in fields for operator in field["operators"]} == set(
            resource.parameters
        )
        assert all(field["meaning"] and field["type"] for field in fields)
        assert described[resource.name]["sort"] == resource.sort_values


def test_the_version_counts_what_is_there(client: TestClient) -> None:
    version = client.get("/v1/version").json()["data"]

    assert (version["api"], version["release"], version["counts"]["studies"]) == ("v1", "2026.11", 385)

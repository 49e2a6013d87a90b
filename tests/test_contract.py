"""The OpenAPI document is valid, is the committed one, and tells the truth on both databases."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis import Case
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks
from sqlalchemy import Engine

from app.api import searched
from app.core.settings import ROOT, Settings
from app.core.tree import BARE
from app.main import create_app

load_all_checks()
SCHEMA = checks.response_schema_conformance
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    SCHEMA,
    checks.response_headers_conformance,
]
# The coverage phase makes tens of thousands of cases of two hundred parameters and of recursive bodies.
CONFIG = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": False}}})
DOCUMENT = create_app(Settings()).openapi()
# Addresses that take the filters of a list: each filter is sent with its example by other tests already.
FILTERED = "|".join(
    f"^{re.escape(path)}$"
    for path, item in DOCUMENT["paths"].items()
    if path.endswith("/search") or any(len(operation.get("parameters", [])) > 30 for operation in item.values())
)


def documented(engine: Engine) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(), engine), config=CONFIG)


@pytest.fixture
def api(engine: Engine) -> schemathesis.BaseSchema:
    return documented(engine).exclude(path_regex=FILTERED)


@pytest.fixture
def filtered(engine: Engine) -> schemathesis.BaseSchema:
    return documented(engine).include(path_regex=FILTERED)


schema = schemathesis.pytest.from_fixture("api")
filtered_schema = schemathesis.pytest.from_fixture("filtered")
EVERY = {"derandomize": True, "deadline": None, "suppress_health_check": list(HealthCheck)}


@schema.parametrize()
@settings(max_examples=6, phases=[Phase.explicit, Phase.generate], **EVERY)  # type: ignore[arg-type]
def test_every_address_keeps_its_word(case: Case[Any]) -> None:
    case.call_and_validate(checks=[check for check in CHECKS if not is_projection(case) or check is not SCHEMA])


@filtered_schema.parametrize()
@settings(max_examples=3, phases=[Phase.generate], **EVERY)  # type: ignore[arg-type]
def test_every_address_with_filters_keeps_its_word(case: Case[Any]) -> None:
    case.call_and_validate(checks=[check for check in CHECKS if not is_projection(case) or check is not SCHEMA])


def is_projection(case: Case[Any]) -> bool:
    """Tell whether rows hold only the fields asked for, which is what `fields` says of itself."""
    return "fields" in (case.query or {}) or (isinstance(case.body, dict) and "fields" in case.body)


def test_the_document_is_valid_and_the_committed_one() -> None:
    validate(DOCUMENT)

    assert json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8")) == DOCUMENT, "Run: make openapi"


def operations() -> list[tuple[str, dict[str, object]]]:
    return [(path, operation) for path, item in DOCUMENT["paths"].items() for operation in item.values()]


def resolved(parameter: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference to a shared parameter."""
    reference = parameter.get("$ref")
    shared: dict[str, Any] = DOCUMENT["components"]["parameters"]
    return parameter if reference is None else shared[str(reference).rpartition("/")[2]]


def test_every_parameter_is_described_with_an_example() -> None:
    for path, operation in operations():
        for parameter in map(resolved, operation.get("parameters", [])):  # type: ignore[call-overload]
            assert parameter["description"], (path, parameter)
            shown = parameter["schema"].get("examples")
            assert shown or parameter["name"] == "cursor", (path, parameter)


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give all properties of a schema and of the schemas inside it."""
    if isinstance(schema, list):
        for part in schema:
            yield from properties(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        yield from properties(list(schema.get("properties", {}).values()))
        for name in ("anyOf", "items"):
            yield from properties(schema.get(name, []))


def test_every_field_of_an_answer_and_of_a_body_is_described() -> None:
    for name, model in DOCUMENT["components"]["schemas"].items():
        for field, described in properties(model):
            told = described.get("description") or "$ref" in described or field in ("meta", "links", "data")
            assert told, f"{name}.{field}"


def test_every_search_is_described_by_the_fields_and_operators_that_it_takes(client: TestClient) -> None:
    for resource in searched():
        path = f"/v1/{resource.name}/search"
        body = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        name = body["$ref"].rpartition("/")[2]
        schemas = DOCUMENT["components"]["schemas"]
        mine = [schemas[each] for each in schemas if each.startswith(name.removesuffix("Search"))]
        told = {
            (field, "" if operator == BARE else operator)
            for schema in mine
            for variant in schema.get("anyOf", [])
            if "field" in variant.get("properties", {})
            for field in variant["properties"]["field"]["enum"]
            for operator in variant["properties"]["op"]["enum"]
        }

        assert told == {(field.name, operator.value) for field, operator in resource.parameters.values()}
        for example in schemas[name]["examples"]:
            assert client.post(path, json=example).json()["data"], example


def test_the_docs_need_no_other_host(client: TestClient) -> None:
    page = client.get("/docs").text

    assert "http://" not in page
    assert "https://" not in page
    assert "validatorUrl: null" in page
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert client.get(f"/static/swagger-ui/{asset}").status_code == 200
    landing = client.get("/").text
    assert "385" in landing
    for address in re.findall(r'href="(/[^"]+)"', landing):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_no_schema_is_named_by_its_place_in_the_code() -> None:
    # The framework does so where two schemas have one name.
    assert [name for name in DOCUMENT["components"]["schemas"] if name.startswith("app__")] == []

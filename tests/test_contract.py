"""The OpenAPI document is valid, is the committed one, and tells the truth on both databases."""

import json
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis import Case
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks
from sqlalchemy import Engine

from app.core.settings import ROOT, Settings
from app.main import create_app

load_all_checks()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
EXPORTS = "/export/"
DOCUMENT = create_app(Settings()).openapi()


@pytest.fixture
def api(engine: Engine) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(), engine)).exclude(path_regex=EXPORTS)


@pytest.fixture
def exports(engine: Engine) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(), engine)).include(path_regex=EXPORTS)


schema = schemathesis.pytest.from_fixture("api")
exported = schemathesis.pytest.from_fixture("exports")


@schema.parametrize()
@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_address_keeps_its_word(case: Case[Any]) -> None:
    case.call_and_validate(checks=CHECKS)


# Each parameter is that of a list, where its example is sent; here a whole file would be made for each.
@exported.parametrize()
@settings(
    max_examples=3, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_every_export_keeps_its_word(case: Case[Any]) -> None:
    case.call_and_validate(checks=CHECKS)


def test_the_document_is_valid_and_the_committed_one() -> None:
    validate(DOCUMENT)

    assert json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8")) == DOCUMENT, "Run: make openapi"


def operations() -> list[tuple[str, dict[str, object]]]:
    return [(path, item["get"]) for path, item in DOCUMENT["paths"].items()]


def test_every_parameter_is_described_with_an_example() -> None:
    for path, operation in operations():
        for parameter in operation.get("parameters", []):  # type: ignore[attr-defined]
            assert parameter["description"], (path, parameter)
            shown = parameter["schema"].get("examples")
            assert shown or parameter["name"] == "cursor", (path, parameter)


def test_every_field_of_an_answer_is_described() -> None:
    for name, model in DOCUMENT["components"]["schemas"].items():
        for field, described in model.get("properties", {}).items():
            told = described.get("description") or "$ref" in described or field in ("meta", "links", "data")
            assert told, f"{name}.{field}"


def test_the_docs_need_no_other_host(client: TestClient) -> None:
    page = client.get("/docs").text

    assert "http://" not in page
    assert "https://" not in page
    assert "validatorUrl: null" in page
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert client.get(f"/static/swagger-ui/{asset}").status_code == 200
    assert "385" in client.get("/").text

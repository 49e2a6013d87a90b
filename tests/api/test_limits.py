"""What the documents say of limits and codes is what is enforced."""

import re

import pytest
from fastapi.testclient import TestClient

from app.core.fields import Kind
from app.core.openapi import SCHEMAS
from app.core.settings import ROOT


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_are_taken_as_far_as_they_are_documented(client: TestClient, sign: int) -> None:
    bound = SCHEMAS[Kind.NUMBER]["exclusiveMaximum"]

    def status(number: int) -> tuple[int, int]:
        where = {"field": "follow_up_weeks", "op": "gt", "value": number}
        listed = client.get(f"/v1/studies?follow_up_weeks__gt={number}").status_code
        return listed, client.post("/v1/studies/search", json={"where": where}).status_code

    assert SCHEMAS[Kind.NUMBER]["exclusiveMinimum"] == -bound
    assert status(sign * (bound - 1)) == (200, 200)
    assert status(sign * bound) == (422, 422)


def test_each_code_is_explained_once() -> None:
    text = (ROOT / "docs" / "api" / "errors.md").read_text("utf-8").partition("| code in `errors`")[2]
    codes = [
        code for row in re.findall(r"^\| (`.+?) \|", text, re.MULTILINE) for code in re.findall(r"`([a-z-]+)`", row)
    ]

    assert len(codes) == len(set(codes)) > 20

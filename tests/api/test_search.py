"""Searches by a JSON body: faults with their places, pages by cursors, and what HTTP asks of a POST."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.body import MAX_BODY_BYTES
from app.core.errors import MAX_FAULTS

ADDRESS = "/v1/studies/search"
JSON = {"Content-Type": "application/json"}
YEAR = {"field": "year", "op": "gte", "value": 2020}


def arms(where: Any) -> dict[str, Any]:
    return {"any": {"of": "arms", "where": where}}


def nested(levels: int) -> dict[str, Any]:
    return {"not": nested(levels - 1)} if levels > 1 else YEAR


BAD_TREES: list[tuple[Any, str, str]] = [
    ({"field": "yeer", "op": "any", "value": 2020}, "unknown-field", "/where/field"),
    ({"field": 5, "op": "any", "value": 2020}, "unknown-field", "/where/field"),
    ({"field": "year", "op": "contains", "value": "2"}, "unknown-operator", "/where/op"),
    ({"field": "year", "op": [], "value": "2"}, "unknown-operator", "/where/op"),
    ({"field": "title", "op": "any", "value": "x"}, "unknown-operator", "/where/op"),
    ({"field": "year", "op": "gte", "value": "2020"}, "not-an-integer", "/where/value"),
    ({"field": "year", "op": "gte", "value": 2020.5}, "not-an-integer", "/where/value"),
    ({"field": "year", "op": "gte", "value": True}, "not-an-integer", "/where/value"),
    ({"field": "year", "op": "gte", "value": 10**30}, "not-an-integer", "/where/value"),
    ({"field": "year", "op": "any", "value": [2020, None]}, "not-an-integer", "/where/value/1"),
    ({"field": "year", "op": "any", "value": []}, "empty-value", "/where/value"),
    ({"field": "year", "op": "any", "value": list(range(101))}, "too-many-values", "/where/value"),
    ({"field": "year", "op": "gte", "value": [2020]}, "one-value", "/where/value"),
    ({"field": "year", "op": "isnull", "value": "true"}, "not-a-boolean", "/where/value"),
    ({"field": "follow_up_weeks", "op": "gt", "value": "4"}, "not-a-number", "/where/value"),
    ({"field": "follow_up_weeks", "op": "gt", "value": 1e15}, "not-a-number", "/where/value"),
    ({"field": "split_body", "op": "any", "value": 1}, "not-a-boolean", "/where/value"),
    ({"field": "retrieved", "op": "lt", "value": "yesterday"}, "not-a-date", "/where/value"),
    ({"field": "retrieved", "op": "lt", "value": 2026}, "wrong-type", "/where/value"),
    ({"field": "design", "op": "any", "value": ["cohort", "rct"]}, "unknown-value", "/where/value/1"),
    ({"field": "indication", "op": "not", "value": ["alopecia", "alopezia"]}, "unknown-slug", "/where/value/1"),
    (arms({"field": "source", "op": "any", "value": "plants"}), "unknown-slug", "/where/any/where/value"),
    ({"field": "title", "op": "contains", "value": "a\x00b"}, "control-character", "/where/value"),
    ({"field": "title", "op": "contains", "value": " "}, "empty-value", "/where/value"),
    ({"field": "doi", "op": "any", "value": "x" * 501}, "too-long", "/where/value"),
    ({"field": "year", "op": "any"}, "missing-key", "/where"),
    (YEAR | {"valeu": 1}, "unknown-key", "/where/valeu"),
    ({"a/b~": 1}, "unknown-key", "/where/a~1b~0"),
    ({}, "empty-group", "/where"),
    ({"and": []}, "empty-group", "/where/and"),
    ({"or": {}}, "wrong-type", "/where/or"),
    ({"not": None}, "wrong-type", "/where/not"),
    ({"or": [YEAR, 1]}, "wrong-type", "/where/or/1"),
    ({"and": [YEAR], "or": [YEAR]}, "mixed-node", "/where"),
    ({"not": YEAR} | YEAR, "mixed-node", "/where"),
    (nested(11), "too-deep", "/where" + "/not" * 10),
    ({"or": [YEAR] * 201}, "too-many-comparisons", "/where/or/200"),
    (arms(YEAR), "outside-scope", "/where/any/where/field"),
    (arms(arms(YEAR)), "nested-any", "/where/any/where/any"),
    ({"any": {"of": "arm", "where": YEAR}}, "unknown-scope", "/where/any/of"),
    ({"any": {"of": [], "where": YEAR}}, "unknown-scope", "/where/any/of"),
    ({"any": []}, "wrong-type", "/where/any"),
    ({"any": {"of": "arms"}}, "missing-key", "/where/any"),
]
BAD_BODIES: list[tuple[bytes, str, str]] = [
    (b"", "not-json", ""),
    (b"{", "not-json", ""),
    (b"[]", "wrong-type", ""),
    (b"\xff", "encoding", ""),
    (b"[" * 60_000, "too-deep", ""),
    (b'{"page": 1, "page": 2}', "twin-key", "/page"),
    (b'{"where": {"not": 1, "not": 2}}', "twin-key", "/where/not"),
    (b'{"page": NaN}', "not-a-number", "/page"),
    (b'{"page": 1e999}', "not-a-number", "/page"),
    (b'{"page": ' + b"9" * 5000 + b"}", "not-a-number", "/page"),
    (b'{"sort": ["\\ud800"]}', "encoding", "/sort/0"),
    (b'{"\\ud800": 1}', "encoding", ""),
    (b'{"where": ' + b"[" * 400 + b"]" * 400 + b"}", "wrong-type", "/where"),
    (b'{"sort": "-year"}', "wrong-type", "/sort"),
    (b'{"sort": []}', "wrong-type", "/sort"),
    (b'{"sort": ["colour"]}', "unknown-sort", "/sort"),
    (b'{"sort": ["year", "-year"]}', "twin-sort", "/sort"),
    (b'{"page_size": 201}', "out-of-range", "/page_size"),
    (b'{"page_size": "25"}', "wrong-type", "/page_size"),
    (b'{"page": 0}', "out-of-range", "/page"),
    (b'{"page": true}', "wrong-type", "/page"),
    (b'{"page": 401}', "page-too-deep", "/page"),
    (b'{"page": 1, "cursor": "abc"}', "page-and-cursor", "/cursor"),
    (b'{"cursor": "abc"}', "damaged-cursor", "/cursor"),
    (b'{"cursor": null}', "wrong-type", "/cursor"),
    (b'{"cursor": "a\\u0000"}', "control-character", "/cursor"),
    (b'{"rollup": "false"}', "wrong-type", "/rollup"),
    (b'{"were": null}', "unknown-key", "/were"),
]
CASES = [*((json.dumps({"where": tree}).encode(), code, place) for tree, code, place in BAD_TREES), *BAD_BODIES]


def search(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post(ADDRESS, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(("body", "code", "place"), CASES, ids=[f"{case[1]}-{n}" for n, case in enumerate(CASES)])
def test_bad_bodies_are_told_where_they_are_wrong(client: TestClient, body: bytes, code: str, place: str) -> None:
    answer = client.post(ADDRESS, content=body, headers=JSON)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert [(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]] == [(code, place)]
    assert "parameter" not in answer.json()["errors"][0]


def test_all_faults_are_told_at_once_with_what_would_be_right(client: TestClient) -> None:
    wrong = [{"field": "yeer", "op": "any", "value": 1}, {"field": "design", "op": "any", "value": "cohrot"}]
    answer = client.post(ADDRESS, json={"where": {"or": wrong}, "page_size": 0, "rolup": True})

    field, value, size, key = answer.json()["errors"]
    assert field["did_you_mean"][0] == "year"
    assert "year" in field["allowed"]
    assert value["did_you_mean"][0] == "cohort"
    assert (size["pointer"], key["did_you_mean"]) == ("/page_size", ["rollup"])


def test_a_body_that_is_wrong_everywhere_costs_little(client: TestClient) -> None:
    slugs = [f"s{number}" for number in range(100)]
    many = {"or": [{"field": "indication", "op": "any", "value": slugs}] * 50}
    for body in ({f"k{number}": 1 for number in range(5000)}, {"where": many}):
        answer = client.post(ADDRESS, json=body)

        assert answer.status_code == 422
        assert len(answer.json()["errors"]) == MAX_FAULTS
        assert answer.json()["detail"].startswith(f"At least {MAX_FAULTS}")


def test_at_the_limits_a_question_is_answered(client: TestClient) -> None:
    for where in (nested(10), {"or": [YEAR] * 200}, YEAR | {"op": "any", "value": list(range(1, 101))}):
        assert search(client, where=where)["meta"]["total"] >= 0


def test_the_body_is_read_no_further_than_the_limit(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"{"
        yield b" " * MAX_BODY_BYTES

    fits = b"{" + b" " * (MAX_BODY_BYTES - 2) + b"}"

    assert client.post(ADDRESS, content=fits, headers=JSON).status_code == 200
    for body in (fits + b" ", chunks()):
        answer = client.post(ADDRESS, content=body, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        JSON | {"Content-Encoding": "gzip"},
        {"Content-Type": "application/json; charset=latin-1"},
    ],
    ids=str,
)
def test_only_json_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post(ADDRESS, content=b"{}", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


def test_a_search_takes_no_query_string_and_no_other_method(client: TestClient) -> None:
    fault = client.post(f"{ADDRESS}?year=2020", json={}).json()["errors"][0]

    assert (fault["code"], fault["parameter"]) == ("unknown-parameter", "year")
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        answer = client.request(method, ADDRESS)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST"), method
    assert client.post(ADDRESS, json={}, headers={"Accept": "text/csv"}).status_code == 406


def test_pages_from_other_origins_may_search(client: TestClient) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    origin = {"Origin": "https://example.org"}

    preflight = client.options(ADDRESS, headers=origin | asks)
    answer = client.post(ADDRESS, json={}, headers=origin)

    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert client.post(ADDRESS, headers=origin).headers["access-control-allow-origin"] == "*"


def test_an_answer_is_kept_by_nobody_and_names_its_release(client: TestClient) -> None:
    answer = client.post(ADDRESS, json={}, headers={"If-None-Match": "*"})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-data-release"].startswith("2026.11+")
    assert "etag" not in answer.headers
    assert set(answer.json()["links"]) == {"self"}


@pytest.mark.parametrize("start", [{}, {"page": 1}], ids=["cursors", "a numbered page first"])
def test_cursors_lead_through_all_pages_and_back(client: TestClient, start: dict[str, Any]) -> None:
    question: dict[str, Any] = {"where": {"not": YEAR}, "sort": ["-year", "title"], "page_size": 40}
    everything = search(client, **question | {"page_size": 200})
    page = search(client, **question, **start)
    found, pages = list(page["data"]), [page]
    while cursor := page["meta"]["next_cursor"]:
        page = search(client, **question, cursor=cursor)
        found, pages = found + page["data"], [*pages, page]
    back = [page]
    while cursor := back[-1]["meta"]["prev_cursor"]:
        back.append(search(client, **question, cursor=cursor))

    assert len(pages) > 1
    assert found == everything["data"]
    assert len(found) == everything["meta"]["total"]
    assert [page["data"] for page in back[::-1]] == [page["data"] for page in pages]


def test_any_demands_one_and_the_same_row(client: TestClient) -> None:
    parts = [
        {"field": "route", "op": "any", "value": "topical"},
        {"field": "arm_role", "op": "any", "value": "comparator"},
    ]
    listed = client.get("/v1/studies?route=topical&arm_role=comparator").json()["meta"]["total"]

    apart = search(client, where={"and": parts})["meta"]["total"]
    together = search(client, where=arms({"and": parts}))["meta"]["total"]

    assert apart > together == listed > 0


def test_not_keeps_rows_without_a_value(client: TestClient) -> None:
    total = search(client)["meta"]["total"]
    known = search(client, where={"field": "n_participants", "op": "isnull", "value": False})["meta"]["total"]
    many = {"field": "n_participants", "op": "gt", "value": 20}

    few_or_unknown = search(client, where={"not": many})["meta"]["total"]

    assert few_or_unknown == total - search(client, where=many)["meta"]["total"] > total - known > 0
    assert search(client, where={"not": {"not": many}})["meta"]["total"] == total - few_or_unknown

"""The page of the brief shows each picture where its numbers are told, and tells it to those who do not see it."""

import html
import re

from fastapi.testclient import TestClient

from tests.synthesis.test_charts import spec

BRIEF = "/v1/synthesis/brief.html"
HEADINGS = {
    "evidence-map": "How much evidence is there?",
    "ladder": "How far does it reach?",
    "outcomes": "What do the outcomes say?",
    "safety": "What is known of harm?",
}


def test_each_picture_stands_in_its_section(client: TestClient) -> None:
    page = client.get(f"{BRIEF}?indication=alopecia").text

    sections = [each for each in page.split("<section>") if "<img" in each]
    found = {re.findall(r'src="/v1/charts/([a-z-]+)\.svg', each)[0]: each for each in sections}
    assert {name: re.findall("<h2>(.*)</h2>", each)[0] for name, each in found.items()} == HEADINGS


def test_a_picture_that_is_not_seen_is_told_with_all_its_lines(client: TestClient) -> None:
    page = client.get(f"{BRIEF}?indication=alopecia").text

    told = [html.unescape(each) for each in re.findall(r'alt="([^"]+)"', page)]
    assert told == [spec(client, name, "?indication=alopecia")["description"] for name in HEADINGS]
    assert "Columns: evidence level" in told[0]


def test_nothing_has_no_picture(client: TestClient) -> None:
    assert "<img" not in client.get(f"{BRIEF}?year=1950").text

"""The same question gets the same answer on SQLite and PostgreSQL, whatever is asked."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api import RESOURCES
from app.core.fields import Resource
from app.reads.grouping import metrics_of
from tests.questions import WORDS, query_strings

SYNTHESIS = [
    "synthesis/evidence-map",
    "synthesis/evidence-map?rows=product&cols=country&layer=level&level=human",
    "synthesis/safety?by=source&compare=human-msc,human-skin-cell",
    "synthesis/safety?by=indication&indication_depth=1&compare=diabetic-wound,scar-unspecified",
    "synthesis/safety?by=product",
    "synthesis/safety?by=evidence_level&compare=2,4",
    "synthesis/outcomes?measures=200",
    "synthesis/ladder?q=hair",
    "synthesis/protocols",
    "synthesis/brief",
    "synthesis/brief.html?indication=hair-loss",
    "synthesis/studies?in=source_origin:plant&in=route:null",
    "charts/evidence-map.svg",
    "charts/timeline.vl.json?source_origin=human",
]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_databases_give_the_same_answer(
    clients: list[TestClient], resource: Resource, data: st.DataObject
) -> None:
    asked = data.draw(query_strings(resource))

    one, other = (client.get(f"/v1/{resource.name}", params=asked) for client in clients)

    assert one.status_code == other.status_code == 200, (asked, one.text)
    assert one.text == other.text


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.lists(WORDS | st.sampled_from(["alop", "exsome", "wound", "AGA", "10.", "EXS0000", "-", '"']), max_size=3)
)
def test_both_databases_make_the_same_suggestions(clients: list[TestClient], words: list[str]) -> None:
    asked = {"q": " ".join(words), "limit": "20"}

    one, other = (client.get("/v1/suggest", params=asked) for client in clients)

    assert one.status_code == other.status_code == 200, (asked, one.text)
    assert one.text == other.text


@st.composite
def groupings(draw: st.DrawFn, resource: Resource) -> dict[str, str]:
    asked = draw(query_strings(resource))
    names = draw(st.lists(st.sampled_from(list(resource.groupable)), min_size=1, max_size=2, unique=True))
    metrics = draw(st.lists(st.sampled_from(metrics_of(resource)), min_size=1, unique=True))
    del asked["sort"], asked["page_size"]
    return asked | {"by": ",".join(names), "metric": ",".join(metrics)}


@pytest.mark.parametrize("resource", RESOURCES[:4], ids=lambda resource: resource.name)
@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_databases_give_the_same_groups_and_facets(
    clients: list[TestClient], resource: Resource, data: st.DataObject
) -> None:
    asked = data.draw(groupings(resource))
    listed = {name: value for name, value in asked.items() if name not in ("by", "metric")} | {"facets": asked["by"]}

    one, other = (client.get(f"/v1/{resource.name}/aggregate", params=asked) for client in clients)
    assert one.status_code == other.status_code == 200, (asked, one.text)
    assert one.text == other.text

    one, other = (client.get(f"/v1/{resource.name}", params=listed) for client in clients)
    assert one.status_code == 200, (listed, one.text)
    assert one.text == other.text


@pytest.mark.parametrize("address", SYNTHESIS)
def test_both_databases_give_the_same_synthesis(clients: list[TestClient], address: str) -> None:
    one, other = (client.get(f"/v1/{address}") for client in clients)

    assert one.status_code == other.status_code == 200, one.text
    assert one.content == other.content

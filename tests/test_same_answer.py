"""The same question gets the same answer on SQLite and PostgreSQL, whatever is asked."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.api import RESOURCES
from app.core.database import migrate
from app.core.fields import Field, Kind, Operator, Resource
from app.core.settings import Settings
from app.curation.loader import load
from app.curation.reader import Corpus
from app.main import create_app
from tests.databases import open_engine, sibling

WORDS = st.sampled_from(["exo", "É", "%", "_", "\\", "'", "β", "hair density", "10", "MSC", "ß", "a%b"])
NUMBERS = st.integers(-3, 400)
BY_KIND: dict[Kind, st.SearchStrategy[object]] = {
    Kind.INTEGER: NUMBERS | st.integers(2018, 2026) | st.just(2_147_483_647),
    Kind.NUMBER: NUMBERS | st.sampled_from([0.3, 0.5, 12.5, -9]),
    Kind.BOOLEAN: st.sampled_from(["true", "false"]),
    Kind.DATE: st.dates(min_value=dt.date(1900, 1, 1)).map(lambda day: f"{day:%Y-%m-%d}") | st.just("2026-11-22"),
    Kind.TEXT: WORDS,
    Kind.IDENTIFIER: st.sampled_from(["KR", "EXS000009", "CTNNB1", "baseline", "é"]),
}


SYNTHESIS = [
    "synthesis/evidence-map",
    "synthesis/evidence-map?rows=product&cols=country&layer=level&level=human",
    "synthesis/safety?by=source&compare=human-msc,human-skin-cell",
    "synthesis/safety?by=indication&indication_depth=1&compare=wound-healing,scar-unspecified",
    "synthesis/safety?by=product",
    "synthesis/safety?by=evidence_level&compare=2,4",
    "synthesis/outcomes?measures=200",
    "synthesis/ladder",
    "synthesis/protocols",
    "synthesis/brief",
    "synthesis/brief.html?indication=hair-loss",
    "synthesis/studies?in=source_origin:plant&in=route:null",
    "charts/evidence-map.svg",
    "charts/timeline.vl.json?source_origin=human",
]


@pytest.fixture(scope="module")
def clients(postgres: str, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[TestClient]]:
    path: Path = tmp_path_factory.mktemp("same") / "exokb.sqlite"
    with open_engine(f"sqlite:///{path}") as one, open_engine(sibling(postgres, "exokb_same")) as other:
        for engine in (one, other):
            migrate(engine)
            with Session(engine) as session:
                load(session, corpus)
                session.commit()
        yield [TestClient(create_app(Settings(), engine)) for engine in (one, other)]


def values(field: Field, operator: Operator) -> st.SearchStrategy[object]:
    if operator == Operator.ISNULL:
        return BY_KIND[Kind.BOOLEAN]
    if field.closed:
        return st.sampled_from(field.closed.values())
    return st.just(field.example) if field.kind == Kind.SLUG else BY_KIND[field.kind]


@st.composite
def questions(draw: st.DrawFn, resource: Resource) -> dict[str, str]:
    names = draw(st.lists(st.sampled_from(list(resource.parameters)), max_size=3, unique=True))
    asked = {name: str(draw(values(*resource.parameters[name]))) for name in names}
    sort = draw(
        st.lists(st.sampled_from(resource.sort_values), min_size=1, max_size=2, unique_by=lambda key: key.strip("-"))
    )
    return asked | {"sort": ",".join(sort), "page_size": str(draw(st.integers(1, 40)))}


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_databases_give_the_same_answer(
    clients: list[TestClient], resource: Resource, data: st.DataObject
) -> None:
    asked = data.draw(questions(resource))

    one, other = (client.get(f"/v1/{resource.name}", params=asked) for client in clients)

    assert one.status_code == other.status_code == 200, (asked, one.text)
    assert one.text == other.text


@pytest.mark.parametrize("address", SYNTHESIS)
def test_both_databases_give_the_same_synthesis(clients: list[TestClient], address: str) -> None:
    one, other = (client.get(f"/v1/{address}") for client in clients)

    assert one.status_code == other.status_code == 200, one.text
    assert one.content == other.content

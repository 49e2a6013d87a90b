"""Every dimension is a filter of studies, can be laid out, and leads to its studies."""

import pytest
from fastapi.testclient import TestClient

from app.charts.catalogue import CHARTS
from app.shared.studies import STUDIES
from app.synthesis.asking.behind import AFTER, IN
from app.synthesis.asking.dimensions import DIMENSIONS
from app.synthesis.evidence_map import MAP_OPTIONS
from app.synthesis.harm.safety import SAFETY_OPTIONS
from app.synthesis.outcomes.summary import OUTCOME_OPTIONS

OPTIONS = (
    *MAP_OPTIONS,
    *SAFETY_OPTIONS,
    *OUTCOME_OPTIONS,
    IN,
    AFTER,
    *(each for chart in CHARTS for each in chart.options),
)


def test_dimensions_are_named_as_filters_and_options_are_not() -> None:
    assert set(DIMENSIONS) <= {field.name for field in STUDIES.fields}
    assert {option.name for option in OPTIONS}.isdisjoint(STUDIES.parameters)


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_dimension_is_laid_out_and_leads_to_its_studies(client: TestClient, name: str) -> None:
    cols = "level" if name != "level" else "design"
    found = client.get(f"/v1/synthesis/evidence-map?rows={name}&cols={cols}&indication=hair-loss").json()["data"]

    for cell in (found["cells"][0], found["cells"][-1]):
        behind = client.get(cell["studies_link"])
        assert behind.json()["data"]["total"] == cell["evidence"]["studies"], behind.text

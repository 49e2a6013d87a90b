"""Pictures of maps: what has no room is left out so that no row lies, and what is left out is told."""

from collections import defaultdict
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.charts.dimensions import NAMES
from app.charts.evidence_map import MANY
from app.charts.sides import MOST_COLS, MOST_ROWS
from app.synthesis import evidence_map
from app.synthesis.asking.dimensions import DIMENSIONS
from tests.synthesis.test_charts import spec, told

DEEP = "rows=source&source_depth=2&cols=indication&indication_depth=2"


def draw(client: TestClient, query: str) -> Any:
    return spec(client, "evidence-map", f"?{query}")


def sides(found: Any) -> tuple[list[str], list[str]]:
    return found["encoding"]["y"]["sort"], found["encoding"]["x"]["sort"]


def rows_of(found: Any) -> dict[str, int]:
    """Count the studies drawn in each row."""
    rows: dict[str, int] = defaultdict(int)
    for point in found["data"]["values"]:
        rows[point["row"]] += point["studies"]
    return rows


def test_each_dimension_has_a_name() -> None:
    assert set(NAMES) == set(DIMENSIONS)


def test_the_sides_are_named_above_the_map_with_their_units(client: TestClient) -> None:
    found = draw(client, "rows=sessions&cols=interval_weeks")

    assert "Rows: number of sessions. Columns: interval between sessions, in weeks." in told(found)
    assert [found["encoding"][side]["axis"]["title"] for side in "xy"] == [None, None]


def test_a_map_marks_its_gaps_and_tells_what_it_leaves_out(client: TestClient) -> None:
    found = draw(client, "rows=source&cols=indication")

    assert any(point["studies"] == 0 for point in found["data"]["values"])
    assert "A cross marks a gap: no study." in told(found)
    assert "without any" in told(found)


def test_what_a_filter_leaves_out_is_no_gap(client: TestClient) -> None:
    words = told(draw(client, "source_origin=plant"))

    assert "A cross: none of the studies asked for." in words
    assert "gap" not in words
    assert "A cross marks a gap" in told(draw(client, "rollup=false"))


def test_a_map_without_gaps_speaks_of_none(client: TestClient) -> None:
    assert "cross" not in told(draw(client, "accession=EXS000001&rows=design&cols=year")).lower()


@pytest.mark.parametrize(
    ("query", "rows", "cols"),
    [
        ("", "source origin", "category of indication"),
        ("year__gte=2020", "source origin", "category of indication"),
        ("indication=hair-loss", "source origin", "evidence level, 1 is strongest"),
        ("indication_category__not=wound", "source origin", "evidence level, 1 is strongest"),
        ("source__not=human", "design", "category of indication"),
        ("source_origin=plant&indication=wound-healing", "design", "evidence level, 1 is strongest"),
        ("source_origin=plant&rows=source", "source", "category of indication"),
        ("indication=hair-loss&cols=indication", "source origin", "indication"),
        ("indication=hair-loss&rows=evidence_level", "evidence level, 1 is strongest", "level of observation"),
        ("source_origin=plant&cols=design", "level of observation", "design"),
        ("source_origin=plant&design=case_series", "level of observation", "category of indication"),
    ],
)
def test_a_map_is_not_laid_out_by_what_a_filter_names(client: TestClient, query: str, rows: str, cols: str) -> None:
    assert f"Rows: {rows}. Columns: {cols}." in told(draw(client, query))


@pytest.mark.parametrize(("query", "several"), [("rows=design&cols=year", False), ("rows=design&cols=route", True)])
def test_a_study_can_stand_in_several_cells(client: TestClient, query: str, several: bool) -> None:  # noqa: FBT001
    assert ("A study can stand in several cells." in told(draw(client, query))) is several


def test_parts_of_protocols_are_named_in_words(client: TestClient) -> None:
    rows, _ = sides(draw(client, "rows=reports&cols=design"))

    assert {"number of participants", "statement on harm", "not stated"} < set(rows)


@pytest.mark.parametrize("query", ["", "accession=EXS000001", DEEP])
def test_the_area_of_a_bubble_is_in_proportion_to_its_studies(client: TestClient, query: str) -> None:
    found = draw(client, query)
    scale = found["layer"][1]["encoding"]["size"]["scale"]
    (least, most), (smallest, largest) = scale["domain"], scale["range"]

    assert (scale["type"], scale["clamp"]) == ("linear", True)
    assert least / most == pytest.approx(smallest / largest)
    assert most == max(MANY, *(point["studies"] for point in found["data"]["values"]))


def test_long_names_of_rows_have_two_lines(client: TestClient) -> None:
    rows, cols = sides(draw(client, DEEP))

    assert "Human adipose mesenchymal\nstem/stromal cell" in rows
    assert not [label for label in [*rows, *cols] if "…" in label]


def test_a_picture_needs_no_cell_that_it_does_not_draw(client: TestClient) -> None:
    refused = client.get(f"/v1/synthesis/evidence-map?{DEEP}").json()["errors"]
    rows, cols = sides(draw(client, DEEP))

    assert [(fault["code"], "filters" in fault["message"]) for fault in refused] == [("too-many-cells", False)]
    assert (len(rows), len(cols)) == (MOST_ROWS, MOST_COLS)


def test_a_picture_of_too_many_filled_cells_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_map, "MAX_CELLS", 40)

    answer = client.get("/v1/charts/evidence-map.svg?rows=dose&cols=product")
    assert [fault["code"] for fault in answer.json()["errors"]] == ["too-many-cells"]
    assert "more filters" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "query", ["rows=product&cols=dose", "rows=dose&cols=product", "rows=country&cols=product", DEEP]
)
def test_no_row_is_drawn_without_a_study(client: TestClient, query: str) -> None:
    assert all(rows_of(draw(client, query)).values())


def test_rows_whose_columns_have_no_room_are_left_out(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.charts.sides.MOST_COLS", 2)

    found = draw(client, "rows=product&cols=dose&product__isnull=false")
    assert all(rows_of(found).values())
    assert len(rows_of(found)) < MOST_ROWS


@pytest.mark.parametrize(
    "query",
    ["rows=product&cols=dose", "rows=sessions&cols=year", "rows=route&cols=indication", "rows=country&cols=isolation"],
)
def test_the_missing_value_comes_last(client: TestClient, query: str) -> None:
    rows, cols = sides(draw(client, query))

    assert (rows[-1], cols[-1]) == ("not stated", "not stated")


@pytest.mark.parametrize(
    ("query", "side", "most"), [("rows=source&cols=year", 1, MOST_COLS), ("rows=year&cols=dose", 0, MOST_ROWS)]
)
def test_the_latest_years_are_drawn_without_a_break(client: TestClient, query: str, side: int, most: int) -> None:
    found = draw(client, query)

    years = [int(year) for year in sides(found)[side][:-1]]
    assert years == list(range(2026 - most + 2, 2027))
    assert "earlier year" in told(found)


def test_ordered_values_keep_their_order(client: TestClient) -> None:
    rows, cols = sides(draw(client, "rows=sessions&cols=evidence_level"))

    assert [float(row) for row in rows[:-1]] == sorted(float(row) for row in rows[:-1])
    assert cols[:-1] == sorted(cols[:-1])


def test_only_what_is_so_is_said_of_what_is_left_out(client: TestClient) -> None:
    found = draw(client, "rows=product&cols=dose")

    assert "Not drawn: 14 rows with studies; 57 columns with studies." in told(found)
    assert "Not drawn" not in told(draw(client, "rows=sessions&cols=interval_weeks"))

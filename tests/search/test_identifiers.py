"""Identifiers are understood as people paste them."""

import pytest
from fastapi.testclient import TestClient

from app.identifiers import begun, recognise


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("PMID 33073298", ("pmid", "33073298")),
        ("pmid: 33073298.", ("pmid", "33073298")),
        ("DOI 10.2340/00015555-3666", ("doi", "10.2340/00015555-3666")),
        ("DOI: https://doi.org/10.3390/LIFE16020217", ("doi", "10.3390/life16020217")),
        ("10.3390/life16020217.", ("doi", "10.3390/life16020217")),
        ("10.3390/life16020217).", ("doi", "10.3390/life16020217")),
        ("10.1016/s0140(05)", ("doi", "10.1016/s0140(05)")),
        ("PMCID: PMC12942482;", ("pmcid", "PMC12942482")),
        ("NCT05499156,", ("nct", "NCT05499156")),
        ("pmid cells", None),
        ("pmid 0", None),
        ("doi:", None),
        ("...", None),
    ],
)
def test_what_stands_around_an_identifier_does_not_matter(text: str, known: tuple[str, str] | None) -> None:
    assert recognise(text) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("pmid:33", ("pmid", "33")),
        ("doi:10.1111/jocd", ("doi", "10.1111/jocd")),
        ("10.36922/gpd.", ("doi", "10.36922/gpd.")),
        ("pmcid:12", ("pmcid", "PMC12")),
        ("NCT: nct05", ("nct", "NCT05")),
        ("33", None),
        ("doi:33", None),
    ],
)
def test_a_prefix_tells_what_is_begun(text: str, known: tuple[str, str] | None) -> None:
    assert begun(text) == known


@pytest.mark.parametrize("text", ["DOI 10.3390/life16020217", "10.3390/life16020217.", "PMCID: PMC12942482"])
def test_the_study_of_a_pasted_identifier_is_found(client: TestClient, text: str) -> None:
    answer = client.get("/v1/studies", params={"q": text}).json()

    assert [study["accession"] for study in answer["data"]][:1] == ["EXS000004"]
    assert answer["meta"]["query"]["search"]["identifier"] is not None

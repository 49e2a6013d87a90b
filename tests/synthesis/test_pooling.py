"""What is pooled of outcomes: the first pair of each study, at one time point, of one thing counted."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

ARMS = [
    factories.arm(),
    factories.arm(key="control", role="comparator", source=None, comparator_type="placebo"),
]


def healed(value: int, weeks: int | None = None, what: str = "patients") -> dict[str, Any]:
    """Count in the arm with vesicles."""
    counted = {"measure": "cured", "value": value, "unit": f"{what} of 20", "timepoint_weeks": weeks}
    return factories.outcome(compared_with="control", **counted)


def in_control(*counted: Any) -> dict[str, Any]:
    """Count in the arm without."""
    return healed(*counted) | {"arm": "control", "compared_with": None}


def study(number: int, *outcomes: dict[str, Any]) -> dict[str, Any]:
    known = {"design": "randomized_controlled_trial", "levels": ["human"], "identifiers": {}}
    return factories.study(f"EXS{number:06d}", arms=ARMS, outcomes=list(outcomes), **known)


def ask(client: TestClient) -> list[tuple[str, dict[str, tuple[int, int]]]]:
    """Give each thing counted with the numbers healed in the two arms of each study."""
    (measure,) = client.get("/v1/synthesis/outcomes").json()["data"]["measures"]
    for each in measure["pooling"]:
        assert each["accessions"] == [pair["study"] for pair in each["studies"]]
        assert (each["pooled"] is not None) == (len(each["accessions"]) > 1)
    return [
        (
            each["counted"],
            {p["study"]: (p["contrast"]["one"]["count"], p["contrast"]["other"]["count"]) for p in each["studies"]},
        )
        for each in measure["pooling"]
    ]


def test_only_what_was_counted_at_one_time_is_paired(session: Session, client: TestClient) -> None:
    load(
        session,
        factories.corpus(
            study(1, healed(12, 4), in_control(9, 12), in_control(3, 4)),
            study(2, healed(15, 12), in_control(8, 12)),
            study(3, healed(15, 4), in_control(8, 12)),
            study(4, healed(15), in_control(8, 12)),
        ),
    )

    assert ask(client) == [("patients", {"EXS000001": (12, 3), "EXS000002": (15, 8)})]


def test_of_several_pairs_of_a_study_the_first_is_pooled(session: Session, client: TestClient) -> None:
    pairs = [healed(12, 4), healed(18, 12), in_control(6, 12), in_control(3, 4)]
    load(session, factories.corpus(study(1, *pairs), study(2, healed(15), in_control(8))))

    assert ask(client) == [("patients", {"EXS000001": (12, 3), "EXS000002": (15, 8)})]


def test_different_things_counted_are_not_pooled(session: Session, client: TestClient) -> None:
    load(
        session,
        factories.corpus(
            study(1, healed(12), in_control(3)),
            study(2, healed(15, None, "wounds"), in_control(8, None, "wounds")),
            study(3, healed(11, None, "wounds"), in_control(7)),
        ),
    )

    assert ask(client) == [("patients", {"EXS000001": (12, 3)}), ("wounds", {"EXS000002": (15, 8)})]

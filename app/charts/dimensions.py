"""What pictures call the dimensions of evidence, with their units."""

from app.synthesis.asking.dimensions import DIMENSIONS

NAMES = {
    "source": "source",
    "source_origin": "source origin",
    "indication": "indication",
    "indication_category": "category of indication",
    "design": "design",
    "evidence_level": "evidence level, 1 is strongest",
    "level": "level of observation",
    "route": "route",
    "isolation": "method of isolation",
    "product": "product",
    "dose": "dose as stated",
    "sessions": "number of sessions",
    "interval_weeks": "interval between sessions, in weeks",
    "delivery_adjunct": "delivery adjunct",
    "reports": "part of the protocol that is reported",
    "year": "year",
    "country": "country",
    "publication_type": "type of publication",
    "safety_assessment": "what is said of harm",
}


def is_one_each(dimension: str) -> bool:
    """Say whether each study has one value only."""
    return DIMENSIONS[dimension].home == "study"

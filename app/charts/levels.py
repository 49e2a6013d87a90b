"""What pictures say of the levels of evidence, in words and in colours."""

from app.charts.style import Spec

UNGRADED = "ungraded"
WORDS = {
    1: "systematic reviews",
    2: "randomised trials",
    3: "cohorts, trials not randomised",
    4: "case series and the like",
    5: "animals, cells, narrative reviews",
}
# Viridis, stepped so that a number in a bubble can be read and no two steps are alike in grey; the strongest darkest.
COLOURS = {1: "#440154", 2: "#3b528b", 3: "#1f7f7a", 4: "#4fb85f", 5: "#f0d21f", None: "#ffffff"}
# Numbers on these are white.
DARK = (1, 2, 3)


def name_level(level: int | None) -> str:
    """Name a level by its number and what stands at it."""
    return UNGRADED if level is None else f"{level} {WORDS[level]}"


def level_colour(title: str, columns: int, **look: object) -> Spec:
    """Describe the colours of evidence levels with their legend."""
    scale = {"domain": [name_level(level) for level in COLOURS], "range": list(COLOURS.values())}
    legend = {"title": f"{title}, 1 is strongest", "orient": "top", "columns": columns, **look}
    return {"field": "level", "type": "nominal", "scale": scale, "legend": legend}

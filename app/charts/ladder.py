"""The ladder from the test tube to people: studies with results on each rung, and the rungs that are missing."""

from app.charts.asked import Asked
from app.charts.stacks import stack
from app.charts.style import Spec, empty, picture
from app.synthesis.ladder import spoken
from app.synthesis.schemas.ladder import Ladder

TITLE = "How far does the evidence reach?"
# Only results are solid.
COLOURS = {"with results": "#0072b2", "reviews": "#c6e0f1", "others": "#ffffff"}
MISSED = ("with results", "no results")
EXPLAINED = "A study stands on each rung at which it observed. Others: registrations, notices, designs not seen."


def draw(found: Ladder, asked: Asked) -> Spec:
    """Draw the ladder, people on top."""
    told = asked.told(EXPLAINED, found.statement)
    if not any(rung.evidence.studies for rung in found.rungs):
        return empty(TITLE, told, "No study that matches the question says at which level it observed.")
    rows = {
        spoken(rung.level): dict(zip(COLOURS, (rung.with_results, rung.reviews, rung.others), strict=True))
        for rung in reversed(found.rungs)
    }
    return picture(TITLE, told, stack(rows, COLOURS, MISSED))

"""The ladder from the test tube to people: studies with results on each rung, and the rungs that are missing."""

from app.charts.style import INK, PALE, QUIET, WIDTH, Spec, count_axis, empty, picture
from app.synthesis.schemas.ladder import Ladder

TITLE = "How far does the evidence reach?"
NAMES = {"in_vitro": "in vitro", "ex_vivo": "ex vivo", "animal": "in animals", "human": "in people"}
KINDS = ("with results", "without results (registrations, notices)")


def draw(found: Ladder, told: list[str]) -> Spec:
    """Draw the ladder, people on top."""
    told = [*told, "A study stands on each rung at which it observed.", found.statement]
    bars: list[Spec] = []
    labels: list[Spec] = []
    for rung in reversed(found.rungs):
        name, waiting = NAMES[rung.level], rung.evidence.studies - rung.with_results
        bars += [
            {"rung": name, "kind": kind, "studies": studies, "place": place}
            for place, (kind, studies) in enumerate(zip(KINDS, (rung.with_results, waiting), strict=True))
            if studies
        ]
        more = f" + {waiting}" if waiting else ""
        label = f"{rung.with_results}{more}" if rung.evidence.studies else "no study"
        labels.append({"rung": name, "end": rung.evidence.studies, "label": label})
    if not bars:
        return empty(TITLE, told, "No study that matches the question says at which level it observed.")
    y = {"field": "rung", "type": "nominal", "sort": [row["rung"] for row in labels], "axis": {"title": None}}
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(KINDS), "range": ["#0072b2", PALE]},
        "legend": {"title": None, "orient": "top", "symbolType": "square"},
    }
    axis = count_axis("studies", max(rung.evidence.studies for rung in found.rungs))
    x = {"field": "studies", "type": "quantitative", "axis": axis}
    bar = {
        "data": {"values": bars},
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5},
        "encoding": {"x": x, "color": colour, "order": {"field": "place", "type": "quantitative"}},
    }
    text = {
        "data": {"values": labels},
        "mark": {"type": "text", "align": "left", "dx": 5, "color": QUIET},
        "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "label"}},
    }
    body = {
        "width": WIDTH,
        "height": {"step": 38},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"y": y},
        "layer": [bar, text],
    }
    return picture(TITLE, told, body)

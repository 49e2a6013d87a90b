"""A forest plot: how often each adverse event occurred, with exact intervals, where affected and at risk are stated."""

from app.charts.style import QUIET, RULE, WIDTH, Spec, empty, picture
from app.synthesis.schemas.safety import SafetyGroup, SafetySynthesis

TITLE = "How often did adverse events occur?"
MOST = 30
COLOUR = "#0072b2"
NO_EVENT = "no event of any kind observed"


def draw(found: SafetySynthesis, told: list[str]) -> Spec:
    """Draw the forest plot."""
    rates = [row for group in found.groups for row in _rows(group)]
    told = [*told, _counted(found)] if found.overall.evidence.studies else told
    if not rates:
        return empty(TITLE, told, "No arm states how many were affected and how many were at risk.")
    if len(rates) > MOST:
        told = [*told, f"Drawn: the {MOST} rates with most participants at risk, of {len(rates)}."]
        rates = sorted(rates, key=lambda row: -int(row["of"]))[:MOST]
    rates.sort(key=lambda row: (str(row["group"]), -float(row["high"])))
    body = {
        "width": WIDTH,
        "height": {"step": 24},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rates},
        "encoding": {"y": _rows_of([str(row["label"]) for row in rates])},
        "layer": [
            {"mark": RULE, "encoding": {"x": _x("low"), "x2": {"field": "high"}}},
            _points("datum.affected > 0", {"fill": COLOUR, "stroke": COLOUR}),
            _points("datum.affected == 0", {"fill": "white", "stroke": COLOUR, "strokeWidth": 1.6}),
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": QUIET, "fontSize": 10},
                "encoding": {"x": _x("high"), "text": {"field": "count"}},
            },
        ],
    }
    return picture(TITLE, told, body)


def _rows_of(labels: list[str]) -> Spec:
    axis = {"title": None, "grid": False, "labelLimit": 330}
    return {"field": "label", "type": "nominal", "sort": labels, "axis": axis}


def _x(field: str) -> Spec:
    axis = {"title": "affected, % of those at risk", "tickCount": 5}
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis}


def _points(test: str, look: Spec) -> Spec:
    mark = {"type": "point", "shape": "square", "size": 60, "opacity": 1} | look
    return {"transform": [{"filter": test}], "mark": mark, "encoding": {"x": _x("share")}}


def _rows(group: SafetyGroup) -> list[Spec]:
    rows = [(event.term_ref.name, event.rate) for event in group.events if event.rate and event.term_ref]
    if group.no_harm_of_any_kind:
        rows.append((NO_EVENT, group.no_harm_of_any_kind))
    return [
        {
            "label": f"{group.name}: {name}",
            "group": group.name,
            "affected": rate.count,
            "of": rate.of,
            "count": f"{rate.count}/{rate.of}",
            "share": 100 * (rate.share or 0.0),
            "low": 100 * rate.interval.low,
            "high": 100 * rate.interval.high,
        }
        for name, rate in rows
        if rate.interval
    ]


def _counted(found: SafetySynthesis) -> str:
    events = found.overall.events
    stated, silent = sum(each.arms_with_rate for each in events), sum(each.arms_without_rate for each in events)
    silence = next(each for each in found.overall.assessments if each.assessment == "not_reported").evidence.studies
    return (
        f"Bars: exact 95 % intervals. {stated} counts of events in arms state affected and at risk; {silent} do not. "
        f"{silence} of {found.overall.evidence.studies} studies say nothing of harm."
    )

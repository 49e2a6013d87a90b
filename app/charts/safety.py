"""A forest plot: how often each adverse event occurred, with exact intervals, where affected and at risk are stated."""

from app.charts.style import INK, QUIET, WIDTH, Spec, empty, picture
from app.synthesis.schemas.safety import SafetyGroup, SafetySynthesis

TITLE = "How often did adverse events occur?"
MOST = 30
NO_EVENT = "No event of any kind (upper bound)"


def draw(found: SafetySynthesis, told: list[str]) -> Spec:
    """Draw the forest plot."""
    rates = [row for group in found.groups for row in _rows(group)]
    told = [*told, _counted(found)]
    if not rates:
        return empty(TITLE, told, "No arm states how many were affected and how many were at risk.")
    if len(rates) > MOST:
        told = [*told, f"Drawn: the {MOST} rates with most participants at risk, of {len(rates)}."]
        rates = sorted(rates, key=lambda row: -int(row["of"]))[:MOST]
    rates.sort(key=lambda row: (str(row["group"]), -float(row["high"])))
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [row["label"] for row in rates],
        "axis": {"title": None, "grid": False, "labelLimit": 330},
    }
    percent = {"type": "quantitative", "scale": {"domain": [0, 100]}}
    x = percent | {"field": "share", "axis": {"title": "affected, % of those at risk", "tickCount": 5}}
    body = {
        "width": WIDTH,
        "height": {"step": 24},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rates},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
                "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}},
            },
            {
                "transform": [{"filter": "datum.affected > 0"}],
                "mark": {"type": "square", "filled": True, "size": 60, "color": "#0072b2", "opacity": 1},
                "encoding": {"x": x},
            },
            {
                "transform": [{"filter": "datum.affected == 0"}],
                "mark": {
                    "type": "square",
                    "size": 60,
                    "fill": "white",
                    "stroke": "#0072b2",
                    "strokeWidth": 1.6,
                    "opacity": 1,
                },
                "encoding": {"x": x},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": QUIET, "fontSize": 10},
                "encoding": {"x": x | {"field": "high"}, "text": {"field": "count"}},
            },
        ],
    }
    return picture(TITLE, told, body)


def _rows(group: SafetyGroup) -> list[Spec]:
    rows = [
        (event.term_ref.name, event.rate)
        for event in group.events
        if event.rate and event.rate.interval and event.term_ref
    ]
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
        f"Bars: exact 95 % intervals. {stated} events of arms state both numbers and are drawn; {silent} do not. "
        f"{silence} of {found.overall.evidence.studies} studies say nothing of harm."
    )

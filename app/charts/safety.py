"""A forest plot: how often each adverse event occurred, with exact intervals, where affected and at risk are stated."""

from app.charts.asked import Asked
from app.charts.forest import BOUND, RATE, forest
from app.charts.harm import tell_answers, tell_counts, tell_groups, tell_no_rate, tell_undrawn
from app.charts.lettering import fit
from app.charts.style import Spec, empty, picture
from app.synthesis.harm.harm_words import name_event
from app.synthesis.schemas.base import Interval, Proportion
from app.synthesis.schemas.safety import SafetyGroup, SafetySynthesis
from app.synthesis.words import bound, percent

TITLE = "How often did adverse events occur?"
MOST, ROOM = 30, 190
SQUARES = "Squares: rates with exact 95 % intervals."
TICKS = "Dashed to a tick: one-sided 95 % upper bound in studies picked because they saw no event; no estimate."


def draw(found: SafetySynthesis, asked: Asked) -> Spec:
    """Draw the forest plot."""
    rows = [row for group in found.groups for row in _rows(group)]
    drawn = rows
    if len(rows) > MOST:
        most = sorted(rows, key=lambda row: -int(row["of"]))[:MOST]
        drawn = [row for row in rows if row in most]
    kinds = {row["kind"] for row in drawn}
    told = asked.told(
        tell_answers(found),
        f"{tell_groups(found)} {SQUARES}" if RATE in kinds else tell_groups(found),
        TICKS if BOUND in kinds else "",
        tell_counts(found),
        *tell_undrawn(found),
        f"Drawn: the {MOST} rows with most participants at risk, of {len(rows)}." if len(rows) > MOST else "",
    )
    if not rows:
        return empty(TITLE, told, tell_no_rate(found))
    labels = fit([str(row["label"]) for row in drawn], ROOM, 2)
    return picture(TITLE, told, forest([{**row, "row": label} for row, label in zip(drawn, labels, strict=True)]))


def _rows(group: SafetyGroup) -> list[Spec]:
    """Give the rates of a group, the least certain first, and then the bound where no event was seen."""
    rows = [
        _rate(f"{group.name}: {name_event(event)}", event.rate, event.rate.interval)
        for event in group.events
        if event.rate and event.rate.interval
    ]
    rows.sort(key=lambda row: -float(row["high"]))
    none = group.no_harm_of_any_kind
    if none and none.upper_bound is not None:
        rows.append(
            {
                "label": f"{group.name}: no event",
                "kind": BOUND,
                "of": none.of,
                "low": 0,
                "high": 100 * none.upper_bound,
                "count": f"0/{none.of} · at most {bound(none.upper_bound)}",
            }
        )
    return rows


def _rate(label: str, rate: Proportion, interval: Interval) -> Spec:
    share, low, high = rate.share or 0.0, interval.low, interval.high
    between = f"{percent(low).removesuffix(' %')}–{percent(high).removesuffix(' %')}"  # noqa: RUF001
    return {
        "label": label,
        "kind": RATE,
        "affected": rate.count,
        "of": rate.of,
        "count": f"{rate.count}/{rate.of} · {percent(share)} ({between})",
        "share": 100 * share,
        "low": 100 * low,
        "high": 100 * high,
    }

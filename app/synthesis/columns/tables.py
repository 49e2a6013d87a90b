"""The tables that synthesis counts, as columns: arms, outcomes, events, mechanisms; read once, then renewed."""

from collections.abc import Iterable
from dataclasses import replace

from app.reads.columns import Column, Numbers, Source, Table, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.reads.tables import read_table
from app.vocab import Relatedness

ORIGINS = "SELECT slug, origin FROM exosome_source"
PARTS = ("source", "route", "isolation", "product", "dose", "sessions", "interval_weeks", "delivery_adjunct")
COMPARATOR = ("comparator_type", "comparator_name")
ARMS = Source(
    "study_arm",
    {"study": "study_id", "position": "position"},
    {name: name for name in ("key", *PARTS, "n", *COMPARATOR)},
)


def _finding(table: str, numbers: dict[str, str], coded: Iterable[str]) -> Source:
    keys = {"study": "study_id", "position": "position"}
    return Source(table, keys | numbers, {name: name for name in ("arm", *coded)})


OUTCOMES = _finding(
    "outcome",
    {"figure": "CASE WHEN value IS NULL AND change IS NULL THEN 0 ELSE 1 END"},
    ("measure_key", "measure", "direction", "timepoint_weeks", "compared_with"),
)
EVENTS = _finding(
    "adverse_event",
    {
        # Both, or neither: nobody of nobody is no share.
        "affected": "CASE WHEN coalesce(n_at_risk, 0) = 0 THEN -1 ELSE coalesce(n_affected, -1) END",
        "at_risk": "CASE WHEN n_affected IS NULL OR n_at_risk = 0 THEN -1 ELSE coalesce(n_at_risk, -1) END",
        "serious": "coalesce(CAST(serious AS INTEGER), -1)",
        "unrelated": f"CASE WHEN relatedness = '{Relatedness.UNRELATED.value}' THEN 1 ELSE 0 END",
        # Whether the text says that the event befell nobody.
        "nobody": "CASE WHEN n_affected = 0 THEN 1 ELSE 0 END",
    },
    ("term",),
)
COUNTED = replace(
    _finding("outcome", {}, ("measure_key", "value", "unit_key", "timepoint_weeks", "compared_with")),
    where="value IS NOT NULL AND unit_key LIKE '% of %'",
)
LEVELS = Source("study_level", {"study": "study_id", "position": "position"}, {"level": "level"})
MECHANISMS = _finding("mechanism", {}, ("pathway", "effect"))


@per_revision
def levels_of(snapshot: Snapshot) -> Table:
    """Give the levels of observation of all studies."""
    return read_table(snapshot, LEVELS)


@per_revision
def arms_of(snapshot: Snapshot) -> Table:
    """Give the arms of all studies."""
    return read_table(snapshot, ARMS)


@per_revision
def outcomes_of(snapshot: Snapshot) -> Table:
    """Give the outcomes of all studies."""
    return _findings(snapshot, OUTCOMES)


@per_revision
def events_of(snapshot: Snapshot) -> Table:
    """Give the adverse events of all studies."""
    return _findings(snapshot, EVENTS)


@per_revision
def mechanisms_of(snapshot: Snapshot) -> Table:
    """Give the mechanisms of all studies."""
    return _findings(snapshot, MECHANISMS)


@per_revision
def counted_of(snapshot: Snapshot) -> Table:
    """Give the outcomes whose unit says of how many the value is a count."""
    return _findings(snapshot, COUNTED)


def _findings(snapshot: Snapshot, source: Source) -> Table:
    """Read findings; `arm` is the place of the arm among all arms."""
    read = read_table(snapshot, source)
    places = places_of_arms(snapshot, read["study"], read.coded["arm"])
    coded = {name: column for name, column in read.coded.items() if name != "arm"}
    return Table({**read.numbers, "arm": places.astype(np.uint32)}, coded)


def places_of_arms(snapshot: Snapshot, study: Numbers, named: Column) -> Numbers:
    """Give the places of arms, which are named by keys within their studies; -1 for what names no arm."""
    key = arms_of(snapshot).coded["key"]
    size = len(key.values)
    place = {value: code for code, value in enumerate(key.values)}
    codes = np.array([place.get(value, 0) for value in named.values])[named.codes]
    order, ordered = _by_key(snapshot)
    wanted = study.astype(np.int64) * size + codes
    found = np.minimum(np.searchsorted(ordered, wanted), max(ordered.size - 1, 0))
    places: Numbers = np.where(ordered[found] == wanted, order[found], -1) if ordered.size else np.full(study.size, -1)
    return places


@per_revision
def _by_key(snapshot: Snapshot) -> tuple[Numbers, Numbers]:
    """Give the places of arms in the order of studies and keys, and both as one number."""
    arms = arms_of(snapshot)
    key = arms.coded["key"]
    of_arms = arms["study"].astype(np.int64) * len(key.values) + key.codes
    order = np.argsort(of_arms)
    return order.astype(np.int32), of_arms[order]


def given(snapshot: Snapshot) -> Numbers:
    """Tell which arms were given vesicles."""
    told: Numbers = arms_of(snapshot).coded["source"].codes > 0
    return told


@per_revision
def origins(snapshot: Snapshot) -> Column:
    """Give the origin of what each arm was given."""
    return arms_of(snapshot).coded["source"].recoded(dict(snapshot.rows(ORIGINS)))

"""The tables that synthesis counts, as columns: arms, outcomes, events, mechanisms; each read once for a revision."""

from collections.abc import Iterable

from app.reads.columns import Column, Columns, Numbers, Source, Table
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.reads.tables import read_table

ORIGINS = "SELECT slug, origin FROM exosome_source"
PARTS = ("source", "route", "isolation", "product", "dose", "sessions", "interval_weeks", "delivery_adjunct")
ARMS = Source("study_arm", {"study": "study_id", "position": "position"}, {name: name for name in ("key", *PARTS, "n")})


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
        "affected": "CASE WHEN n_at_risk IS NULL THEN -1 ELSE coalesce(n_affected, -1) END",
        "at_risk": "CASE WHEN n_affected IS NULL THEN -1 ELSE coalesce(n_at_risk, -1) END",
        "serious": "coalesce(CAST(serious AS INTEGER), -1)",
    },
    ("term",),
)
LEVELS = Source("study_level", {"study": "study_id", "position": "position"}, {"level": "level"})
MECHANISMS = _finding("mechanism", {}, ("pathway", "effect"))


def levels_of(snapshot: Snapshot) -> Table:
    """Give the levels of observation of all studies."""
    return Columns(snapshot).get("levels", lambda: read_table(snapshot, LEVELS))


def arms_of(snapshot: Snapshot) -> Table:
    """Give the arms of all studies."""
    return Columns(snapshot).get("arms", lambda: read_table(snapshot, ARMS))


def outcomes_of(snapshot: Snapshot) -> Table:
    """Give the outcomes of all studies."""
    return _findings(snapshot, "outcomes", OUTCOMES)


def events_of(snapshot: Snapshot) -> Table:
    """Give the adverse events of all studies."""
    return _findings(snapshot, "events", EVENTS)


def mechanisms_of(snapshot: Snapshot) -> Table:
    """Give the mechanisms of all studies."""
    return _findings(snapshot, "mechanisms", MECHANISMS)


def _findings(snapshot: Snapshot, name: str, source: Source) -> Table:
    """Read findings; `arm` is the place of the arm among all arms."""

    def make() -> Table:
        read, arms = read_table(snapshot, source), arms_of(snapshot)
        key, named = arms.coded["key"], read.coded["arm"]
        size = len(key.values)
        # A key names an arm within its study.
        place = {value: code for code, value in enumerate(key.values)}
        codes = np.array([place[value] for value in named.values])[named.codes]
        of_arms = arms["study"].astype(np.int64) * size + key.codes
        order = np.argsort(of_arms)
        places = order[np.searchsorted(of_arms, read["study"].astype(np.int64) * size + codes, sorter=order)]
        coded = {name: column for name, column in read.coded.items() if name != "arm"}
        return Table({**read.numbers, "arm": places.astype(np.uint32)}, coded)

    return Columns(snapshot).get(name, make)


def given(snapshot: Snapshot) -> Numbers:
    """Tell which arms were given vesicles."""
    told: Numbers = arms_of(snapshot).coded["source"].codes > 0
    return told


def origins(snapshot: Snapshot) -> Column:
    """Give the origin of what each arm was given."""

    def make() -> Column:
        return arms_of(snapshot).coded["source"].recoded(dict(snapshot.rows(ORIGINS)))

    return Columns(snapshot).get("origins", make)

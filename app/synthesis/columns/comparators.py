"""With what each outcome was compared, in words that mean the same in every study; keys of arms do not."""

from app.reads.columns import Column, Numbers, distinct, narrow, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.tables import arms_of, given, outcomes_of, places_of_arms
from app.synthesis.outcomes.findings import sources_of
from app.vocab import ComparedWith

BASELINE = "baseline"
OTHER = "an arm without vesicles"


@per_revision
def compared_of(snapshot: Snapshot) -> Column:
    """Give for each outcome the comparator: baseline, what another arm was given, or nothing."""
    outcomes = outcomes_of(snapshot)
    named = outcomes.coded["compared_with"]
    place = places_of_arms(snapshot, outcomes["study"], named)
    words, of_arms = _arms_in_words(snapshot)
    values = sorted({BASELINE, *words})
    rank = np.array([values.index(word) + 1 for word in words], dtype=np.intp)
    codes = np.where(named.having(BASELINE), values.index(BASELINE) + 1, 0)
    of_arm = place >= 0
    codes[of_arm] = rank[of_arms[place[of_arm]]]
    return Column([None, *values], narrow(codes))


@per_revision
def kinds_compared(snapshot: Snapshot) -> Column:
    """Give for each outcome the kind of comparator."""
    outcomes = outcomes_of(snapshot)
    named = outcomes.coded["compared_with"]
    arm = places_of_arms(snapshot, outcomes["study"], named)
    found = [(arm >= 0) & ~given(snapshot)[arm], arm >= 0, named.having(BASELINE)]
    return Column([None, *ComparedWith.values()], np.select(found, [1, 2, 3], 4).astype(np.uint8))


def _arms_in_words(snapshot: Snapshot) -> tuple[list[str], Numbers]:
    """Give what arms were given, in words, and for each arm the place of its words."""
    arms, names = arms_of(snapshot), sources_of(snapshot)
    columns = [arms.coded[name] for name in ("source", "comparator_type", "comparator_name")]
    sizes = [len(column.values) for column in columns]
    keys, places = distinct(np.ravel_multi_index([column.codes for column in columns], sizes))
    words = []
    for codes in zip(*np.unravel_index(keys, sizes), strict=True):
        source, kind, name = (column.values[code] for column, code in zip(columns, codes, strict=True))
        words.append(
            f"vesicles ({names[source].name})" if source else name or (kind and kind.replace("_", " ")) or OTHER
        )
    return words, places

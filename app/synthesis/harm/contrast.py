"""Two shares side by side, with the intervals of their difference and their ratio."""

from collections.abc import Sequence

from app.reads.numeric import np
from app.synthesis.remembered import Remembered
from app.synthesis.schemas.comparison import Contrast
from app.synthesis.statistics import KEPT, TwoByTwo, proportions, risk_differences, risk_ratio, rounded


def contrast(what: str, one: tuple[int, int], other: tuple[int, int]) -> Contrast:
    """Compare two shares, each a numerator and a denominator."""
    return contrasts([(*one, *other)], [what])[0]


def contrasts(counts: Sequence[TwoByTwo], names: Sequence[str]) -> list[Contrast]:
    """Compare pairs of shares, each pair with the name of what is compared."""
    return CONTRASTS.get(list(zip(counts, names, strict=True)))


def _contrasts(pairs: Sequence[tuple[TwoByTwo, str]]) -> list[Contrast]:
    table = np.array([counts for counts, _ in pairs], dtype=np.int64).T
    ones, others = proportions(table[0], table[1]), proportions(table[2], table[3])
    comparable = (table[1] > 0) & (table[3] > 0)
    one, of_one, other, of_other = table[:, comparable]
    differences = iter(risk_differences((one, of_one), (other, of_other)))
    found = []
    for place, ((count, of, against, of_against), name) in enumerate(pairs):
        interval = next(differences) if comparable[place] else None
        ratio = risk_ratio((count, of), (against, of_against)) if interval else None
        found.append(
            Contrast(
                what=name,
                one=ones[place],
                other=others[place],
                risk_difference=rounded(count / of - against / of_against) if interval else None,
                difference_interval=interval,
                risk_ratio=rounded((count / of) / (against / of_against)) if ratio else None,
                ratio_interval=ratio,
            )
        )
    return found


CONTRASTS = Remembered(_contrasts, KEPT)

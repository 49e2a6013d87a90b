"""By which pathways vesicles work, as studies say."""

from dataclasses import dataclass

from app.reads.columns import Numbers, marked, pairs, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.shared.refs import PathwayRef
from app.synthesis.asking.links import behind_links
from app.synthesis.asking.question import Question
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.tables import given, mechanisms_of
from app.synthesis.schemas.brief import EffectLinks, MechanismCount
from app.vocab import Effect

PATHWAYS = "SELECT slug, name FROM pathway"


@dataclass(frozen=True)
class Stated:
    """One entry for each study and pathway, of arms that were given vesicles."""

    study: Numbers
    pathway: Numbers
    # Whether the study states each effect.
    effects: list[Numbers]


@dataclass(frozen=True)
class Mechanisms:
    """The studies that state a mechanism, the pathways they name, and those of most studies."""

    studies: int
    pathways: int
    shown: list[MechanismCount]


def count_mechanisms(question: Question, counted: Counted, most: int) -> Mechanisms:
    """Count the studies that state a mechanism, and those of the most frequent pathways."""
    snapshot = counted.snapshot
    stated = _stated(snapshot)
    rows = np.flatnonzero(counted.flags[stated.study])
    slugs = mechanisms_of(snapshot).coded["pathway"].values
    codes = stated.pathway[rows]
    studies = np.bincount(codes, minlength=len(slugs))
    effects = [np.bincount(codes, effect[rows], minlength=len(slugs)) for effect in stated.effects]
    # Codes are in the order of slugs; 0 is no pathway.
    top = np.argsort(-studies[1:], kind="stable")[:most] + 1
    link, of_effect = behind_links(question, ["pathway"]), behind_links(question, ["pathway", "mechanism_effect"])
    names = _pathway_names(snapshot)
    shown = [
        MechanismCount(
            pathway_ref=PathwayRef(slug=slugs[code], name=names[slugs[code]]),
            studies=int(studies[code]),
            **{effect: int(counts[code]) for effect, counts in zip(Effect.values(), effects, strict=True)},
            studies_link=link([slugs[code]]),
            studies_links=EffectLinks(**{effect: of_effect([slugs[code], effect]) for effect in Effect.values()}),
        )
        for code in top[studies[top] > 0].tolist()
    ]
    stating = np.count_nonzero(marked(stated.study[rows], counted.flags.size))
    return Mechanisms(int(stating), int(np.count_nonzero(studies[1:])), shown)


@per_revision
def _pathway_names(snapshot: Snapshot) -> dict[str, str]:
    return dict(snapshot.rows(PATHWAYS))


@per_revision
def _stated(snapshot: Snapshot) -> Stated:
    mechanisms = mechanisms_of(snapshot)
    rows = np.flatnonzero(given(snapshot)[mechanisms["arm"]])
    pathway, effect = mechanisms.coded["pathway"], mechanisms.coded["effect"]
    stated = pairs(mechanisms["study"][rows], pathway.codes[rows])

    def having(value: str) -> Numbers:
        return marked(stated.place[effect.having(value)[rows]], stated.size)

    return Stated(stated.one, stated.other, [having(each) for each in Effect.values()])

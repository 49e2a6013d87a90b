"""The synthetic documents of the benchmarks are documents like any other."""

from itertools import islice

from app.core.settings import ROOT
from app.curation.reader import Corpus, Fault, read_line
from app.curation.rules import check
from app.document import Study
from benchmarks.synthetic.study import lines

SEED_DIR = ROOT / "seed"


def test_synthetic_documents_keep_every_rule(corpus: Corpus) -> None:
    faults: list[Fault] = []
    made = [
        read_line(line.removesuffix("\n").encode(), Study, "synthetic.jsonl", number, faults)
        for number, line in enumerate(lines(SEED_DIR, 60, seed=7), 1)
    ]
    synthetic = Corpus(
        sources=corpus.sources,
        indications=corpus.indications,
        adverse_event_terms=corpus.adverse_event_terms,
        pathways=corpus.pathways,
        studies=[item for item in made if item],
        release=corpus.release,
    )

    assert [str(fault) for fault in [*faults, *check(synthetic)]] == []
    assert len(synthetic.studies) == 60
    assert any(item.record.adverse_events for item in synthetic.studies)


def test_same_seed_gives_same_bytes_however_many_are_asked_for() -> None:
    few = list(lines(SEED_DIR, 20, seed=7))

    assert few == list(islice(lines(SEED_DIR, 60, seed=7), 20))
    assert few != list(lines(SEED_DIR, 20, seed=8))

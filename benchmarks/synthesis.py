"""Time cold answers of synthesis in pages of a list: `python -m benchmarks.synthesis DATABASE_URL`.

Cold means that no finished answer is kept. `first` is the first answer of a service, for which columns are read;
`written` the first after a write of one study, which the benchmark notes as a revision without changing anything;
`next` are those that follow, each asked in turn with pages of studies under the same filters: of 25, and of 200, the
largest there are. All are medians.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median

from fastapi.testclient import TestClient
from pyroaring import BitMap
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core.database import make_engine
from app.core.settings import Settings
from app.curation.revisions import advance
from app.main import create_app

QUESTIONS = ("", "?indication=hair-loss", "?source_origin=plant&year__gte=2022")
PAGE, LARGEST = "studies", 200
ANSWERS = (
    "synthesis/evidence-map",
    "synthesis/safety",
    "synthesis/outcomes",
    "synthesis/ladder",
    "synthesis/protocols",
    "synthesis/brief",
    "synthesis/studies",
    "charts/evidence-map.svg",
    "charts/timeline.svg",
)
FIRSTS, ROUNDS = 3, 15
Ask = Callable[[str], tuple[float, int]]


@contextmanager
def service(engine: Engine) -> Iterator[Ask]:
    """Start a service that keeps no answers; give what asks it, and tells seconds and bytes."""
    app = create_app(Settings(cache_mb=0), engine)
    client = TestClient(app)
    # As a server does when it has started.
    gc.collect()
    gc.freeze()

    def ask(address: str) -> tuple[float, int]:
        start = time.perf_counter()
        answer = client.get(f"/v1/{address}")
        taken = time.perf_counter() - start
        answer.raise_for_status()
        return taken, len(answer.content)

    try:
        yield ask
    finally:
        app.state.store.close()
        gc.unfreeze()


def first(engine: Engine, address: str) -> float:
    """Time the first answer of a service that has read nothing yet."""
    taken = []
    for _ in range(FIRSTS):
        with service(engine) as ask:
            ask(f"{PAGE}?page_size=1")
            taken.append(ask(address)[0])
    return median(taken)


def written(engine: Engine, ask: Ask, address: str) -> float:
    """Time the first answer after a write of one study, in a service that answered before."""
    taken = []
    for _ in range(FIRSTS):
        with Session(engine) as session:
            advance(session, BitMap([1]))
            session.commit()
        ask(f"{PAGE}?page_size=1")
        taken.append(ask(address)[0])
    return median(taken)


def alternating(ask: Ask, answer: str, pages: Sequence[str]) -> tuple[list[float], int]:
    """Time an answer and some pages in turn; give their seconds, and the bytes of the answer."""
    size = ask(answer)[1]
    rounds = [[ask(address)[0] for address in (answer, *pages)] for _ in range(ROUNDS)]
    return [median(times) for times in zip(*rounds, strict=True)], size


def main(url: str) -> None:
    """Print milliseconds, pages and kilobytes."""
    engine = make_engine(url)
    for question in QUESTIONS:
        sys.stdout.write(f"{question or 'everything'}\n")
        pages = [PAGE + question, f"{PAGE}{question or '?'}&page_size={LARGEST}"]
        for answer in ANSWERS:
            with service(engine) as ask:
                (taken, page, large), size = alternating(ask, answer + question, pages)
                after = written(engine, ask, answer + question)
            before = first(engine, answer + question)
            sys.stdout.write(
                f"  {answer:<24} first {1000 * before:6.0f} ms  written {1000 * after:6.0f} ms  "
                f"next {1000 * taken:6.1f} ms = {taken / page:5.1f} pages of {1000 * page:.1f} ms, "
                f"{taken / large:5.1f} of {1000 * large:.1f} ms, {size / 1000:7.1f} kB\n"
            )


if __name__ == "__main__":
    main(sys.argv[1])

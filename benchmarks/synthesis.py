"""Time cold answers of synthesis in pages of a list: `python -m benchmarks.synthesis DATABASE_URL`.

Cold means that no finished answer is kept. `first` is the first answer after a write, for which columns are read anew;
`next` are those that follow, each asked in turn with a page of studies under the same filters. All are medians.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.core.database import make_engine
from app.core.settings import Settings
from app.main import create_app

QUESTIONS = ("", "?indication=hair-loss", "?source_origin=plant&year__gte=2022")
PAGE = "studies"
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
    """Time the first answer of a service that has read nothing yet, as after a write."""
    taken = []
    for _ in range(FIRSTS):
        with service(engine) as ask:
            ask(f"{PAGE}?page_size=1")
            taken.append(ask(address)[0])
    return median(taken)


def alternating(ask: Ask, answer: str, page: str) -> tuple[float, float, int]:
    """Time an answer and a page in turn; give their seconds, and the bytes of the answer."""
    size = ask(answer)[1]
    pairs = [(ask(answer)[0], ask(page)[0]) for _ in range(ROUNDS)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs), size


def main(url: str) -> None:
    """Print milliseconds, pages and kilobytes."""
    engine = make_engine(url)
    for question in QUESTIONS:
        sys.stdout.write(f"{question or 'everything'}\n")
        for answer in ANSWERS:
            with service(engine) as ask:
                taken, page, size = alternating(ask, answer + question, PAGE + question)
            before = first(engine, answer + question)
            sys.stdout.write(
                f"  {answer:<24} first {1000 * before:6.0f} ms  next {1000 * taken:6.1f} ms "
                f"= {taken / page:5.1f} pages of {1000 * page:.1f} ms, {size / 1000:7.1f} kB\n"
            )


if __name__ == "__main__":
    main(sys.argv[1])

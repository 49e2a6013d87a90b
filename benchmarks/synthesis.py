"""Time cold answers of synthesis against one page of a list: `python benchmarks/synthesis.py DATABASE_URL`."""

import sys
import time

from fastapi.testclient import TestClient

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
)
ROUNDS = 3


def seconds(client: TestClient, address: str) -> float:
    """Give the best of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = client.get(f"/v1/{address}")
        best = min(best, time.perf_counter() - start)
        answer.raise_for_status()
    return best


def main(url: str) -> None:
    """Print seconds and multiples of a page."""
    # Nothing is remembered of answers, so that each round is a cold one.
    client = TestClient(create_app(Settings(cache_mb=0), make_engine(url)))
    for question in QUESTIONS:
        page = seconds(client, PAGE + question)
        sys.stdout.write(f"{question or 'everything'}: a page takes {page:.3f} s\n")
        for answer in ANSWERS:
            taken = seconds(client, answer + question)
            sys.stdout.write(f"  {answer:<26} {taken:6.3f} s  {taken / page:6.1f} pages\n")


if __name__ == "__main__":
    main(sys.argv[1])

"""Keep Python's garbage collector from walking through the rows of an import again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Rows come and go by the ten thousand and hold no cycles; the usual 700 cost a quarter of the time of an import.
THRESHOLD = 50_000


@contextmanager
def patient_collector() -> Iterator[None]:
    """Look for garbage less often while a block lasts; memory stays bounded."""
    before = gc.get_threshold()
    gc.set_threshold(THRESHOLD, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def drop_garbage() -> None:
    """Drop what a batch has left in circles, statements above all, while it is young: later that takes much longer."""
    gc.collect(1)

"""Answers packed for the way, where the client takes it and the answer is long enough to gain."""

import gzip
from functools import lru_cache

MIN_BYTES = 1000
# Level 5 packs a tenth smaller, in half as much time again.
LEVEL = 3


@lru_cache(maxsize=64)
def takes_gzip(encodings: bytes) -> bool:
    """Read `Accept-Encoding`."""
    for entry in encodings.decode("latin-1").lower().split(","):
        name, *options = (part.strip() for part in entry.split(";"))
        refused = any(option.replace(" ", "").rstrip("0").rstrip(".") in ("q=0", "q=") for option in options)
        if name in ("gzip", "*") and not refused:
            return True
    return False


def compress(body: bytes) -> tuple[bytes, bool]:
    """Pack a body; short ones stay as they are."""
    if len(body) < MIN_BYTES:
        return body, False
    return gzip.compress(body, LEVEL, mtime=0), True

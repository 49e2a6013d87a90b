"""The secret of a key: made once, shown once, kept as a digest."""

import hashlib
import hmac
import re
import secrets

MARK = "exokb"
FORM = re.compile(rf"{MARK}_([0-9a-f]{{8}})_([A-Za-z0-9_-]{{43}})")


def make_secret() -> tuple[str, str]:
    """Make a prefix, by which a key is recognised, and the whole key with 256 random bits."""
    prefix = secrets.token_hex(4)
    return prefix, f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    """Give what is kept of a key; what is random throughout needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def prefix_of(key: str) -> str | None:
    """Read the prefix of a key, or nothing where it is none."""
    found = FORM.fullmatch(key)
    return found[1] if found else None


def is_same(digest: str, key: str) -> bool:
    """Compare without telling by the time taken how much agrees."""
    return hmac.compare_digest(digest, digest_of(key))

"""Make, find and revoke keys."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.core.clock import ago, now, timestamp
from app.core.errors import NotFoundError
from app.keys.secrets import digest_of, is_same, make_secret, prefix_of
from app.models import ApiKey
from app.vocab import KeyScope

# Compared where no key was found, so that both cases take the same time.
NO_DIGEST = "0" * 64


def create_key(session: Session, owner: str, scopes: Sequence[KeyScope], days: int | None) -> tuple[ApiKey, str]:
    """Make a key and give it with its secret, which cannot be had again."""
    prefix, secret = make_secret()
    key = ApiKey(
        prefix=prefix,
        secret_digest=digest_of(secret),
        owner=owner,
        scopes=[scope.value for scope in scopes],
        created_at=timestamp(),
        expires_at=None if days is None else timestamp(now() + dt.timedelta(days=days)),
    )
    session.add(key)
    session.flush()
    return key, secret


def list_keys(session: Session) -> Sequence[ApiKey]:
    """Give all keys, the oldest first, revoked ones included."""
    return session.scalars(select(ApiKey).order_by(ApiKey.created_at, ApiKey.prefix)).all()


def revoke_key(session: Session, prefix: str) -> ApiKey:
    """End a key; it stays in the list."""
    key = session.get(ApiKey, prefix)
    if key is None:
        raise NotFoundError(f"There is no key {prefix!r}; `exokb keys list` shows those that are.")
    key.revoked_at = key.revoked_at or timestamp()
    return key


def find_key(session: Session, secret: str) -> ApiKey | None:
    """Find the valid key that a secret belongs to."""
    prefix = prefix_of(secret)
    key = session.get(ApiKey, prefix) if prefix else None
    if not is_same(NO_DIGEST if key is None else key.secret_digest, secret) or key is None:
        return None
    is_over = key.expires_at is not None and key.expires_at <= timestamp()
    return None if is_over or key.revoked_at is not None else key


def note_use(session: Session, key: ApiKey) -> None:
    """Note that a key was used, once a minute at most."""
    stale = or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < ago(minutes=1))
    session.execute(update(ApiKey).where(ApiKey.prefix == key.prefix, stale).values(last_used_at=timestamp()))


def is_use_noted(key: ApiKey) -> bool:
    """Tell whether it is known already that a key is in use."""
    return key.last_used_at is not None and key.last_used_at > ago(minutes=1)

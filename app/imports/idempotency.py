"""Make it safe to send a request again: the same key and body give the same job, once."""

import re
from dataclasses import dataclass

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.clock import ago, timestamp
from app.core.errors import ConflictError, Fault, InvalidRequestError
from app.core.operations import changing
from app.imports.runner import is_dead
from app.models import IdempotencyKey

KEPT_DAYS = 7
# No body is received for longer by a process that cannot be looked for.
RECEIVING_SECONDS = 3600.0
FORM = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Claim:
    """A key as one owner sent it to one route."""

    owner: str
    route: str
    key: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """The primary key of its row."""
        return self.owner, self.route, self.key


def read_key(text: str) -> str:
    """Read the header `Idempotency-Key`; quotes around it do not belong to it."""
    key = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    if not FORM.fullmatch(key):
        message = "Idempotency-Key has 1 to 255 visible ASCII characters, such as a UUID."
        raise InvalidRequestError.of([Fault("malformed-idempotency-key", message, "Idempotency-Key")])
    return key


def claim(operations: Engine, claimed: Claim, runner: str) -> IdempotencyKey | None:
    """Claim a key for a request that begins; give what is known where it was used before."""
    with changing(operations) as session:
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < ago(days=KEPT_DAYS)))
        known = session.get(IdempotencyKey, claimed.identity)
        if known is not None and _is_abandoned(known, runner):
            session.delete(known)
            session.flush()
            known = None
        if known is None:
            row = IdempotencyKey(
                owner=claimed.owner, route=claimed.route, key=claimed.key, runner=runner, created_at=timestamp()
            )
            session.add(row)
            try:
                session.commit()
            except IntegrityError:
                raise _in_flight() from None
            return None
        session.commit()
    if known.job_id is None:
        raise _in_flight()
    return known


def _is_abandoned(known: IdempotencyKey, me: str) -> bool:
    return known.job_id is None and is_dead(known.runner, known.created_at, me, RECEIVING_SECONDS)


def settle(session: Session, claimed: Claim, fingerprint: str, job_id: str) -> None:
    """Note which body and job belong to a key; the caller commits both at once."""
    here = update(IdempotencyKey).where(
        IdempotencyKey.owner == claimed.owner,
        IdempotencyKey.route == claimed.route,
        IdempotencyKey.key == claimed.key,
    )
    session.execute(here.values(fingerprint=fingerprint, job_id=job_id))


def release(operations: Engine, claimed: Claim) -> None:
    """Give up a key whose request came to nothing."""
    with changing(operations) as session:
        row = session.get(IdempotencyKey, claimed.identity)
        if row is not None and row.job_id is None:
            session.delete(row)
        session.commit()


def check_same(known: IdempotencyKey, fingerprint: str) -> None:
    """Refuse a key that comes with another body or other parameters than before."""
    if known.fingerprint != fingerprint:
        message = "This Idempotency-Key was used with another body or other parameters; take a new key."
        raise InvalidRequestError.of([Fault("idempotency-key-reused", message, "Idempotency-Key")])


def _in_flight() -> ConflictError:
    message = "A request with this Idempotency-Key is being received; wait for its answer."
    return ConflictError(message, headers={"Retry-After": "1"})

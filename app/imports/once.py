"""Hand in a request once, however often it is sent with one idempotency key."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app.imports import idempotency
from app.imports.desk import Desk
from app.imports.idempotency import Claim
from app.keys.access import Caller
from app.models import IdempotencyKey, ImportJob


@dataclass(frozen=True)
class Receipt:
    """The job that a request came to, and whether an earlier request made it."""

    job: ImportJob
    is_replayed: bool


@dataclass(frozen=True)
class Handing:
    """A request that is being handed in."""

    desk: Desk
    claimed: Claim | None
    known: IdempotencyKey | None

    async def receipt(self, content: object, add: Callable[[Session], ImportJob]) -> Receipt:
        """Give the job of an earlier request with the same content, or make one."""
        fingerprint = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        if self.known is not None:
            idempotency.check_same(self.known, fingerprint)
            return Receipt(await run_in_threadpool(self.desk.find, str(self.known.job_id), None), is_replayed=True)

        def note(session: Session, job: ImportJob) -> None:
            if self.claimed is not None:
                idempotency.settle(session, self.claimed, fingerprint, job.id)

        return Receipt(await run_in_threadpool(self.desk.submit, add, note), is_replayed=False)


@asynccontextmanager
async def once(request: Request, desk: Desk, caller: Caller, route: str) -> AsyncIterator[Handing]:
    """Claim the idempotency key of a request, if it has one, and give it up where nothing comes of it."""
    text = request.headers.get("idempotency-key")
    if text is None:
        yield Handing(desk, None, None)
        return
    claimed = Claim(caller.owner, route, idempotency.read_key(text))
    known = await run_in_threadpool(idempotency.claim, desk.operations(), claimed, desk.runner)
    try:
        yield Handing(desk, claimed, known)
    finally:
        if known is None:
            await run_in_threadpool(idempotency.release, desk.operations(), claimed)

"""Follow a job: wait for its end, or tell each step as a server-sent event."""

import asyncio
import time
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from app.imports.desk import Desk
from app.imports.showing import show
from app.models import ImportJob

WAIT_SECONDS = 0.05
LOOK_SECONDS = 0.5
KEEPALIVE_SECONDS = 15.0


async def wait_for_end(desk: Desk, job: ImportJob, seconds: int) -> ImportJob:
    """Wait until a job is over, but not for longer than some seconds."""
    until = time.monotonic() + seconds
    pause = WAIT_SECONDS
    while not job.status.is_final and time.monotonic() < until:
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LOOK_SECONDS)
        job = await run_in_threadpool(desk.find, job.id, None)
    return job


async def events(request: Request, desk: Desk, job: ImportJob) -> AsyncIterator[bytes]:
    """Tell a job whenever it has changed, until it is over or nobody listens."""
    told, told_at = "", time.monotonic()
    number = 0
    while True:
        data = show(job).model_dump_json()
        if data != told:
            number += 1
            name = "finished" if job.status.is_final else "progress"
            yield f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode()
            told, told_at = data, time.monotonic()
        elif time.monotonic() - told_at > KEEPALIVE_SECONDS:
            yield b": still here\n\n"
            told_at = time.monotonic()
        if job.status.is_final or await request.is_disconnected():
            return
        await asyncio.sleep(LOOK_SECONDS)
        job = await run_in_threadpool(desk.find, job.id, None)

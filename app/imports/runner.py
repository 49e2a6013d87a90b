"""Name the process that runs a job, and tell whether it is still there."""

import os
import secrets
import socket

from app.core.clock import ago

# A process that has not been heard of for so long is taken for dead.
SILENCE_SECONDS = 30.0


def make_runner() -> str:
    """Name this process; no two processes ever have the same name."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(6)}"


def is_dead(runner: str, heartbeat_at: str, me: str, silence: float = SILENCE_SECONDS) -> bool:
    """Tell whether a runner is gone: at once where its process can be looked for, else by its silence."""
    if runner == me:
        return False
    host, process, _ = runner.rsplit(":", 2)
    my_host, my_process, _ = me.rsplit(":", 2)
    if host == my_host and (process == my_process or not _exists(int(process))):
        return True
    return heartbeat_at < ago(seconds=silence)


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

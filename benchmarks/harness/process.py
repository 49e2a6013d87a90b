"""What a server costs: processor time and memory of its process and of all that it started, read from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Give a process and its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for member in found:
        found += parents.get(member, [])
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Sum the processor time that the processes and their ended children have used."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid))) / TICKS


def memory_mib(pids: list[int]) -> float:
    """Sum the peak resident memory of the processes."""
    return sum(_status(pid, "VmHWM") for pid in pids) / 1024


def resident_mib(pids: list[int]) -> float:
    """Sum the present resident memory of the processes."""
    return sum(_status(pid, "VmRSS") for pid in pids) / 1024


def _stat(pid: int) -> list[str] | None:
    """Read the fields after the name, which may itself hold spaces; None where the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def _status(pid: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)

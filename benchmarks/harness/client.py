"""A small HTTP/1.1 keep-alive load generator for machines without wrk."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any


def read_requests(path: Path) -> list[bytes]:
    """Read requests, each behind a line with its length."""
    data, found, place = path.read_bytes(), [], 0
    while place < len(data):
        end = data.index(b"\n", place)
        length = int(data[place:end])
        found.append(data[end + 1 : end + 1 + length])
        place = end + 1 + length
    return found


class Connection(asyncio.Protocol):
    """One connection that sends the next request when an answer is complete."""

    def __init__(self, run: "Run") -> None:
        self.run = run
        self.buffer = bytearray()
        self.begin = 0.0

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self.transport = transport
        self._send()

    def _send(self) -> None:
        self.begin = time.perf_counter()
        if self.begin > self.run.until:
            self.transport.close()
        else:
            self.transport.write(self.run.next())

    def data_received(self, data: bytes) -> None:
        """Wait for the end of the answer, note how long it took, send the next request."""
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0 or not self._is_complete(head):
            return
        self.run.latencies.append(time.perf_counter() - self.begin)
        self.run.bytes += len(self.buffer)
        self.run.failed += bytes(self.buffer[9:10]) not in (b"2", b"3")
        self.buffer.clear()
        self._send()

    def _is_complete(self, head: int) -> bool:
        header = bytes(self.buffer[:head]).lower()
        if (start := header.find(b"content-length:")) >= 0:
            return len(self.buffer) >= head + 4 + int(header[start + 15 :].split(b"\r\n", 1)[0])
        if b"transfer-encoding: chunked" in header:
            return self.buffer.endswith(b"0\r\n\r\n")
        return header[9:12] in (b"204", b"304")

    def connection_lost(self, _error: Exception | None) -> None:
        """Count what broke off before its time."""
        self.run.failed += time.perf_counter() < self.run.until
        self.run.open -= 1
        if not self.run.open:
            self.run.over.set()


class Run:
    """What all connections share."""

    def __init__(self, requests: list[bytes], connections: int, seconds: float) -> None:
        self.requests, self.place, self.open = requests, 0, connections
        self.until = time.perf_counter() + seconds
        self.latencies: list[float] = []
        self.bytes = self.failed = 0
        self.over = asyncio.Event()

    def next(self) -> bytes:
        """Give the next request of the list."""
        self.place = (self.place + 1) % len(self.requests)
        return self.requests[self.place]


async def main(port: int, path: Path, connections: int, seconds: float) -> None:
    """Run the load and print what was measured."""
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    run = Run(read_requests(path), connections, seconds)
    for _ in range(connections):
        await loop.create_connection(lambda: Connection(run), "127.0.0.1", port)
    await run.over.wait()
    ordered = sorted(run.latencies)
    measured = {
        "requests": len(ordered),
        "seconds": time.perf_counter() - begin,
        "p50_ms": ordered[len(ordered) // 2] * 1e3,
        "p99_ms": ordered[len(ordered) * 99 // 100] * 1e3,
        "bytes": run.bytes,
        "failed": run.failed,
    }
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))

"""Write synthetic study documents as JSON Lines: `python -m benchmarks.generate --size 100000 --out FILE`."""

import argparse
import resource
import sys
import time
from pathlib import Path

from app.core.settings import ROOT
from benchmarks.synthetic.study import MOST, lines

SEED = 20_261_124
CHUNK = 1 << 20


def write(path: Path, size: int, seed: int = SEED, seed_dir: Path = ROOT / "seed") -> None:
    """Write so many documents; a file that is only half written does not stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    with part.open("w", encoding="utf-8", buffering=CHUNK) as file:
        for line in lines(seed_dir, size, seed):
            file.write(line)
    part.replace(path)


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, required=True, help=f"number of documents, at most {MOST}")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    if not 1 <= arguments.size <= MOST:
        parser.error(f"--size must be 1 to {MOST}: accessions have six digits")
    begin = time.perf_counter()
    write(arguments.out, arguments.size, arguments.seed)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = arguments.size / seconds
    sys.stdout.write(
        f"{arguments.size} documents, {arguments.out.stat().st_size / 1e6:.0f} MB, {seconds:.1f} s, "
        f"{rate:.0f} documents/s, {peak} MiB at most\n"
    )


if __name__ == "__main__":
    main()

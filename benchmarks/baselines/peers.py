"""Install the peers that are not Python libraries of the product, each in a folder of its own, pinned by hashes."""

import subprocess
import sys
from pathlib import Path

from benchmarks.harness.server import CannotRunError

HERE = Path(__file__).parents[1]


def python_peers(folder: Path) -> Path:
    """Give the folder of a virtual environment with Datasette and Node.js, made where it is missing."""
    made, lock = folder / "peers-venv", HERE / "requirements.lock"
    stamp = made / ".installed"
    if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
        _run([sys.executable, "-m", "venv", str(made)], folder)
        _run([str(made / "bin" / "pip"), "install", "-q", "--require-hashes", "-r", str(lock)], folder)
        stamp.write_bytes(lock.read_bytes())
    return made


def npm_peers(folder: Path) -> Path:
    """Give the folder whose node_modules hold PostgREST and PostGraphile, made where it is missing."""
    made = folder / "peers-npm"
    made.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = made / ".installed"
    if not stamp.is_file() or stamp.read_bytes() != lock:
        for name in ("package.json", "package-lock.json"):
            (made / name).write_bytes((HERE / name).read_bytes())
        _run(["npm", "ci", "--no-audit", "--no-fund"], made)
        stamp.write_bytes(lock)
    return made


def _run(command: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise CannotRunError(f"{error.filename} is not installed") from error
    if done.returncode:
        raise CannotRunError(f"{' '.join(command[:3])}: {(done.stderr or done.stdout)[-500:]}")

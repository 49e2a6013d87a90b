"""Write an export to a file, as `exokb export` does."""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from sqlalchemy import Engine

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.fields import Resource
from app.export.formats import KNOWLEDGE_BASE
from app.export.question import Selection, read_question
from app.export.service import Finished, check_format, export_everything, export_list
from app.export.source import Asked, Progress
from app.reads.snapshot import Snapshot
from app.reads.store import Store
from app.shared.release import current_release

CHUNK = 1_048_576


@dataclass(frozen=True)
class Wish:
    """What is to be exported: a name such as `studies.csv`, filters and order, and where the file shall stand."""

    name: str
    question: str
    target: Path | None


def export_file(
    engine: Engine, resources: Sequence[Resource], wish: Wish, begin: Callable[[int | None], Progress]
) -> tuple[Finished, Path]:
    """Write an export; `begin` is told how many rows will come, where that is known."""
    wanted, _, file_format = wish.name.partition(".")
    listed = {resource.name: resource for resource in resources}
    if wanted not in {*listed, KNOWLEDGE_BASE}:
        known = [*listed, KNOWLEDGE_BASE]
        message = f"There is no export of {wanted!r}; there are {', '.join(known)}."
        raise InvalidRequestError.of([Fault("unknown-export", message, None, known, nearest(wanted, known))])
    check_format(wanted, file_format)
    items = parse_qsl(wish.question, keep_blank_values=True)
    with closing(Store(engine)) as store, store.snapshot() as snapshot:
        if wanted == KNOWLEDGE_BASE:
            finished = _everything(snapshot, file_format, items, begin(None))
        else:
            query, bom = read_question(listed[wanted], items, file_format)
            progress = begin(Selection(snapshot, query).count())
            asked = Asked(current_release(snapshot.session), bom)
            finished = export_list(snapshot, query, file_format, asked, progress)
    return finished, _place(finished, wish.target)


def _everything(snapshot: Snapshot, file_format: str, items: list[tuple[str, str]], progress: Progress) -> Finished:
    if items:
        message = "The whole knowledge base takes no filters; leave them out or export a list."
        raise InvalidRequestError.of([Fault("unknown-parameter", message, items[0][0])])
    return export_everything(snapshot, file_format, Asked(current_release(snapshot.session)), progress)


def _place(finished: Finished, target: Path | None) -> Path:
    """Put the file in its place in one step, so that nobody ever reads half of it."""
    path = target or Path(finished.name)
    path = path / finished.name if path.is_dir() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        source = stack.enter_context(finished.file)
        made = stack.enter_context(tempfile.NamedTemporaryFile(dir=path.parent, delete=False))
        stack.callback(Path(made.name).unlink, missing_ok=True)
        shutil.copyfileobj(source, made, CHUNK)
        made.close()
        Path(made.name).chmod(0o666 & ~_mask())
        Path(made.name).replace(path)
    return path


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Find the study that a record is about: by accession and by every public identifier."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.curation.accessions import LAST
from app.identifiers import CURIE_PREFIXES, accession_number, normalise
from app.models import RetiredStudy
from app.models import Study as StudyRow
from app.models.base import title_digest

IDENTIFIERS = ("doi", "pmid", "pmcid", "nct", "registry_id")
Key = tuple[str, str]


@dataclass
class Stored:
    """A study that is in the database, or that this import put there."""

    accession: str
    document: str
    # Number of the record of this import that wrote it.
    record: int | None = None


@dataclass
class Match:
    """The studies that the keys of a record lead to, and the keys that lead nowhere."""

    found: dict[str, list[Key]] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)


def normalised(data: dict[str, Any]) -> dict[str, Any]:
    """Bring the identifiers of a record to their stored form."""
    identifiers = data.get("identifiers")
    if not isinstance(identifiers, dict):
        return data
    made = {
        name: normalise(name, value) if name in CURIE_PREFIXES and isinstance(value, str) else value
        for name, value in identifiers.items()
    }
    return {**data, "identifiers": made} if made != identifiers else data


def keys_of(data: dict[str, Any]) -> Iterator[Key]:
    """Give the keys under which a record may be known."""
    accession, identifiers = data.get("accession"), data.get("identifiers")
    if isinstance(accession, str) and "\x00" not in accession:
        yield "accession", accession
    if isinstance(identifiers, dict):
        for name in IDENTIFIERS:
            value = identifiers.get(name)
            if isinstance(value, str) and "\x00" not in value:
                yield name, value


def _padded(values: Collection[str]) -> list[str]:
    """Repeat a value until there are as many as a power of two: few statements, which databases keep, serve all."""
    found = sorted(values)
    return found + found[-1:] * ((1 << max(len(found) - 1, 0).bit_length()) - len(found))


class Sought(NamedTuple):
    """What is looked for to find the study that a record is about, and those of the same title."""

    keys: tuple[Key, ...]
    # Of title and year, if the record has them in a form that can be read.
    title: str | None

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Sought":
        """Take it from the data of a record."""
        title, year = data.get("title"), data.get("year")
        is_readable = isinstance(title, str) and isinstance(year, int | None)
        return cls(tuple(keys_of(data)), title_digest(title, year) if is_readable else None)


class Matcher:
    """Knows, for one batch of records, the studies that their keys lead to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_key: dict[Key, str | None] = {}
        self._stored: dict[str, Stored] = {}
        self._retired: set[str] = set()
        self._keys: dict[str, list[Key]] = {}
        self._namesakes: dict[str, dict[str, Stored]] = {}
        # Which record of this import wrote which study, by accession number; small, however many there are.
        self._written = array("I", bytes(4 * (LAST + 1)))

    def load(self, records: Sequence[Sought]) -> None:
        """Look up all keys, titles and years of a batch at once."""
        wanted: dict[str, set[str]] = {}
        for sought in records:
            for scheme, value in sought.keys:
                wanted.setdefault(scheme, set()).add(value)
        self._by_key, self._stored, self._keys, self._namesakes = {}, {}, {}, {}
        columns = [getattr(StudyRow, name) for name in ("accession", *IDENTIFIERS)]
        tests = [getattr(StudyRow, scheme).in_(_padded(values)) for scheme, values in sorted(wanted.items())]
        if tests:
            for document, *values in self._session.execute(select(StudyRow.document, *columns).where(or_(*tests))):
                self._remember(values[0], document, zip(("accession", *IDENTIFIERS), values, strict=True))
        retired = select(RetiredStudy.accession).where(RetiredStudy.accession.in_(_padded(wanted.get("accession", ()))))
        self._retired = set(self._session.scalars(retired))
        digests = _padded({sought.title for sought in records if sought.title})
        titled = select(StudyRow.title_digest, StudyRow.accession, StudyRow.document)
        for digest, accession, document in self._session.execute(titled.where(StudyRow.title_digest.in_(digests))):
            self._add_namesake(str(digest), accession, document)

    def _add_namesake(self, digest: str, accession: str, document: str) -> None:
        stored = Stored(accession, document, self._written[accession_number(accession)] or None)
        self._namesakes.setdefault(digest, {})[accession] = stored

    def _remember(self, accession: str, document: str, keys: Iterable[tuple[str, str | None]]) -> None:
        self._stored[accession] = Stored(accession, document, self._written[accession_number(accession)] or None)
        self._keys[accession] = [(scheme, value) for scheme, value in keys if value is not None]
        self._by_key |= dict.fromkeys(self._keys[accession], accession)

    def match(self, sought: Sought) -> Match:
        """Tell which studies a record leads to."""
        match = Match()
        for key in sought.keys:
            if (accession := self._by_key.get(key)) is not None:
                match.found.setdefault(accession, []).append(key)
            elif key[0] == "accession" and key[1] in self._retired:
                match.retired.append(key[1])
        return match

    def stored(self, accession: str) -> Stored:
        """Give a study that a record led to."""
        return self._stored[accession]

    def namesakes(self, sought: Sought, accession: str) -> list[Stored]:
        """Give other studies with the same title and year."""
        found = self._namesakes.get(str(sought.title), {})
        return [stored for name, stored in sorted(found.items()) if name != accession]

    def forget(self, accession: str) -> None:
        """Remember that a study is no longer known under its keys."""
        self._by_key |= dict.fromkeys(self._keys.get(accession, ()))

    def note(self, sought: Sought, accession: str, document: str, record: int) -> None:
        """Remember that a record of this import wrote a study."""
        self.forget(accession)
        self._written[accession_number(accession)] = record
        keys = [("accession", accession), *(key for key in sought.keys if key[0] != "accession")]
        self._remember(accession, document, keys)
        self._add_namesake(str(sought.title), accession, document)

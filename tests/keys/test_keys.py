"""Keys are made, shown once, recognised, limited and revoked; what is kept does not open anything."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from app.cli import app
from app.core.clock import timestamp
from app.core.operations import operations_file
from app.keys.keyring import create_key, find_key, is_use_noted, note_use
from app.keys.secrets import digest_of, make_secret, prefix_of
from app.models import ApiKey
from app.vocab import KeyScope


def test_a_key_is_recognised_by_its_prefix_and_kept_as_a_digest() -> None:
    prefix, secret = make_secret()

    assert prefix_of(secret) == prefix
    assert len(digest_of(secret)) == 64
    assert secret not in digest_of(secret)
    for wrong in ("", "exokb_", secret + "x", secret[:-1], secret.replace("exokb", "other"), f"{secret}\n"):
        assert prefix_of(wrong) is None


def test_only_a_valid_key_is_found(session: Session) -> None:
    _, secret = create_key(session, "anna", [KeyScope.IMPORT], 1)
    other = secret[:-1] + ("A" if secret[-1] != "A" else "B")

    found = find_key(session, secret)

    assert found is not None
    assert (found.owner, found.scopes) == ("anna", ["import"])
    assert find_key(session, other) is None
    assert find_key(session, "nonsense") is None


@pytest.mark.parametrize("change", [{"expires_at": "2020-01-01T00:00:00.000Z"}, {"revoked_at": "2020-01-01"}])
def test_an_expired_or_revoked_key_opens_nothing(session: Session, change: dict[str, str]) -> None:
    _, secret = create_key(session, "anna", [KeyScope.IMPORT], None)
    session.execute(update(ApiKey).values(**change))
    session.expire_all()

    assert find_key(session, secret) is None


def test_use_is_noted_once_a_minute(session: Session) -> None:
    key, _ = create_key(session, "anna", [KeyScope.IMPORT], None)
    assert not is_use_noted(key)

    note_use(session, key)
    first = session.scalars(select(ApiKey.last_used_at)).one()
    note_use(session, key)

    session.refresh(key)
    assert key.last_used_at == first
    assert is_use_noted(key)


def test_moments_sort_as_texts() -> None:
    early = dt.datetime(2026, 11, 24, 9, 59, 59, 999000, dt.UTC)
    late = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))

    assert timestamp(early) < timestamp(late) == "2026-11-24T10:00:00.000Z"


def test_keys_are_kept_apart_from_the_data(tmp_path: Path) -> None:
    words = ["--database-url", f"sqlite:///{tmp_path / 'exokb.sqlite'}"]

    made = CliRunner().invoke(app, ["keys", "create", "--owner", "anna", "--days", "30", *words])
    secret = made.stdout.strip()
    listed = CliRunner().invoke(app, ["keys", "list", *words])
    revoked = CliRunner().invoke(app, ["keys", "revoke", secret.split("_")[1], *words])

    assert prefix_of(secret)
    assert "not shown again" in made.stderr
    assert "anna" in listed.stdout
    assert secret not in listed.stdout
    assert "is revoked since" in revoked.stdout
    file = operations_file(words[1])
    assert file.name == "exokb.operations.sqlite"
    assert secret.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["create", "--owner", "anna", "--scope", "all"], "There is no scope 'all'; take one of: import, admin."),
        (["revoke", "00000000"], "There is no key '00000000'"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, words: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["keys", *words, "--database-url", f"sqlite:///{tmp_path / 'x.sqlite'}"])

    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_postgres_keeps_keys_beside_the_data(postgres: str) -> None:
    result = CliRunner().invoke(app, ["keys", "list", "--database-url", postgres])

    assert result.exit_code == 0, result.stderr

"""Keys, jobs and their reports: what runs ExoKB, apart from what it knows."""

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, closed
from app.vocab import ChangeAction, Gravity, ImportMode, JobKind, JobStatus, OnError


class ApiKey(Base):
    """A key to the API; the secret itself is not kept."""

    __tablename__ = "api_key"
    prefix: Mapped[str] = mapped_column(Key, primary_key=True)
    secret_digest: Mapped[str] = mapped_column(Key)
    owner: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[str] = mapped_column(Key)
    expires_at: Mapped[str | None] = mapped_column(Key)
    revoked_at: Mapped[str | None] = mapped_column(Key)
    last_used_at: Mapped[str | None] = mapped_column(Key)


class ImportJob(Base):
    """An import or the undoing of one: who gave what, how far it is, what came of it."""

    __tablename__ = "import_job"
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[JobKind] = mapped_column(closed(JobKind))
    status: Mapped[JobStatus] = mapped_column(closed(JobStatus), index=True)
    is_committing: Mapped[bool] = mapped_column(Boolean, default=False)
    is_cancel_requested: Mapped[bool] = mapped_column(Boolean, default=False)
    runner: Mapped[str] = mapped_column(Key)
    heartbeat_at: Mapped[str] = mapped_column(Key)
    owner: Mapped[str] = mapped_column(Key, index=True)
    key_prefix: Mapped[str | None] = mapped_column(Key)
    tool: Mapped[str | None] = mapped_column(Text)
    file_name: Mapped[str | None] = mapped_column(Text)
    file_path: Mapped[str | None] = mapped_column(Text)
    format: Mapped[str | None] = mapped_column(Key)
    sha256: Mapped[str | None] = mapped_column(Key)
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    licence: Mapped[str | None] = mapped_column(Text)
    machine_assisted: Mapped[bool | None] = mapped_column(Boolean)
    mode: Mapped[ImportMode | None] = mapped_column(closed(ImportMode))
    on_error: Mapped[OnError] = mapped_column(closed(OnError))
    dry_run: Mapped[bool] = mapped_column(Boolean)
    reverts: Mapped[str | None] = mapped_column(Key, index=True)
    created_at: Mapped[str] = mapped_column(Key, index=True)
    started_at: Mapped[str | None] = mapped_column(Key)
    finished_at: Mapped[str | None] = mapped_column(Key)
    failure_code: Mapped[str | None] = mapped_column(Key)
    failure: Mapped[str | None] = mapped_column(Text)
    read_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    records: Mapped[int] = mapped_column(Integer, default=0)
    created: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    removed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    skipped: Mapped[int] = mapped_column(Integer, default=0)
    failed: Mapped[int] = mapped_column(Integer, default=0)
    errors: Mapped[int] = mapped_column(Integer, default=0)
    warnings: Mapped[int] = mapped_column(Integer, default=0)


def job_key() -> Mapped[str]:
    """Point to the job that a row belongs to."""
    return mapped_column(Key, ForeignKey("import_job.id", ondelete="CASCADE"), primary_key=True)


class ImportFault(Base):
    """What a job found wrong, and where."""

    __tablename__ = "import_fault"
    job_id: Mapped[str] = job_key()
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    gravity: Mapped[Gravity] = mapped_column(closed(Gravity))
    record: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text)
    pointer: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Key)
    message: Mapped[str] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    allowed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class ImportChange(Base):
    """What a job did to a study, with what is needed to undo it."""

    __tablename__ = "import_change"
    job_id: Mapped[str] = job_key()
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    record: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text)
    accession: Mapped[str] = mapped_column(Key)
    action: Mapped[ChangeAction] = mapped_column(closed(ChangeAction))
    fields: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    document_before: Mapped[str | None] = mapped_column(Text)
    digest_after: Mapped[str | None] = mapped_column(Key)


class IdempotencyKey(Base):
    """A request that may be sent again, and the job it made."""

    __tablename__ = "idempotency_key"
    owner: Mapped[str] = mapped_column(Key, primary_key=True)
    route: Mapped[str] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(Key, primary_key=True)
    fingerprint: Mapped[str | None] = mapped_column(Key)
    job_id: Mapped[str | None] = mapped_column(Key)
    runner: Mapped[str] = mapped_column(Key)
    created_at: Mapped[str] = mapped_column(Key)

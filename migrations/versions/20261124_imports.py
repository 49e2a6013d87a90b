"""Keys, imports with their reports, suggested studies."""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

from app.core.text import fold

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BEFORE = ("provisional", "second_read")
CHECK = "ck_study_review_status"


def upgrade() -> None:
    op.create_table(
        "accession_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_accession_counter_single_row")),
        sa.PrimaryKeyConstraint("id", name="pk_accession_counter"),
    )
    op.create_table(
        "api_key",
        sa.Column("prefix", KEY, nullable=False),
        sa.Column("secret_digest", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", KEY, nullable=False),
        sa.Column("expires_at", KEY, nullable=True),
        sa.Column("revoked_at", KEY, nullable=True),
        sa.Column("last_used_at", KEY, nullable=True),
        sa.PrimaryKeyConstraint("prefix", name="pk_api_key"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("owner", KEY, nullable=False),
        sa.Column("route", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("fingerprint", KEY, nullable=True),
        sa.Column("job_id", KEY, nullable=True),
        sa.Column("runner", KEY, nullable=False),
        sa.Column("created_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("owner", "route", "key", name="pk_idempotency_key"),
    )
    op.create_table(
        "import_commit",
        sa.Column("job_id", KEY, nullable=False),
        sa.Column("committed_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_import_commit"),
    )
    op.create_table(
        "import_job",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("import", "revert", name="job_kind", native_enum=False, create_constraint=True, length=80),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "succeeded",
                "failed",
                "cancelled",
                name="job_status",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("is_committing", sa.Boolean(), nullable=False),
        sa.Column("is_cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("runner", KEY, nullable=False),
        sa.Column("heartbeat_at", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("key_prefix", KEY, nullable=True),
        sa.Column("tool", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_path", sa.Text(), nullable=True),
        sa.Column("format", KEY, nullable=True),
        sa.Column("sha256", KEY, nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("machine_assisted", sa.Boolean(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "create", "upsert", "update", name="import_mode", native_enum=False, create_constraint=True, length=80
            ),
            nullable=True,
        ),
        sa.Column(
            "on_error",
            sa.Enum("abort", "skip", name="on_error", native_enum=False, create_constraint=True, length=80),
            nullable=False,
        ),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("reverts", KEY, nullable=True),
        sa.Column("created_at", KEY, nullable=False),
        sa.Column("started_at", KEY, nullable=True),
        sa.Column("finished_at", KEY, nullable=True),
        sa.Column("failure_code", KEY, nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("read_bytes", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_job"),
    )
    op.create_index("ix_import_job_created_at", "import_job", ["created_at"])
    op.create_index("ix_import_job_owner", "import_job", ["owner"])
    op.create_index("ix_import_job_reverts", "import_job", ["reverts"])
    op.create_index("ix_import_job_status", "import_job", ["status"])

    op.create_table(
        "import_change",
        sa.Column("job_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("accession", KEY, nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "created",
                "updated",
                "removed",
                name="change_action",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("document_before", sa.Text(), nullable=True),
        sa.Column("digest_after", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["import_job.id"], name="fk_import_change_job_id_import_job", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_import_change"),
    )
    op.create_table(
        "import_fault",
        sa.Column("job_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "gravity",
            sa.Enum("error", "warning", name="gravity", native_enum=False, create_constraint=True, length=80),
            nullable=False,
        ),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=True),
        sa.Column("code", KEY, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("allowed", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["import_job.id"], name="fk_import_fault_job_id_import_job", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_import_fault"),
    )
    _allow_review_status(*BEFORE, "suggested")
    op.add_column("study", sa.Column("title_digest", KEY, nullable=True))
    op.create_index("ix_study_title_digest", "study", ["title_digest"])
    _fill_in()


def downgrade() -> None:
    op.drop_index("ix_study_title_digest", "study")
    op.drop_column("study", "title_digest")
    op.execute("DELETE FROM study WHERE review_status = 'suggested'")
    _allow_review_status(*BEFORE)
    for table in (
        "import_fault",
        "import_change",
        "import_job",
        "import_commit",
        "idempotency_key",
        "api_key",
        "accession_counter",
    ):
        op.drop_table(table)


def _allow_review_status(*values: str) -> None:
    """Change which values the database takes."""
    listed = ", ".join(f"'{value}'" for value in values)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(CHECK), "study", type_="check")
        op.create_check_constraint(op.f(CHECK), "study", f"review_status IN ({listed})")
        return
    _rebuild("study", f"review_status IN ({listed})")


def _rebuild(table: str, check: str) -> None:
    """Make an SQLite table anew with another check, the way its manual tells, keeping all that hangs on it."""
    bind = op.get_bind()
    if bind.scalar(sa.text("PRAGMA foreign_keys")) and bind.scalar(sa.text(f"SELECT count(*) FROM {table}")):  # noqa: S608
        raise RuntimeError("Foreign keys are on: the children would be lost. Migrate by `exokb migrate`.")
    entries = bind.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"), {"table": table}
    ).all()
    old = next(sql for kind, sql in entries if kind == "table")
    start = old.index("review_status IN (")
    end = old.index(")", start) + 1
    made = old[:start] + check + old[end:]
    made = re.sub(rf'CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_rebuilt", made, count=1)
    op.execute(sa.text(made.replace(":", "\\:")))
    op.execute(f"INSERT INTO {table}_rebuilt SELECT * FROM {table}")  # noqa: S608
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_rebuilt RENAME TO {table}")
    for sql in [sql for kind, sql in entries if kind != "table"]:
        op.execute(sa.text(sql.replace(":", "\\:")))


def _fill_in() -> None:
    """Make the digests of the studies that are there."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, title, year FROM study")).all()
    for row in rows:
        digest = hashlib.blake2b(f"{row.year}\n{fold(' '.join(row.title.split()))}".encode(), digest_size=8)
        bind.execute(
            sa.text("UPDATE study SET title_digest = :digest WHERE id = :id"),
            {"digest": digest.hexdigest(), "id": row.id},
        )

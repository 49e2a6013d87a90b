"""Full-text index of the studies: FTS5 on SQLite, tsvectors on PostgreSQL; and the words of titles."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_word",
        sa.Column("word", KEY, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        # The words come finished: the tokenizer takes every letter of any script, and the sign of a gap, as it stands.
        op.execute(
            "CREATE VIRTUAL TABLE study_search USING fts5(a, b, c, d, columnsize=0, tokenize=\"ascii tokenchars '_'\")"
        )
        return
    op.execute(
        "CREATE TABLE study_search (study_id integer NOT NULL CONSTRAINT pk_study_search PRIMARY KEY, "
        "a tsvector NOT NULL, b tsvector NOT NULL, c tsvector NOT NULL, d tsvector NOT NULL)"
    )
    for name in ("a", "b", "c", "d"):
        op.execute(f"CREATE INDEX ix_study_search_{name} ON study_search USING gin ({name})")


def downgrade() -> None:
    op.execute("DROP TABLE study_search")
    op.drop_table("search_word")

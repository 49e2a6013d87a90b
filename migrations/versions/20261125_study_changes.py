"""Which studies the last revisions changed, so that readers renew what they remember of these alone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_change",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_study_change")),
    )


def downgrade() -> None:
    op.drop_table("study_change")

"""What is kept for speed: sets of studies and their JSON; and when the data were changed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "study_set",
        sa.Column("field", KEY, nullable=False),
        sa.Column("value", KEY, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("field", "value", name=op.f("pk_study_set")),
    )
    op.create_table(
        "study_representation",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("full", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_representation_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_study_representation")),
    )
    with op.batch_alter_table("data_release") as release:
        release.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        release.add_column(sa.Column("kept", sa.Text(), nullable=True))
        release.add_column(sa.Column("seed", sa.Text(), nullable=True))
    # Empty marks tell the next start to read the seed files and to make everything kept.
    op.execute("UPDATE data_release SET changed_at = CURRENT_TIMESTAMP, kept = '', seed = ''")
    with op.batch_alter_table("data_release") as release:
        release.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        release.alter_column("kept", existing_type=sa.Text(), nullable=False)
        release.alter_column("seed", existing_type=sa.Text(), nullable=False)
    op.add_column("study", sa.Column("seeded", sa.Boolean(), nullable=True))
    op.execute(sa.update(sa.table("study", sa.column("seeded", sa.Boolean()))).values(seeded=True))
    with op.batch_alter_table("study") as study:
        study.alter_column("seeded", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("study") as study:
        study.drop_column("seeded")
    with op.batch_alter_table("data_release") as release:
        release.drop_column("seed")
        release.drop_column("kept")
        release.drop_column("changed_at")
    op.drop_table("study_representation")
    op.drop_table("study_set")

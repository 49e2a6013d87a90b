"""Records of one trial, and what aggregates look at, to be had without reading all studies."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTED = [
    "evidence_level",
    "design",
    "year",
    "country",
    "publication_type",
    "n_participants",
    "follow_up_weeks",
    "completeness_score",
    "safety_assessment",
    "safety_scope",
]


def upgrade() -> None:
    op.create_table(
        "study_family",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.CheckConstraint("standing >= 1", name=op.f("ck_study_family_standing_minimum")),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_family_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_study_family")),
    )
    op.create_index(op.f("ix_study_family_family"), "study_family", ["family"])
    op.create_index(op.f("ix_study_retraction_status"), "study", ["retraction_status"])
    op.create_index("ix_study_counted", "study", COUNTED)
    # An empty mark tells the next start that everything kept has to be made.
    op.execute("UPDATE data_release SET kept = ''")


def downgrade() -> None:
    op.drop_index("ix_study_counted", table_name="study")
    op.drop_index(op.f("ix_study_retraction_status"), table_name="study")
    op.drop_index(op.f("ix_study_family_family"), table_name="study_family")
    op.drop_table("study_family")

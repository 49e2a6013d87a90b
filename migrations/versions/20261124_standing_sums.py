"""What incidence is counted from: the source of the arm beside each adverse event, and sums that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FIGURES = (
    "studies",
    "participants",
    "studies_with_participants",
    "rows",
    "events",
    "at_risk",
    "rows_with_both",
)
COPY = """
UPDATE adverse_event SET arm_source = (
    SELECT source FROM study_arm
    WHERE study_arm.study_id = adverse_event.study_id AND study_arm.key = adverse_event.arm
)
"""
INDEXES = (
    ["study_id", "term", "arm_source", "n_affected", "n_at_risk"],
    ["term", "arm_source", "study_id", "n_affected", "n_at_risk"],
)


def upgrade() -> None:
    op.create_table(
        "standing_sum",
        sa.Column("grouping", KEY, nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("value", KEY, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in FIGURES),
        sa.PrimaryKeyConstraint("grouping", "retracted", "value", name=op.f("pk_standing_sum")),
    )
    with op.batch_alter_table("adverse_event") as event:
        event.add_column(sa.Column("arm_source", KEY, nullable=True))
        event.create_foreign_key(
            op.f("fk_adverse_event_arm_source_exosome_source"), "exosome_source", ["arm_source"], ["slug"]
        )
    op.execute(COPY)
    with op.batch_alter_table("adverse_event") as event:
        event.drop_index(op.f("ix_adverse_event_term"))
        for columns in INDEXES:
            event.create_index(op.f(f"ix_adverse_event_{'_'.join(columns)}"), columns)
    # An empty mark tells the next start that everything kept has to be made.
    op.execute("UPDATE data_release SET kept = ''")


def downgrade() -> None:
    with op.batch_alter_table("adverse_event") as event:
        for columns in INDEXES:
            event.drop_index(op.f(f"ix_adverse_event_{'_'.join(columns)}"))
        event.create_index(op.f("ix_adverse_event_term"), ["term"])
        event.drop_constraint(op.f("fk_adverse_event_arm_source_exosome_source"), type_="foreignkey")
        event.drop_column("arm_source")
    op.drop_table("standing_sum")

"""Outcomes, adverse events and mechanisms."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "adverse_event",
        sa.Column("term", KEY, nullable=False),
        sa.Column("reported_as", sa.Text(), nullable=False),
        sa.Column("reported_as_key", KEY, nullable=False),
        sa.Column("n_affected", sa.Integer(), nullable=True),
        sa.Column("n_at_risk", sa.Integer(), nullable=True),
        sa.Column("percent_affected", sa.Float(), nullable=True),
        sa.Column(
            "severity",
            sa.Enum(
                "mild",
                "moderate",
                "severe",
                "life_threatening",
                "death",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("serious", sa.Boolean(), nullable=True),
        sa.Column(
            "relatedness",
            sa.Enum(
                "unrelated",
                "unlikely",
                "possible",
                "probable",
                "definite",
                name="relatedness",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "resolved",
                "resolving",
                "resolved_with_sequelae",
                "ongoing",
                "fatal",
                "unknown",
                name="event_outcome",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("onset_text", sa.Text(), nullable=True),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("arm", KEY, nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.CheckConstraint("n_affected <= n_at_risk", name=op.f("ck_adverse_event_n_affected_at_risk")),
        sa.CheckConstraint("n_affected >= 0", name=op.f("ck_adverse_event_n_affected_minimum")),
        sa.CheckConstraint("n_at_risk >= 0", name=op.f("ck_adverse_event_n_at_risk_minimum")),
        sa.CheckConstraint("percent_affected BETWEEN 0 AND 100", name=op.f("ck_adverse_event_percent_affected_range")),
        sa.ForeignKeyConstraint(
            ["study_id", "arm"],
            ["study_arm.study_id", "study_arm.key"],
            name=op.f("fk_adverse_event_study_id_arm_study_arm"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_adverse_event_study_id_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term"], ["adverse_event_term.slug"], name=op.f("fk_adverse_event_term_adverse_event_term")
        ),
        sa.PrimaryKeyConstraint("study_id", "position", name=op.f("pk_adverse_event")),
    )
    op.create_index(op.f("ix_adverse_event_term"), "adverse_event", ["term"], unique=False)
    op.create_table(
        "mechanism",
        sa.Column("pathway", KEY, nullable=True),
        sa.Column(
            "effect",
            sa.Enum(
                "activates",
                "inhibits",
                "modulates",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("cargo", sa.Text(), nullable=True),
        sa.Column("cargo_key", KEY, nullable=False),
        sa.Column("cell_effect", sa.Text(), nullable=True),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("arm", KEY, nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pathway"], ["pathway.slug"], name=op.f("fk_mechanism_pathway_pathway")),
        sa.ForeignKeyConstraint(
            ["study_id", "arm"],
            ["study_arm.study_id", "study_arm.key"],
            name=op.f("fk_mechanism_study_id_arm_study_arm"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_mechanism_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "position", name=op.f("pk_mechanism")),
    )
    op.create_index(op.f("ix_mechanism_pathway"), "mechanism", ["pathway"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("measure_key", KEY, nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "improved",
                "no_difference",
                "worsened",
                "mixed",
                "descriptive",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("compared_with", KEY, nullable=True),
        sa.Column("timepoint_weeks", sa.Float(), nullable=True),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("unit_key", KEY, nullable=False),
        sa.Column("p_value", sa.Text(), nullable=True),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("arm", KEY, nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.CheckConstraint("timepoint_weeks >= 0", name=op.f("ck_outcome_timepoint_weeks_minimum")),
        sa.ForeignKeyConstraint(
            ["study_id", "arm"],
            ["study_arm.study_id", "study_arm.key"],
            name=op.f("fk_outcome_study_id_arm_study_arm"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_outcome_study_id_study"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study_id", "position", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_direction"), "outcome", ["direction"], unique=False)
    op.create_table(
        "mechanism_target",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("symbol", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "position"],
            ["mechanism.study_id", "mechanism.position"],
            name=op.f("fk_mechanism_target_study_id_position_mechanism"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("study_id", "position", "place", name=op.f("pk_mechanism_target")),
    )
    op.create_index(op.f("ix_mechanism_target_symbol"), "mechanism_target", ["symbol"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_mechanism_target_symbol"), table_name="mechanism_target")
    op.drop_table("mechanism_target")
    op.drop_index(op.f("ix_outcome_direction"), table_name="outcome")
    op.drop_table("outcome")
    op.drop_index(op.f("ix_mechanism_pathway"), table_name="mechanism")
    op.drop_table("mechanism")
    op.drop_index(op.f("ix_adverse_event_term"), table_name="adverse_event")
    op.drop_table("adverse_event")
    # ### end Alembic commands ###

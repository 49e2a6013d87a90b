"""Lists and arms of studies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "study_arm",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "experimental", "comparator", name="arm_role", native_enum=False, create_constraint=True, length=80
            ),
            nullable=False,
        ),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_key", KEY, nullable=False),
        sa.Column("source", KEY, nullable=True),
        sa.Column(
            "comparator_type",
            sa.Enum(
                "active",
                "placebo",
                "vehicle",
                "no_treatment",
                name="comparator_type",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("comparator_name", sa.Text(), nullable=True),
        sa.Column(
            "donor_relation",
            sa.Enum(
                "autologous",
                "allogeneic",
                "xenogeneic",
                name="donor_relation",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("product_key", KEY, nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "topical",
                "intradermal",
                "subcutaneous",
                "intralesional",
                "hydrogel",
                "dressing",
                "intravenous",
                "intraperitoneal",
                "oral",
                "in_vitro",
                "other",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column(
            "delivery_adjunct",
            sa.Enum(
                "microneedling",
                "fractional_laser",
                "radiofrequency",
                "other",
                name="delivery_adjunct",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("dose", sa.Text(), nullable=True),
        sa.Column("dose_key", KEY, nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("interval_weeks", sa.Float(), nullable=True),
        sa.Column(
            "isolation",
            sa.Enum(
                "ultracentrifugation",
                "density_gradient",
                "tangential_flow_filtration",
                "ultrafiltration",
                "size_exclusion_chromatography",
                "precipitation",
                "affinity",
                "other",
                name="isolation",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.CheckConstraint("interval_weeks >= 0", name=op.f("ck_study_arm_interval_weeks_minimum")),
        sa.CheckConstraint("n >= 0", name=op.f("ck_study_arm_n_minimum")),
        sa.CheckConstraint("sessions >= 1", name=op.f("ck_study_arm_sessions_minimum")),
        sa.ForeignKeyConstraint(["source"], ["exosome_source.slug"], name=op.f("fk_study_arm_source_exosome_source")),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_arm_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "key", name=op.f("pk_study_arm")),
    )
    op.create_index(op.f("ix_study_arm_route"), "study_arm", ["route"], unique=False)
    op.create_index(op.f("ix_study_arm_source"), "study_arm", ["source"], unique=False)
    op.create_table(
        "study_indication",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("indication", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indication"], ["indication.slug"], name=op.f("fk_study_indication_indication_indication")
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_indication_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "indication", name=op.f("pk_study_indication")),
    )
    op.create_index(op.f("ix_study_indication_indication"), "study_indication", ["indication"], unique=False)
    op.create_table(
        "study_level",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "human",
                "animal",
                "ex_vivo",
                "in_vitro",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_level_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "level", name=op.f("pk_study_level")),
    )
    op.create_table(
        "study_relation",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "registration_of",
                "registered_as",
                "preprint_of",
                "published_as",
                "included_in",
                name="relation_type",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("accession", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_relation_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "position", name=op.f("pk_study_relation")),
    )
    op.create_index(op.f("ix_study_relation_accession"), "study_relation", ["accession"], unique=False)
    op.create_table(
        "study_reporting",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "source",
                "isolation",
                "dose",
                "route",
                "schedule",
                "n",
                "follow_up",
                "comparator",
                "safety",
                name="reporting_part",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_reporting_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "part", name=op.f("pk_study_reporting")),
    )
    op.create_table(
        "study_topic",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "biodistribution",
                "drug-delivery",
                "healthy-volunteers",
                "immunogenicity",
                "manufacturing",
                "marketing",
                "mechanism",
                "physiology",
                "registered-trials",
                "regulation",
                "safety",
                "thrombosis-risk",
                "toxicology",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_topic_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "topic", name=op.f("pk_study_topic")),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_table("study_topic")
    op.drop_table("study_reporting")
    op.drop_index(op.f("ix_study_relation_accession"), table_name="study_relation")
    op.drop_table("study_relation")
    op.drop_table("study_level")
    op.drop_index(op.f("ix_study_indication_indication"), table_name="study_indication")
    op.drop_table("study_indication")
    op.drop_index(op.f("ix_study_arm_source"), table_name="study_arm")
    op.drop_index(op.f("ix_study_arm_route"), table_name="study_arm")
    op.drop_table("study_arm")
    # ### end Alembic commands ###

"""Studies."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("accession", KEY, nullable=False),
        sa.Column("doi", KEY, nullable=True),
        sa.Column("pmid", KEY, nullable=True),
        sa.Column("pmcid", KEY, nullable=True),
        sa.Column("nct", KEY, nullable=True),
        sa.Column("registry_id", KEY, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", KEY, nullable=False),
        sa.Column(
            "title_status",
            sa.Enum(
                "published", "descriptive", name="title_status", native_enum=False, create_constraint=True, length=80
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("journal", sa.Text(), nullable=True),
        sa.Column("journal_key", KEY, nullable=False),
        sa.Column("authors", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("authors_key", KEY, nullable=False),
        sa.Column("country", KEY, nullable=True),
        sa.Column(
            "publication_type",
            sa.Enum(
                "journal_article",
                "preprint",
                "trial_registration",
                "conference_abstract",
                "regulatory_notice",
                "case_letter",
                name="publication_type",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column(
            "design",
            sa.Enum(
                "randomized_controlled_trial",
                "nonrandomized_controlled_trial",
                "single_arm_trial",
                "cohort",
                "case_control",
                "cross_sectional",
                "case_series",
                "case_report",
                "animal_study",
                "ex_vivo_study",
                "in_vitro_study",
                "systematic_review",
                "meta_analysis",
                "narrative_review",
                "regulatory_notice",
                name="design",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("animal_model", sa.Text(), nullable=True),
        sa.Column("animal_model_key", KEY, nullable=False),
        sa.Column(
            "blinding",
            sa.Enum(
                "open",
                "single",
                "double",
                "triple",
                name="blinding",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("split_body", sa.Boolean(), nullable=True),
        sa.Column(
            "registry_status",
            sa.Enum(
                "not_yet_recruiting",
                "recruiting",
                "enrolling_by_invitation",
                "active_not_recruiting",
                "suspended",
                "terminated",
                "completed",
                "withdrawn",
                "unknown",
                name="registry_status",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "early 1",
                "1",
                "1/2",
                "2",
                "2/3",
                "3",
                "4",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("n_participants", sa.Integer(), nullable=True),
        sa.Column("follow_up_weeks", sa.Float(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_key", KEY, nullable=False),
        sa.Column(
            "safety_assessment",
            sa.Enum(
                "reported",
                "none_observed",
                "not_reported",
                name="safety_assessment",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column(
            "safety_scope",
            sa.Enum(
                "any",
                "treatment_related",
                "serious_or_significant",
                "specific_kinds",
                name="safety_scope",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("safety_serious", sa.Boolean(), nullable=True),
        sa.Column("safety_note", sa.Text(), nullable=True),
        sa.Column(
            "seen",
            sa.Enum(
                "abstract",
                "full_text_excerpt",
                "full_text",
                "registry_record",
                "regulatory_page",
                "listing",
                name="seen",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("source_urls", sa.JSON(), nullable=False),
        sa.Column("retrieved", sa.Date(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("machine_assisted", "manual", name="method", native_enum=False, create_constraint=True, length=80),
            nullable=False,
        ),
        sa.Column(
            "review_status",
            sa.Enum(
                "provisional", "second_read", name="review_status", native_enum=False, create_constraint=True, length=80
            ),
            nullable=False,
        ),
        sa.Column("provenance_note", sa.Text(), nullable=True),
        sa.Column(
            "retraction_status",
            sa.Enum(
                "retracted",
                "expression_of_concern",
                "corrected",
                name="retraction_status",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("retraction_date", sa.Date(), nullable=True),
        sa.Column("retraction_url", sa.Text(), nullable=True),
        sa.Column("evidence_level", sa.Integer(), nullable=True),
        sa.Column("completeness_score", sa.Float(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("completeness_score BETWEEN 0 AND 1", name=op.f("ck_study_completeness_score_range")),
        sa.CheckConstraint("evidence_level BETWEEN 1 AND 5", name=op.f("ck_study_evidence_level_range")),
        sa.CheckConstraint("follow_up_weeks >= 0", name=op.f("ck_study_follow_up_weeks_minimum")),
        sa.CheckConstraint("n_participants >= 0", name=op.f("ck_study_n_participants_minimum")),
        sa.CheckConstraint("year BETWEEN 1900 AND 2100", name=op.f("ck_study_year_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("accession", name=op.f("uq_study_accession")),
        sa.UniqueConstraint("doi", name=op.f("uq_study_doi")),
        sa.UniqueConstraint("nct", name=op.f("uq_study_nct")),
        sa.UniqueConstraint("pmcid", name=op.f("uq_study_pmcid")),
        sa.UniqueConstraint("pmid", name=op.f("uq_study_pmid")),
        sa.UniqueConstraint("registry_id", name=op.f("uq_study_registry_id")),
    )
    op.create_index(op.f("ix_study_country"), "study", ["country"], unique=False)
    op.create_index(op.f("ix_study_design"), "study", ["design"], unique=False)
    op.create_index(op.f("ix_study_evidence_level"), "study", ["evidence_level"], unique=False)
    op.create_index(op.f("ix_study_publication_type"), "study", ["publication_type"], unique=False)
    op.create_index(op.f("ix_study_safety_assessment"), "study", ["safety_assessment"], unique=False)
    op.create_index(op.f("ix_study_year"), "study", ["year"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_study_year"), table_name="study")
    op.drop_index(op.f("ix_study_safety_assessment"), table_name="study")
    op.drop_index(op.f("ix_study_publication_type"), table_name="study")
    op.drop_index(op.f("ix_study_evidence_level"), table_name="study")
    op.drop_index(op.f("ix_study_design"), table_name="study")
    op.drop_index(op.f("ix_study_country"), table_name="study")
    op.drop_table("study")
    # ### end Alembic commands ###

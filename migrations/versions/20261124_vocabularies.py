"""Controlled vocabularies, the data release and retired accessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "adverse_event_term",
        sa.Column("slug", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "soc",
            sa.Enum(
                "Blood and lymphatic system disorders",
                "Cardiac disorders",
                "Congenital, familial and genetic disorders",
                "Ear and labyrinth disorders",
                "Endocrine disorders",
                "Eye disorders",
                "Gastrointestinal disorders",
                "General disorders and administration site conditions",
                "Hepatobiliary disorders",
                "Immune system disorders",
                "Infections and infestations",
                "Injury, poisoning and procedural complications",
                "Investigations",
                "Metabolism and nutrition disorders",
                "Musculoskeletal and connective tissue disorders",
                "Neoplasms benign, malignant and unspecified (incl cysts and polyps)",
                "Nervous system disorders",
                "Pregnancy, puerperium and perinatal conditions",
                "Psychiatric disorders",
                "Renal and urinary disorders",
                "Reproductive system and breast disorders",
                "Respiratory, thoracic and mediastinal disorders",
                "Skin and subcutaneous tissue disorders",
                "Social circumstances",
                "Surgical and medical procedures",
                "Vascular disorders",
                name="system_organ_class",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("in_ctcae_v5", sa.Boolean(), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("names_key", KEY, nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_adverse_event_term")),
    )
    op.create_index(op.f("ix_adverse_event_term_soc"), "adverse_event_term", ["soc"], unique=False)
    op.create_table(
        "data_release",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_release_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_release")),
    )
    op.create_table(
        "exosome_source",
        sa.Column("slug", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "human",
                "plant",
                "animal",
                "microbial",
                "algal",
                "fungal",
                "engineered",
                "unspecified",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("parent", KEY, nullable=True),
        sa.Column("organism", sa.Text(), nullable=True),
        sa.Column("ncbi_taxon", KEY, nullable=True),
        sa.Column("cell_type", sa.Text(), nullable=True),
        sa.Column("cell_ontology", KEY, nullable=True),
        sa.Column("tissue", sa.Text(), nullable=True),
        sa.Column("uberon", KEY, nullable=True),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("names_key", KEY, nullable=False),
        sa.Column("organism_key", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["exosome_source.slug"], name=op.f("fk_exosome_source_parent_exosome_source")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_exosome_source")),
    )
    op.create_index(op.f("ix_exosome_source_origin"), "exosome_source", ["origin"], unique=False)
    op.create_index(op.f("ix_exosome_source_parent"), "exosome_source", ["parent"], unique=False)
    op.create_table(
        "indication",
        sa.Column("slug", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "hair",
                "wound",
                "scar",
                "pigmentation",
                "ageing",
                "inflammatory",
                "autoimmune",
                "barrier",
                "oncology",
                "systemic",
                "other",
                name="indication_category",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=False,
        ),
        sa.Column("parent", KEY, nullable=True),
        sa.Column("mondo", KEY, nullable=True),
        sa.Column("mesh", KEY, nullable=True),
        sa.Column("icd10", KEY, nullable=True),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("names_key", KEY, nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["indication.slug"], name=op.f("fk_indication_parent_indication")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_indication")),
    )
    op.create_index(op.f("ix_indication_category"), "indication", ["category"], unique=False)
    op.create_index(op.f("ix_indication_parent"), "indication", ["parent"], unique=False)
    op.create_table(
        "pathway",
        sa.Column("slug", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("go", KEY, nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("names_key", KEY, nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_pathway")),
    )
    op.create_table(
        "retired_study",
        sa.Column("accession", KEY, nullable=False),
        sa.Column("merged_into", KEY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("accession", name=op.f("pk_retired_study")),
    )
    op.create_table(
        "indication_closure",
        sa.Column("ancestor", KEY, nullable=False),
        sa.Column("descendant", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor"],
            ["indication.slug"],
            name=op.f("fk_indication_closure_ancestor_indication"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["descendant"],
            ["indication.slug"],
            name=op.f("fk_indication_closure_descendant_indication"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ancestor", "descendant", name=op.f("pk_indication_closure")),
    )
    op.create_index(op.f("ix_indication_closure_descendant"), "indication_closure", ["descendant"], unique=False)
    op.create_table(
        "source_closure",
        sa.Column("ancestor", KEY, nullable=False),
        sa.Column("descendant", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor"],
            ["exosome_source.slug"],
            name=op.f("fk_source_closure_ancestor_exosome_source"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["descendant"],
            ["exosome_source.slug"],
            name=op.f("fk_source_closure_descendant_exosome_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ancestor", "descendant", name=op.f("pk_source_closure")),
    )
    op.create_index(op.f("ix_source_closure_descendant"), "source_closure", ["descendant"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_source_closure_descendant"), table_name="source_closure")
    op.drop_table("source_closure")
    op.drop_index(op.f("ix_indication_closure_descendant"), table_name="indication_closure")
    op.drop_table("indication_closure")
    op.drop_table("retired_study")
    op.drop_table("pathway")
    op.drop_index(op.f("ix_indication_parent"), table_name="indication")
    op.drop_index(op.f("ix_indication_category"), table_name="indication")
    op.drop_table("indication")
    op.drop_index(op.f("ix_exosome_source_parent"), table_name="exosome_source")
    op.drop_index(op.f("ix_exosome_source_origin"), table_name="exosome_source")
    op.drop_table("exosome_source")
    op.drop_table("data_release")
    op.drop_index(op.f("ix_adverse_event_term_soc"), table_name="adverse_event_term")
    op.drop_table("adverse_event_term")
    # ### end Alembic commands ###

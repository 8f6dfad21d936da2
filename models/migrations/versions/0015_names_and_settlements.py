"""Organisations have other names, contacts a version, disagreeing checks can be settled."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "language IN ('ar', 'ckb', 'en')",
            name=op.f("ck_organisation_name_language_of_the_pages"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_name_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
        sa.UniqueConstraint("name_key", name=op.f("uq_organisation_name_name_key")),
        sa.UniqueConstraint(
            "organisation_id",
            "language",
            name=op.f("uq_organisation_name_organisation_id_language"),
        ),
    )
    with op.batch_alter_table("organisation_name", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_name_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "check_settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column(
            "found",
            sa.Enum("still_there", "ended", name="checkanswer", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_check_settlement_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_check_settlement_placement_id_placement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_settlement")),
        sa.UniqueConstraint(
            "placement_id", "day", name=op.f("uq_check_settlement_placement_id_day")
        ),
    )
    with op.batch_alter_table("check_settlement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_check_settlement_placement_id"), ["placement_id"], unique=False
        )

    with op.batch_alter_table("contact_role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("contact_role", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("check_settlement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_settlement_placement_id"))

    op.drop_table("check_settlement")
    with op.batch_alter_table("organisation_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_name_organisation_id"))

    op.drop_table("organisation_name")

"""The national plan with its files, and barriers that are measured."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("title_ar", sa.String(length=300), nullable=False),
        sa.Column("title_ckb", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
        sa.UniqueConstraint("number", name=op.f("uq_priority_number")),
    )
    op.create_table(
        "barrier_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "barrier",
            sa.Enum(
                "papers",
                "recognition",
                "licence",
                "language",
                "skills",
                "experience",
                "distance",
                "wage",
                "hours",
                "family",
                "health",
                "trust",
                "employer_silence",
                "place_lost",
                name="barrier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.Integer(), nullable=True),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "met BETWEEN 0 AND looked_at", name=op.f("ck_barrier_measure_met_of_looked_at")
        ),
        sa.ForeignKeyConstraint(
            ["governorate_code"],
            ["place.code"],
            name=op.f("fk_barrier_measure_governorate_code_place"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier_measure")),
        sa.UniqueConstraint(
            "barrier",
            "governorate_code",
            "on_day",
            name=op.f("uq_barrier_measure_barrier_governorate_code_on_day"),
        ),
    )
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=True),
        sa.Column("title_ar", sa.String(length=300), nullable=True),
        sa.Column("objective_en", sa.Text(), nullable=True),
        sa.Column("objective_ar", sa.Text(), nullable=True),
        sa.Column(
            "horizon",
            sa.Enum(
                "short",
                "medium",
                "long",
                name="horizon",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "under_way",
                "done",
                "stopped",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_note", sa.Text(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_plan_action_day_order")),
        sa.CheckConstraint(
            "title_en IS NOT NULL OR title_ar IS NOT NULL", name=op.f("ck_plan_action_title_given")
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_plan_action_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_action_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_action_public_id")),
    )
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_action_priority_id"), ["priority_id"], unique=False
        )

    op.create_table(
        "action_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "lead",
                "support",
                "extended",
                name="actionpart",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_body_action_id_plan_action")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_action_body_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_body")),
        sa.UniqueConstraint(
            "action_id", "organisation_id", name=op.f("uq_action_body_action_id_organisation_id")
        ),
    )
    with op.batch_alter_table("action_body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_body_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_body_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "action_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("covers_from", sa.Date(), nullable=False),
        sa.Column("covers_until", sa.Date(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("covers_until > covers_from", name=op.f("ck_action_file_day_order")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_file_action_id_plan_action")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_file")),
        sa.UniqueConstraint(
            "action_id",
            "covers_until",
            "language",
            name=op.f("uq_action_file_action_id_covers_until_language"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_file_public_id")),
    )
    with op.batch_alter_table("action_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_file_action_id"), ["action_id"], unique=False)

    op.create_table(
        "action_file_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", models.base.JSON_TYPE, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("issued_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_action_file_version_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["action_file.id"], name=op.f("fk_action_file_version_file_id_action_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_file_version")),
        sa.UniqueConstraint(
            "file_id", "number", name=op.f("uq_action_file_version_file_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_file_version_public_id")),
    )
    with op.batch_alter_table("action_file_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_action_file_version_file_id"), ["file_id"], unique=False
        )

    op.create_table(
        "action_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("resolution_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(commitment_id IS NULL) <> (resolution_id IS NULL)", name=op.f("ck_action_link_to_one")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_link_action_id_plan_action")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_action_link_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_action_link_resolution_id_resolution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_link")),
        sa.UniqueConstraint(
            "action_id", "commitment_id", name=op.f("uq_action_link_action_id_commitment_id")
        ),
        sa.UniqueConstraint(
            "action_id", "resolution_id", name=op.f("uq_action_link_action_id_resolution_id")
        ),
    )
    with op.batch_alter_table("action_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_link_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_link_commitment_id"), ["commitment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_action_link_resolution_id"), ["resolution_id"], unique=False
        )

    op.create_table(
        "barrier_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "barrier",
            sa.Enum(
                "papers",
                "recognition",
                "licence",
                "language",
                "skills",
                "experience",
                "distance",
                "wage",
                "hours",
                "family",
                "health",
                "trust",
                "employer_silence",
                "place_lost",
                name="barrier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["governorate_code"],
            ["place.code"],
            name=op.f("fk_barrier_link_governorate_code_place"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_barrier_link_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier_link")),
        sa.UniqueConstraint("item_id", name=op.f("uq_barrier_link_item_id")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_commitment_priority_id"), ["priority_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_commitment_priority_id_priority"), "priority", ["priority_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_commitment_priority_id_priority"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_commitment_priority_id"))
        batch_op.drop_column("priority_id")

    op.drop_table("barrier_link")
    with op.batch_alter_table("action_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_link_resolution_id"))
        batch_op.drop_index(batch_op.f("ix_action_link_commitment_id"))
        batch_op.drop_index(batch_op.f("ix_action_link_action_id"))

    op.drop_table("action_link")
    with op.batch_alter_table("action_file_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_file_version_file_id"))

    op.drop_table("action_file_version")
    with op.batch_alter_table("action_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_file_action_id"))

    op.drop_table("action_file")
    with op.batch_alter_table("action_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_body_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_action_body_action_id"))

    op.drop_table("action_body")
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_action_priority_id"))

    op.drop_table("plan_action")
    op.drop_table("barrier_measure")
    op.drop_table("priority")

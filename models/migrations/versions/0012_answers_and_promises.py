"""When members answered what they are asked for, and commitments linked with a barrier by hand."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "barrier_promise",
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
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_barrier_promise_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["governorate_code"],
            ["place.code"],
            name=op.f("fk_barrier_promise_governorate_code_place"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier_promise")),
    )
    with op.batch_alter_table("barrier_promise") as table:
        table.create_index(op.f("ix_barrier_promise_commitment_id"), ["commitment_id"])
    op.add_column(
        "ask", sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True)
    )
    # Until now the answer was the last thing that happened to an ask.
    op.execute("UPDATE ask SET answered_at = updated_at WHERE state IN ('promised', 'declined')")


def downgrade() -> None:
    with op.batch_alter_table("ask") as table:
        table.drop_column("answered_at")
    op.drop_table("barrier_promise")

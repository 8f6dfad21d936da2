"""Registrations that wait for their code; where and when an organisation registered itself."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROLES = (
    "employer_owner",
    "employer_recruiter",
    "caseworker",
    "office_manager",
    "returnee",
    "secretariat",
    "observer",
    "expert",
    "administrator",
    "api_client",
)


def upgrade() -> None:
    role = sa.Enum(*_ROLES, name="role", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("role", role, nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registration_public_id")),
    )
    op.create_index(op.f("ix_registration_expires_at"), "registration", ["expires_at"])
    op.add_column("organisation", sa.Column("governorate_code", sa.String(length=32)))
    op.add_column(
        "organisation", sa.Column("registered_at", models.base.UtcDateTime(timezone=True))
    )


def downgrade() -> None:
    op.drop_column("organisation", "registered_at")
    op.drop_column("organisation", "governorate_code")
    op.drop_index(op.f("ix_registration_expires_at"), "registration")
    op.drop_table("registration")

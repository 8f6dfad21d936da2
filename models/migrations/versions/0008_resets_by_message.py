"""A reset by message has nobody who asked for it; a slip has no code before it was confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHECKS = {
    "ck_reset_request_asked_with_a_reason": "(requested_by_id IS NULL) = (reason IS NULL)",
    "ck_reset_request_no_code_before_confirmation": (
        "requested_by_id IS NULL OR code_digest IS NULL OR confirmed_by_id IS NOT NULL"
    ),
    "ck_reset_request_by_message_only_a_password": (
        "requested_by_id IS NOT NULL OR (kind = 'password' AND confirmed_by_id IS NULL)"
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("reset_request") as table:
        table.alter_column("requested_by_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("reason", existing_type=sa.Text(), nullable=True)
        for name, condition in _CHECKS.items():
            table.create_check_constraint(op.f(name), condition)


def downgrade() -> None:
    # Codes by message live for half an hour; without somebody who asked they cannot be kept.
    op.execute("DELETE FROM reset_request WHERE requested_by_id IS NULL")
    with op.batch_alter_table("reset_request") as table:
        for name in _CHECKS:
            table.drop_constraint(op.f(name), type_="check")
        table.alter_column("reason", existing_type=sa.Text(), nullable=False)
        table.alter_column("requested_by_id", existing_type=sa.Integer(), nullable=False)

"""Contact persons of organisations and documents of meetings have a time for which they are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("retention_policy", "retention_notice")
BEFORE = ("person", "account", "import", "message", "session", "invitation")


def upgrade() -> None:
    _allow(*BEFORE, "contact", "document")


def downgrade() -> None:
    for table in TABLES:
        op.execute(
            f"DELETE FROM {table} WHERE kind IN ('contact', 'document')"  # noqa: S608 -- constants
        )
    _allow(*BEFORE)


def _allow(*kinds: str) -> None:
    """Let records be of these kinds."""
    column = sa.column("kind", sa.String)
    for table in TABLES:
        check = f"ck_{table}_retentionkind"
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(check), type_="check")
            batch_op.create_check_constraint(batch_op.f(check), column.in_(kinds))

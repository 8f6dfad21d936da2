"""Files of roundtables and commitments are sent in on the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CHECK = "ck_import_job_importkind"


def upgrade() -> None:
    _allow("intake", "opportunities", "roundtables")


def downgrade() -> None:
    op.execute("DELETE FROM import_job WHERE kind = 'roundtables'")
    _allow("intake", "opportunities")


def _allow(*kinds: str) -> None:
    """Let files be of these kinds."""
    column = sa.column("kind", sa.String)
    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")
        batch_op.create_check_constraint(batch_op.f(CHECK), column.in_(kinds))

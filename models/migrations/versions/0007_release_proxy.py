"""Who spoke for a person when an employer was let know who they are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identity_release", sa.Column("proxy", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("identity_release", "proxy")

"""Who referred a case and what was answered; figures as they were published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In words, as SQLite takes a column with its reference only like this.
    op.execute(
        "ALTER TABLE case_assignment ADD COLUMN from_office_id INTEGER "
        "CONSTRAINT fk_case_assignment_from_office_id_office REFERENCES office (id)"
    )
    op.add_column("case_assignment", sa.Column("consent_override", sa.Text()))
    op.add_column("case_assignment", sa.Column("answer", sa.Text()))
    tables = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "published_figures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tables", tables, nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_published_figures")),
    )


def downgrade() -> None:
    op.drop_table("published_figures")
    op.drop_column("case_assignment", "answer")
    op.drop_column("case_assignment", "consent_override")
    op.drop_column("case_assignment", "from_office_id")

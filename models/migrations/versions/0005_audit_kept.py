"""Audit: nothing is changed or removed, room for a national register, checks of the chain."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = "The audit log can be added to. What stands in it is never changed or removed."
HEAD_KEPT = "The end of the audit log moves forward only."

# SQLite: INSERT OR REPLACE removes a row without a word to triggers on DELETE, so it is met
# before it inserts.
_SQLITE = {
    "audit_event_no_update": f"BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    "audit_event_no_delete": f"BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    "audit_event_no_replace": "BEFORE INSERT ON audit_event"  # noqa: S608 -- constants only
    " WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)"
    f" BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    "audit_head_forward": "BEFORE UPDATE ON audit_head WHEN NEW.last_id < OLD.last_id OR NEW.id <> OLD.id"
    f" BEGIN SELECT RAISE(ABORT, '{HEAD_KEPT}'); END",
    "audit_head_no_delete": f"BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, '{HEAD_KEPT}'); END",
    "audit_head_no_replace": "BEFORE INSERT ON audit_head"  # noqa: S608 -- constants only
    " WHEN EXISTS (SELECT 1 FROM audit_head WHERE id = NEW.id)"
    f" BEGIN SELECT RAISE(ABORT, '{HEAD_KEPT}'); END",
}
_POSTGRESQL = {
    "audit_event_kept": "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event"
    f" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('{KEPT}')",
    "audit_head_kept": "BEFORE DELETE OR TRUNCATE ON audit_head"
    f" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('{HEAD_KEPT}')",
    "audit_head_forward": "BEFORE UPDATE ON audit_head FOR EACH ROW"
    " WHEN (NEW.last_id < OLD.last_id OR NEW.id <> OLD.id)"
    f" EXECUTE FUNCTION audit_refuse('{HEAD_KEPT}')",
}
_REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation';
END $$
"""


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "audit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checked", _event_id(), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.Column("event_id", _event_id(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    if _on_postgresql():
        op.alter_column("audit_event", "id", type_=sa.BigInteger())
        op.alter_column("audit_head", "last_id", type_=sa.BigInteger())
        op.execute(_REFUSE)
    for name, what in (_POSTGRESQL if _on_postgresql() else _SQLITE).items():
        op.execute(f"CREATE TRIGGER {name} {what}")


def downgrade() -> None:
    if _on_postgresql():
        for name, what in _POSTGRESQL.items():
            op.execute(f"DROP TRIGGER {name} ON {what.split(' ON ')[1].split()[0]}")
        op.execute("DROP FUNCTION audit_refuse()")
        op.alter_column("audit_head", "last_id", type_=sa.Integer())
        op.alter_column("audit_event", "id", type_=sa.Integer())
    else:
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_index(op.f("ix_audit_event_at"), table_name="audit_event")
    op.drop_table("audit_check")


def _event_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger() if _on_postgresql() else sa.Integer()

"""Access: memberships, offices, cases, sealed identity, consent, audit, sign-in, outbox."""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.memberships import (
    drop_later_accounts,
    fold_memberships,
    grant_memberships,
)
from models.migrations.sealing import open_everything, seal_everything

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "rate_counter",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_start", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_rate_counter")),
    )
    with op.batch_alter_table("rate_counter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rate_counter_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "retention_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "account",
                "import",
                "message",
                "session",
                "invitation",
                name="retentionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("given_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_notice")),
        sa.UniqueConstraint(
            "kind", "subject", "given_at", name=op.f("uq_retention_notice_kind_subject_given_at")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_retention_notice_public_id")),
    )
    with op.batch_alter_table("retention_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_notice_subject"), ["subject"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=300), nullable=False),
        sa.Column("second_factor_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("started_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_session_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_session_token_digest")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_token_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_api_token_made_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_token_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_ref", sa.String(length=16), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "own_wish",
                "office",
                "retention",
                name="erasurecause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_erasure_asked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_public_id")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_person_ref"), ["person_ref"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agency",
            sa.Enum(
                "MRC",
                "MoLSA",
                "MoMD",
                "MoFA",
                "MoI",
                "IOM",
                "GMAC",
                "ETTC",
                "other",
                name="agency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_office_name_given")),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_office_governorate_code_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("agency", "name_key", name=op.f("uq_office_agency_name_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_office_public_id")),
    )
    op.create_table(
        "organisation_vetting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approve",
                "refuse",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_organisation_vetting_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_vetting_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_vetting")),
        sa.UniqueConstraint(
            "organisation_id",
            "round",
            "account_id",
            name=op.f("uq_organisation_vetting_organisation_id_round_account_id"),
        ),
    )
    with op.batch_alter_table("organisation_vetting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_vetting_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "reset_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "password",
                "second_factor",
                "both",
                name="resetkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id <> account_id", name=op.f("ck_reset_request_not_confirmed_by_oneself")
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> requested_by_id", name=op.f("ck_reset_request_two_people")
        ),
        sa.CheckConstraint(
            "requested_by_id <> account_id", name=op.f("ck_reset_request_not_asked_by_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reset_request_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["account.id"],
            name=op.f("fk_reset_request_confirmed_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"],
            ["account.id"],
            name=op.f("fk_reset_request_requested_by_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_request")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_reset_request_code_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reset_request_public_id")),
    )
    with op.batch_alter_table("reset_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reset_request_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "retention_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "account",
                "import",
                "message",
                "session",
                "invitation",
                name="retentionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("keep_days > 0", name=op.f("ck_retention_policy_kept_for_a_while")),
        sa.CheckConstraint(
            "notice_days >= 0", name=op.f("ck_retention_policy_notice_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_retention_policy_set_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_policy")),
    )
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "action",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column(
            "actor_role",
            sa.Enum(
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
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("actor_office_id", sa.Integer(), nullable=True),
        sa.Column("actor_organisation_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=16), nullable=True),
        sa.Column("object_kind", sa.String(length=32), nullable=True),
        sa.Column("object_id", sa.String(length=40), nullable=True),
        sa.Column("reason_digest", sa.String(length=64), nullable=True),
        sa.Column("details", models.base.JSON_TYPE, nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_office_id"], ["office.id"], name=op.f("fk_audit_event_actor_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["actor_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_audit_event_actor_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_object_id"), ["object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_person"), ["person"], unique=False)

    op.create_table(
        "audit_reason",
        sa.Column(
            "event_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("person", sa.String(length=16), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_reason")),
    )
    with op.batch_alter_table("audit_reason", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_reason_person"), ["person"], unique=False)

    op.create_table(
        "case_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "basis",
            sa.Enum(
                "intake",
                "registration",
                "referral",
                "transfer",
                name="assignmentbasis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"],
            ["account.id"],
            name=op.f("fk_case_assignment_accepted_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_assignment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["declined_by_id"],
            ["account.id"],
            name=op.f("fk_case_assignment_declined_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_case_assignment_ended_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["account.id"], name=op.f("fk_case_assignment_offered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_case_assignment_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_case_assignment_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_assignment_public_id")),
    )
    with op.batch_alter_table("case_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_assignment_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_assignment_office_id"), ["office_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_assignment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_case_assignment_open",
            ["person_id", "office_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND declined_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND declined_at IS NULL"),
        )

    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                name="correctionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_correction_request_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_correction_request_decided_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_correction_request_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_correction_request_public_id")),
    )
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_request_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "identity_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "name",
                "name_and_contact",
                name="releasescope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "given_by",
            sa.Enum(
                "self",
                "with_caseworker",
                "proxy",
                name="consentgiver",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("granted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_identity_release_opportunity_id_opportunity"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_identity_release_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["account.id"],
            name=op.f("fk_identity_release_recorded_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["account.id"],
            name=op.f("fk_identity_release_withdrawn_by_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_release")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identity_release_public_id")),
    )
    with op.batch_alter_table("identity_release", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_release_opportunity_id"), ["opportunity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_identity_release_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_identity_release_open",
            ["person_id", "opportunity_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
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
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("login", sa.Text(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["account.id"], name=op.f("fk_invitation_accepted_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_invitation_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_invitation_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_invitation_code_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_office_id"), ["office_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "look_up_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "person_is_here",
                "person_called",
                "referral_received",
                "duplicate",
                "complaint",
                "danger",
                name="lookupreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("granted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_look_up_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_look_up_grant_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_up_grant")),
    )
    with op.batch_alter_table("look_up_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_look_up_grant_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_look_up_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
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
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role IN ('caseworker', 'office_manager')) = (office_id IS NOT NULL)",
            name=op.f("ck_membership_office_staff_has_office"),
        ),
        sa.CheckConstraint(
            "(role IN ('employer_owner', 'employer_recruiter')) = (organisation_id IS NOT NULL)",
            name=op.f("ck_membership_employer_has_organisation"),
        ),
        sa.CheckConstraint(
            "role = 'returnee' OR person_id IS NULL",
            name=op.f("ck_membership_only_a_returnee_has_a_record"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["account.id"], name=op.f("fk_membership_granted_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_membership_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_membership_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["account.id"], name=op.f("fk_membership_revoked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_office_id"), ["office_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_membership_account_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.create_index(
            "uq_membership_person_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "sms",
                "slip",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "printed",
                "failed",
                "dropped",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_message_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_message_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_message_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)

    op.create_table(
        "person_key",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_person_key_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", "person_id", name=op.f("pk_person_key")),
    )
    with op.batch_alter_table("person_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_key_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("login", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("login_index", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("outside_subject", sa.String(length=300), nullable=True))
        batch_op.add_column(
            sa.Column("suspended_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("suspended_reason", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("password_set_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("last_sign_in_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.alter_column(
            "display_name",
            existing_type=sa.VARCHAR(length=300),
            type_=sa.Text(),
            existing_nullable=False,
        )
        batch_op.alter_column("password_hash", existing_type=sa.TEXT(), nullable=True)

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "given_by",
                sa.Enum(
                    "self",
                    "with_caseworker",
                    "proxy",
                    name="consentgiver",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=False,
                server_default="self",
            )
        )
        batch_op.add_column(sa.Column("proxy", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("witness", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("recorded_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consent_recorded_by_id_account"), "account", ["recorded_by_id"], ["id"]
        )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.alter_column(
            "given_by",
            existing_type=sa.String(length=32),
            existing_nullable=False,
            server_default=None,
        )

    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.alter_column(
            "filename",
            existing_type=sa.VARCHAR(length=300),
            type_=sa.Text(),
            existing_nullable=False,
        )
        batch_op.alter_column(
            "report",
            existing_type=models.base.JSON_TYPE,
            type_=sa.Text(),
            existing_nullable=False,
            postgresql_using="report::text",
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("anonymised_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )

    with op.batch_alter_table("person_identity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_person_identity_national_id_length"), type_="check")
        batch_op.alter_column(
            "name_ar", existing_type=sa.VARCHAR(length=300), type_=sa.Text(), existing_nullable=True
        )
        batch_op.alter_column(
            "name_latin",
            existing_type=sa.VARCHAR(length=300),
            type_=sa.Text(),
            existing_nullable=True,
        )
        batch_op.alter_column(
            "known_as",
            existing_type=sa.VARCHAR(length=300),
            type_=sa.Text(),
            existing_nullable=True,
        )
        batch_op.alter_column(
            "mother_name",
            existing_type=sa.VARCHAR(length=300),
            type_=sa.Text(),
            existing_nullable=True,
        )
        batch_op.alter_column(
            "birth_date", existing_type=sa.DATE(), type_=sa.Text(), existing_nullable=True
        )
        batch_op.alter_column(
            "national_id",
            existing_type=sa.VARCHAR(length=32),
            type_=sa.Text(),
            existing_nullable=True,
        )
        batch_op.alter_column(
            "phone", existing_type=sa.VARCHAR(length=32), type_=sa.Text(), existing_nullable=True
        )
        batch_op.alter_column(
            "email", existing_type=sa.VARCHAR(length=300), type_=sa.Text(), existing_nullable=True
        )
        batch_op.drop_column("search_key")

    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.alter_column(
            "unrecognised",
            existing_type=models.base.JSON_TYPE,
            type_=sa.Text(),
            existing_nullable=False,
            postgresql_using="unrecognised::text",
        )
        batch_op.alter_column(
            "wording",
            existing_type=models.base.JSON_TYPE,
            type_=sa.Text(),
            existing_nullable=False,
            postgresql_using="wording::text",
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_organisation_organisationstanding"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_organisationstanding"),
            "standing IN ('unvetted', 'listed', 'vetted', 'refused')",
        )
    op.execute("INSERT INTO audit_head (id, last_id, digest) VALUES (1, 0, '')")

    seal_everything(op.get_bind())
    grant_memberships(op.get_bind())

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_account_employer_has_organisation"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_account_role"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_account_agency"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_account_email"), type_="unique")
        batch_op.drop_constraint(
            batch_op.f("fk_account_organisation_id_organisation"), type_="foreignkey"
        )
        batch_op.alter_column(
            "password_set_at",
            existing_type=models.base.UtcDateTime(timezone=True),
            nullable=False,
        )
        batch_op.create_unique_constraint(batch_op.f("uq_account_login_index"), ["login_index"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_account_outside_subject"), ["outside_subject"]
        )
        batch_op.drop_column("email")
        batch_op.drop_column("agency")
        batch_op.drop_column("active")
        batch_op.drop_column("office")
        batch_op.drop_column("organisation_id")
        batch_op.drop_column("role")


def downgrade() -> None:
    with op.batch_alter_table("person_identity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_key", sa.TEXT(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("birth_day", sa.DATE(), nullable=True))
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.VARCHAR(length=32), nullable=True))
        batch_op.add_column(sa.Column("organisation_id", sa.INTEGER(), nullable=True))
        batch_op.add_column(sa.Column("office", sa.VARCHAR(length=300), nullable=True))
        batch_op.add_column(sa.Column("active", sa.BOOLEAN(), nullable=True))
        batch_op.add_column(sa.Column("agency", sa.VARCHAR(length=32), nullable=True))
        batch_op.add_column(sa.Column("email", sa.VARCHAR(length=300), nullable=True))

    open_everything(op.get_bind())
    fold_memberships(op.get_bind())

    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.alter_column(
            "wording",
            existing_type=sa.Text(),
            type_=models.base.JSON_TYPE,
            existing_nullable=False,
            postgresql_using="wording::jsonb",
        )
        batch_op.alter_column(
            "unrecognised",
            existing_type=sa.Text(),
            type_=models.base.JSON_TYPE,
            existing_nullable=False,
            postgresql_using="unrecognised::jsonb",
        )

    with op.batch_alter_table("person_identity", schema=None) as batch_op:
        batch_op.drop_column("birth_date")
        for name in ("email", "mother_name", "known_as", "name_latin", "name_ar"):
            batch_op.alter_column(
                name, existing_type=sa.Text(), type_=sa.VARCHAR(length=300), existing_nullable=True
            )
        for name in ("phone", "national_id"):
            batch_op.alter_column(
                name, existing_type=sa.Text(), type_=sa.VARCHAR(length=32), existing_nullable=True
            )
    with op.batch_alter_table("person_identity", schema=None) as batch_op:
        batch_op.alter_column(
            "birth_day",
            existing_type=sa.DATE(),
            existing_nullable=True,
            new_column_name="birth_date",
        )
        batch_op.alter_column(
            "search_key", existing_type=sa.TEXT(), existing_nullable=False, server_default=None
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_person_identity_national_id_length"), "length(national_id) = 12"
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("anonymised_at")

    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.alter_column(
            "report",
            existing_type=sa.Text(),
            type_=models.base.JSON_TYPE,
            existing_nullable=False,
            postgresql_using="report::jsonb",
        )
        batch_op.alter_column(
            "filename",
            existing_type=sa.Text(),
            type_=sa.VARCHAR(length=300),
            existing_nullable=False,
        )

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_consent_recorded_by_id_account"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("ck_consent_consentgiver"), type_="check")
        batch_op.drop_column("recorded_by_id")
        batch_op.drop_column("reason")
        batch_op.drop_column("witness")
        batch_op.drop_column("proxy")
        batch_op.drop_column("given_by")

    with op.batch_alter_table("person_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_key_person_id"))

    op.drop_table("person_key")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.drop_index(batch_op.f("ix_message_person_id"))
        batch_op.drop_index(batch_op.f("ix_message_account_id"))

    op.drop_table("message")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_person_open",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_membership_account_open",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_office_id"))
        batch_op.drop_index(batch_op.f("ix_membership_account_id"))

    op.drop_table("membership")
    with op.batch_alter_table("look_up_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_look_up_grant_person_id"))
        batch_op.drop_index(batch_op.f("ix_look_up_grant_account_id"))

    op.drop_table("look_up_grant")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_person_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_office_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("identity_release", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_identity_release_open",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_identity_release_person_id"))
        batch_op.drop_index(batch_op.f("ix_identity_release_opportunity_id"))

    op.drop_table("identity_release")
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_request_person_id"))

    op.drop_table("correction_request")
    with op.batch_alter_table("case_assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_assignment_open",
            sqlite_where=sa.text("ended_at IS NULL AND declined_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND declined_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_assignment_office_id"))
        batch_op.drop_index(batch_op.f("ix_case_assignment_account_id"))

    op.drop_table("case_assignment")
    op.drop_table("audit_reason")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_person"))
        batch_op.drop_index(batch_op.f("ix_audit_event_object_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_actor"))
        batch_op.drop_index(batch_op.f("ix_audit_event_action"))

    op.drop_table("audit_event")
    op.drop_table("second_factor")
    op.drop_table("retention_policy")
    with op.batch_alter_table("reset_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reset_request_account_id"))

    op.drop_table("reset_request")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("organisation_vetting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_vetting_organisation_id"))

    op.drop_table("organisation_vetting")
    op.drop_table("office")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_person_ref"))

    op.drop_table("erasure")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_account_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    with op.batch_alter_table("retention_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_notice_subject"))

    op.drop_table("retention_notice")
    with op.batch_alter_table("rate_counter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_counter_expires_at"))

    op.drop_table("rate_counter")
    op.drop_table("audit_head")

    drop_later_accounts(op.get_bind())
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_account_outside_subject"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_account_login_index"), type_="unique")
        batch_op.drop_column("last_sign_in_at")
        batch_op.drop_column("password_set_at")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("suspended_reason")
        batch_op.drop_column("suspended_at")
        batch_op.drop_column("outside_subject")
        batch_op.drop_column("login_index")
        batch_op.drop_column("login")
        batch_op.alter_column("password_hash", existing_type=sa.TEXT(), nullable=False)
        batch_op.alter_column(
            "display_name",
            existing_type=sa.Text(),
            type_=sa.VARCHAR(length=300),
            existing_nullable=False,
        )
        batch_op.alter_column("role", existing_type=sa.VARCHAR(length=32), nullable=False)
        batch_op.alter_column("email", existing_type=sa.VARCHAR(length=300), nullable=False)
        batch_op.alter_column("active", existing_type=sa.BOOLEAN(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_account_email"), ["email"])
        batch_op.create_foreign_key(
            batch_op.f("fk_account_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_account_employer_has_organisation"),
            "(role = 'employer') = (organisation_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_account_role"), "role IN ('caseworker', 'employer')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_account_agency"),
            "agency IN ('MRC', 'MoLSA', 'MoMD', 'MoFA', 'MoI', 'IOM', 'GMAC', 'ETTC', 'other')",
        )

    op.execute("UPDATE organisation SET standing = 'unvetted' WHERE standing = 'refused'")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_organisation_organisationstanding"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_organisationstanding"),
            "standing IN ('unvetted', 'listed', 'vetted')",
        )

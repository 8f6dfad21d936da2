"""Profiles and postings of employers, referrals, offers, placements with their checks, stock."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_REQUIRED = (
    ("seats_taken", sa.Integer()),
    ("flags", models.base.JSON_TYPE),
    ("typed", models.base.JSON_TYPE),
    ("attended_at", models.base.UtcDateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "sector",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("section", sa.String(length=1), nullable=False),
        sa.Column("label_en", sa.String(length=300), nullable=False),
        sa.Column("label_ar", sa.String(length=300), nullable=False),
        sa.Column("label_ckb", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(length(code) = 1) = (code = section)", name=op.f("ck_sector_section_of_division")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sector")),
    )

    op.create_table(
        "capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "job",
                "internship",
                "training",
                "mentoring",
                "in_kind",
                "finance",
                name="opportunitykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=300), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "coding_decision",
            sa.Enum(
                "sure",
                "ask",
                "unknown",
                "confirmed",
                name="codingdecision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("coding_confidence", sa.Double(), nullable=False),
        sa.Column("coding_candidates", models.base.JSON_TYPE, nullable=False),
        sa.Column("occupation_code", sa.String(length=4), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_capacity_amount_positive")),
        sa.CheckConstraint(
            "available_until >= available_from", name=op.f("ck_capacity_available_order")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_capacity_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_capacity_governorate_code_place")
        ),
        sa.ForeignKeyConstraint(
            ["occupation_code"],
            ["occupation.code"],
            name=op.f("fk_capacity_occupation_code_occupation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_capacity_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        sa.UniqueConstraint("public_id", name=op.f("uq_capacity_public_id")),
    )
    with op.batch_alter_table("capacity") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_capacity_governorate_code"), ["governorate_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_capacity_occupation_code"), ["occupation_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_capacity_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "workplace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("governorate_code", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_workplace_governorate_code_place")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_workplace_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace")),
        sa.UniqueConstraint(
            "organisation_id",
            "governorate_code",
            name=op.f("uq_workplace_organisation_id_governorate_code"),
        ),
    )
    with op.batch_alter_table("workplace") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workplace_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "opportunity_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column(
            "target",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_opportunity_move_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_opportunity_move_opportunity_id_opportunity"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_move")),
    )
    with op.batch_alter_table("opportunity_move") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opportunity_move_opportunity_id"), ["opportunity_id"], unique=False
        )

    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "employer",
                "office",
                "person",
                name="referralorigin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("card", sa.String(length=32), nullable=False),
        sa.Column(
            "consent",
            sa.Enum(
                "not_asked",
                "asked",
                "given",
                "refused",
                "expired",
                "withdrawn",
                name="consentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("consent_by", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "view",
            sa.Enum(
                "open",
                "supported",
                "opposed",
                name="officeview",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "not_asked",
                "waiting",
                "meet",
                "offered",
                "placed",
                "declined",
                "expired",
                name="employerverdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer_by", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "with_office",
                "with_person",
                "in_line",
                "with_employer",
                "meeting",
                "offer",
                "placed",
                "closed",
                name="referralstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stage_since", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "close_cause",
            sa.Enum(
                "placed",
                "person_refused",
                "person_silent",
                "person_withdrew",
                "office_opposed",
                "employer_declined",
                "employer_silent",
                "placed_elsewhere",
                "opportunity_ended",
                name="closecause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("told_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "consent <> 'asked' OR consent_by IS NOT NULL", name=op.f("ck_referral_asked_until")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (close_cause IS NULL)",
            name=op.f("ck_referral_closed_with_a_cause"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["account.id"], name=op.f("fk_referral_opened_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_referral_opportunity_id_opportunity"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_referral_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint(
            "person_id", "opportunity_id", name=op.f("uq_referral_person_id_opportunity_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_referral_public_id")),
    )
    with op.batch_alter_table("referral") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_opportunity_id"), ["opportunity_id"], unique=False
        )
        batch_op.create_index(
            "ix_referral_opportunity_stage", ["opportunity_id", "stage"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referral_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_stage"), ["stage"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "handed_over",
                "receipted",
                "returned",
                "released",
                name="allocationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("reserved_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("receipted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("return_by", sa.Date(), nullable=True),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_allocation_amount_positive")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_allocation_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_allocation_opportunity_id_opportunity"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_allocation_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_allocation_referral_id_referral"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_allocation_public_id")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_allocation_referral_id")),
    )
    with op.batch_alter_table("allocation") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_opportunity_id"), ["opportunity_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_allocation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answer_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_answer_code_made_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_answer_code_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_answer_code_code_digest")),
    )
    with op.batch_alter_table("answer_code") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_code_referral_id"), ["referral_id"], unique=False
        )

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "held",
                "missed",
                "cancelled",
                name="interviewstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "at_employer",
                "at_office",
                "phone",
                "video",
                name="interviewway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_interview_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_interview_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interview_public_id")),
    )
    with op.batch_alter_table("interview") as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(
            "uq_interview_live",
            ["referral_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'agreed')"),
            postgresql_where=sa.text("state IN ('proposed', 'agreed')"),
        )

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "withdrawn",
                "expired",
                name="offerstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("wage", sa.Integer(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("answer_by", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_offer_amount_positive")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_offer_quantity_positive")),
        sa.CheckConstraint("wage >= 0", name=op.f("ck_offer_wage_not_negative")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_offer_made_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_offer_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offer_public_id")),
    )
    with op.batch_alter_table("offer") as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(
            "uq_offer_live",
            ["referral_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'accepted')"),
            postgresql_where=sa.text("state IN ('open', 'accepted')"),
        )

    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_cause",
            sa.Enum(
                "never_started",
                "employer_ended",
                "person_left",
                "term_over",
                "other",
                name="endcause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "ended_told_by",
            sa.Enum(
                "person",
                "office",
                "employer",
                "system",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_cause IS NULL)", name=op.f("ck_placement_ended_with_a_cause")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_placement_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_placement_opportunity_id_opportunity"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_placement_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_placement_referral_id_referral"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_placement_public_id")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_placement_referral_id")),
    )
    with op.batch_alter_table("placement") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_opportunity_id"), ["opportunity_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_person_id"), ["person_id"], unique=False)

    op.create_table(
        "referral_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "axis",
            sa.Enum(
                "consent",
                "view",
                "verdict",
                "closing",
                "meeting",
                name="axis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "person",
                "office",
                "employer",
                "system",
                name="side",
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
            nullable=True,
        ),
        sa.Column("proxy", sa.Text(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("not_alone", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "skills",
                "experience",
                "papers",
                "language",
                "availability",
                "distance",
                "wage",
                "hours",
                "did_not_come",
                "chose_other",
                "no_place_left",
                "other_work_wanted",
                "already_busy",
                "family",
                "health",
                "no_trust",
                "safety",
                "not_reached",
                "other",
                name="refusalreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("private_note", sa.Text(), nullable=True),
        sa.Column("shared_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_referral_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_referral_step_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_step")),
    )
    with op.batch_alter_table("referral_step") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_step_referral_id"), ["referral_id"], unique=False
        )

    op.create_table(
        "interview_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 5 AND 480", name=op.f("ck_interview_slot_minutes_range")
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_slot_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_slot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interview_slot_public_id")),
    )
    with op.batch_alter_table("interview_slot") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_slot_interview_id"), ["interview_id"], unique=False
        )

    op.create_table(
        "placement_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "person",
                "office",
                "employer",
                "system",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "still_there",
                "ended",
                name="checkanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "end_cause",
            sa.Enum(
                "never_started",
                "employer_ended",
                "person_left",
                "term_over",
                "other",
                name="endcause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
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
            nullable=True,
        ),
        sa.Column("expired_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "side IN ('employer', 'person')", name=op.f("ck_placement_check_side_asked")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_placement_check_answered_at_a_time"),
        ),
        sa.CheckConstraint(
            "end_cause IS NULL OR answer = 'ended'",
            name=op.f("ck_placement_check_cause_of_an_end"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["account.id"],
            name=op.f("fk_placement_check_answered_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_placement_check_placement_id_placement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_check")),
        sa.UniqueConstraint(
            "placement_id", "day", "side", name=op.f("uq_placement_check_placement_id_day_side")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_placement_check_public_id")),
    )
    with op.batch_alter_table("placement_check") as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_check_due_on"), ["due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_placement_check_placement_id"), ["placement_id"], unique=False
        )

    with op.batch_alter_table("finance") as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=300), nullable=True))

    with op.batch_alter_table("in_kind_support") as batch_op:
        batch_op.add_column(sa.Column("return_after_days", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_in_kind_support_return_after_days_range"),
            "return_after_days BETWEEN 1 AND 1825",
        )

    with op.batch_alter_table("opportunity") as batch_op:
        batch_op.add_column(sa.Column("seats_taken", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("capacity_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("flags", models.base.JSON_TYPE, nullable=True))
        batch_op.add_column(sa.Column("typed", models.base.JSON_TYPE, nullable=True))
        batch_op.add_column(sa.Column("search_words", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("created_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("attended_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("asked_after_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("expiry_told_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            batch_op.f("ix_opportunity_capacity_id"), ["capacity_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_opportunity_capacity_id_capacity"), "capacity", ["capacity_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_opportunity_created_by_id_account"), "account", ["created_by_id"], ["id"]
        )

    # What is there has taken no place yet, and was attended to when it last changed.
    op.execute(
        "UPDATE opportunity SET seats_taken = 0, flags = '[]', typed = '{}', "
        "attended_at = updated_at"
    )
    op.execute("UPDATE opportunity SET published_at = updated_at WHERE status = 'published'")
    with op.batch_alter_table("opportunity") as batch_op:
        for column, kind in _REQUIRED:
            batch_op.alter_column(column, existing_type=kind, nullable=False)
        batch_op.create_check_constraint(
            op.f("ck_opportunity_seats_never_overbooked"), "seats_taken BETWEEN 0 AND seats"
        )
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(
            sa.Column(
                "size",
                sa.Enum(
                    "micro",
                    "small",
                    "medium",
                    "large",
                    name="organisationsize",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("about", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("website", sa.String(length=300), nullable=True))
        batch_op.add_column(
            sa.Column("profile_at", models.base.UtcDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_constraint(op.f("ck_organisation_organisationsize"), type_="check")
        batch_op.drop_column("profile_at")
        batch_op.drop_column("website")
        batch_op.drop_column("about")
        batch_op.drop_column("size")

    with op.batch_alter_table("opportunity") as batch_op:
        batch_op.drop_constraint(op.f("ck_opportunity_seats_never_overbooked"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_opportunity_created_by_id_account"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_opportunity_capacity_id_capacity"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_opportunity_capacity_id"))
        batch_op.drop_column("expiry_told_at")
        batch_op.drop_column("asked_after_at")
        batch_op.drop_column("attended_at")
        batch_op.drop_column("published_at")
        batch_op.drop_column("created_by_id")
        batch_op.drop_column("search_words")
        batch_op.drop_column("typed")
        batch_op.drop_column("flags")
        batch_op.drop_column("capacity_id")
        batch_op.drop_column("seats_taken")

    with op.batch_alter_table("in_kind_support") as batch_op:
        batch_op.drop_constraint(op.f("ck_in_kind_support_return_after_days_range"), type_="check")
        batch_op.drop_column("return_after_days")

    with op.batch_alter_table("finance") as batch_op:
        batch_op.drop_column("purpose")

    op.drop_table("placement_check")
    op.drop_table("interview_slot")
    op.drop_table("referral_step")
    op.drop_table("placement")
    op.drop_table("offer")
    op.drop_table("interview")
    op.drop_table("answer_code")
    op.drop_table("allocation")
    op.drop_table("referral")
    op.drop_table("opportunity_move")
    op.drop_table("workplace")
    op.drop_table("capacity")
    op.drop_table("sector")

"""Roundtables, commitments with what counts for them, stakeholders, asks."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "roundtable",
                "committee",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
        sa.UniqueConstraint("name_key", name=op.f("uq_meeting_series_name_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_series_public_id")),
    )
    op.create_table(
        "contact_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "meeting",
                "visit",
                "phone",
                "mail",
                name="contactway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_contact_note_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_note_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_note")),
    )
    with op.batch_alter_table("contact_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_note_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "contact_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=300), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_role_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_role")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_role_public_id")),
    )
    with op.batch_alter_table("contact_role", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_role_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "called",
                "held",
                "published",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("venue", sa.String(length=300), nullable=True),
        sa.Column("chair", sa.String(length=300), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("called_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("search_words", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("unrecognised", models.base.JSON_TYPE, nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_time_order")),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_meeting_governorate_code_place")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_meeting_series_id_meeting_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_meeting_ref")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_state"), ["state"], unique=False)

    op.create_table(
        "organisation_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "same_as",
                "works_with",
                "member_of",
                "funds",
                "refers_to",
                "supervises",
                name="relationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_organisation_relation_of_two")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_organisation_relation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_relation_first_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_relation_second_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_relation")),
        sa.UniqueConstraint(
            "first_id",
            "second_id",
            "kind",
            name=op.f("uq_organisation_relation_first_id_second_id_kind"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_relation_public_id")),
    )
    with op.batch_alter_table("organisation_relation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_relation_first_id"), ["first_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organisation_relation_second_id"), ["second_id"], unique=False
        )

    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_day_order")),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_programme_governorate_code_place")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_programme_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_public_id")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "stakeholder",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ministry",
                "authority",
                "chamber",
                "union",
                "company",
                "provider",
                "international",
                "donor",
                "academic",
                name="stakeholderkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("short_name", sa.String(length=300), nullable=True),
        sa.Column("short_key", sa.String(length=300), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("services", sa.Text(), nullable=True),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_stakeholder_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_stakeholder")),
    )
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stakeholder_short_key"), ["short_key"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("presenter_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_item_carried_from_id_agenda_item"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["presenter_id"],
            ["organisation.id"],
            name=op.f("fk_agenda_item_presenter_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_item_public_id")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("for_members", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_meeting_document_size_not_negative")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_meeting_document_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_document_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_document_public_id")),
    )
    with op.batch_alter_table("meeting_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_document_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "chair",
                "host",
                "member",
                "speaker",
                "observer",
                name="participantpart",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=300), nullable=True),
        sa.Column("invited_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "coming",
                "not_coming",
                name="invitationanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column(
            "attendance",
            sa.Enum(
                "present",
                "represented",
                "absent",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("minutes_sent_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_participant_answered_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_participant_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_participant_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_participant_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "meeting_id", "organisation_id", name=op.f("uq_participant_meeting_id_organisation_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_participant_public_id")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_participant_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "job",
                "internship",
                "training",
                "mentoring",
                "in_kind",
                "finance",
                "policy",
                name="commitmentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "standing",
                "withdrawn",
                name="commitmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=300), nullable=True),
        sa.Column("sector_code", sa.String(length=32), nullable=True),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("responsible_role", sa.String(length=300), nullable=True),
        sa.Column("reminded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_after_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("unrecognised", models.base.JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
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
        sa.CheckConstraint("length(ref) > 0", name=op.f("ck_commitment_ref_given")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_commitment_text_given")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_commitment_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_commitment_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_commitment_governorate_code_place")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_commitment_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_commitment_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["occupation_code"],
            ["occupation.code"],
            name=op.f("fk_commitment_occupation_code_occupation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commitment_public_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_commitment_ref")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_deadline"), ["deadline"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_commitment_governorate_code"), ["governorate_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_commitment_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_commitment_occupation_code"), ["occupation_code"], unique=False
        )

    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "recommendation",
                "decision",
                "action",
                name="resolutionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "settled",
                "dropped",
                name="resolutionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("responsible_role", sa.String(length=300), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_note", sa.Text(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_on IS NULL)", name=op.f("ck_resolution_ended_on_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["resolution.id"], name=op.f("fk_resolution_follows_id_resolution")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_resolution_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["organisation.id"],
            name=op.f("fk_resolution_responsible_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resolution_public_id")),
    )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_resolution_responsible_id"), ["responsible_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_resolution_state"), ["state"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
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
        sa.Column("group_code", sa.String(length=32), nullable=True),
        sa.Column("governorate_code", sa.String(length=32), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("evidence", models.base.JSON_TYPE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "promised",
                "declined",
                "dropped",
                name="askstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sent_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_ask_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_ask_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["governorate_code"], ["place.code"], name=op.f("fk_ask_governorate_code_place")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_ask_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_ask_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ask_public_id")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ask_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "voice",
            sa.Enum(
                "self",
                "review",
                name="assessmentvoice",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "achievement",
            sa.Enum(
                "no_evidence",
                "not_started",
                "limited",
                "substantial",
                "complete",
                name="achievement",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("wording", sa.String(length=300), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_assessment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_assessment_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_assessment_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_commitment_id"), ["commitment_id"], unique=False
        )

    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "refused",
                name="citationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "employer",
                "file",
                "suggested",
                name="citationorigin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)",
            name=op.f("ck_citation_decided_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_citation_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_citation_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_citation_opportunity_id_opportunity"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("opportunity_id", name=op.f("uq_citation_opportunity_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_citation_public_id")),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_citation_commitment_id"), ["commitment_id"], unique=False
        )

    op.create_table(
        "commitment_amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "quantity",
                "unit",
                "sector",
                "occupation",
                "governorate",
                "deadline",
                "text",
                "responsible_role",
                "state",
                "parties",
                name="commitmentfield",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_commitment_amendment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_amendment_commitment_id_commitment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_amendment")),
    )
    with op.batch_alter_table("commitment_amendment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_amendment_commitment_id"), ["commitment_id"], unique=False
        )

    op.create_table(
        "commitment_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_party_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_commitment_party_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_party")),
        sa.UniqueConstraint(
            "commitment_id",
            "organisation_id",
            name=op.f("uq_commitment_party_commitment_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("commitment_party", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_party_commitment_id"), ["commitment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commitment_party_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(done_on IS NULL) = (evidence IS NULL)", name=op.f("ck_milestone_done_with_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_milestone_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["account.id"], name=op.f("fk_milestone_done_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("public_id", name=op.f("uq_milestone_public_id")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_milestone_commitment_id"), ["commitment_id"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_commitment_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("commitment_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_party_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_party_commitment_id"))

    op.drop_table("commitment_party")
    with op.batch_alter_table("commitment_amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_amendment_commitment_id"))

    op.drop_table("commitment_amendment")
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citation_commitment_id"))

    op.drop_table("citation")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_commitment_id"))

    op.drop_table("assessment")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_ask_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_ask_commitment_id"))

    op.drop_table("ask")
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_state"))
        batch_op.drop_index(batch_op.f("ix_resolution_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_item_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_follows_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_due_on"))

    op.drop_table("resolution")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_occupation_code"))
        batch_op.drop_index(batch_op.f("ix_commitment_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_kind"))
        batch_op.drop_index(batch_op.f("ix_commitment_item_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_governorate_code"))
        batch_op.drop_index(batch_op.f("ix_commitment_deadline"))

    op.drop_table("commitment")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_participant_meeting_id"))

    op.drop_table("participant")
    with op.batch_alter_table("meeting_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_document_meeting_id"))

    op.drop_table("meeting_document")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_meeting_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stakeholder_short_key"))

    op.drop_table("stakeholder")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_organisation_id"))

    op.drop_table("programme")
    with op.batch_alter_table("organisation_relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_relation_second_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_relation_first_id"))

    op.drop_table("organisation_relation")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_state"))
        batch_op.drop_index(batch_op.f("ix_meeting_series_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_held_on"))

    op.drop_table("meeting")
    with op.batch_alter_table("contact_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_role_organisation_id"))

    op.drop_table("contact_role")
    with op.batch_alter_table("contact_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_note_organisation_id"))

    op.drop_table("contact_note")
    op.drop_table("meeting_series")

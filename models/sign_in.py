"""Ways in: sessions, invitations, resets, tokens of API clients, and what limits guessing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import ResetKind
from models.account import Account
from models.base import Base, Created, Json, Name, PublicId
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from models.person import Person
from models.sealed import Sealed, SealedJson


class AccountSession(Base):
    """A browser that is signed in. The cookie holds a random token, this row its digest."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, doc="SHA-256 of the token")
    device: Mapped[Name] = mapped_column(default="", doc="browser and system, in a word each")
    second_factor_at: Mapped[datetime | None] = mapped_column(doc="empty: only the password yet")
    started_at: Mapped[Created]
    seen_at: Mapped[Created]
    ends_at: Mapped[datetime] = mapped_column(doc="absolute limit")
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class Invitation(Base):
    """A code on paper or in a message with which somebody makes their account."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    code_digest: Mapped[str] = mapped_column(String(64), unique=True, doc="SHA-256 of the code")
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    login: Mapped[str | None] = mapped_column(Sealed("invitation.login"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()
    office: Mapped[Office | None] = relationship()
    person: Mapped[Person | None] = relationship()
    invited_by: Mapped[Account | None] = relationship(foreign_keys=[invited_by_id])


class Registration(Base):
    """What somebody filled in to register, until the code that was sent to them comes back."""

    __tablename__ = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    role: Mapped[Role]
    given: Mapped[Json] = mapped_column(SealedJson("registration.given"))
    code_digest: Mapped[str] = mapped_column(String(64), doc="keyed digest of six digits")
    tries: Mapped[int] = mapped_column(default=0, doc="codes that were tried")
    created_at: Mapped[Created]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ResetRequest(Base):
    """A password or second factor set anew: with a code by message, or a slip for two people.

    By message nobody asked but whoever has the mailbox, for the password alone. A slip is asked
    for with a reason and confirmed by somebody else; only then is there a code.
    """

    __tablename__ = "reset_request"
    __table_args__ = (
        CheckConstraint("confirmed_by_id <> requested_by_id", name="two_people"),
        CheckConstraint("requested_by_id <> account_id", name="not_asked_by_oneself"),
        CheckConstraint("confirmed_by_id <> account_id", name="not_confirmed_by_oneself"),
        CheckConstraint("(requested_by_id IS NULL) = (reason IS NULL)", name="asked_with_a_reason"),
        CheckConstraint(
            "requested_by_id IS NULL OR code_digest IS NULL OR confirmed_by_id IS NOT NULL",
            name="no_code_before_confirmation",
        ),
        CheckConstraint(
            "requested_by_id IS NOT NULL OR (kind = 'password' AND confirmed_by_id IS NULL)",
            name="by_message_only_a_password",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[ResetKind]
    reason: Mapped[str | None] = mapped_column(Sealed("reset_request.reason"))
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[Created]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    code_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    requested_by: Mapped[Account | None] = relationship(foreign_keys=[requested_by_id])


class ApiToken(Base):
    """A token with which a program of an institution uses the API."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Name]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, doc="SHA-256 of the token")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class RateCounter(Base):
    """How often something was tried in a window of time; shared by all processes."""

    __tablename__ = "rate_counter"

    key: Mapped[str] = mapped_column(String(64), primary_key=True, doc="keyed digest of who, what")
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)

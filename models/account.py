"""Who may sign in, and as what: accounts and the history of their memberships."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Created, Name, PublicId
from models.enums import Agency, Role
from models.office import Office
from models.opportunity import Organisation
from models.sealed import Sealed

if TYPE_CHECKING:
    from models.person import Person

OPEN = text("revoked_at IS NULL")


class Account(Base):
    """Somebody who signs in. What they may do comes from the membership that holds now."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    login: Mapped[str | None] = mapped_column(
        Sealed("account.login"), doc="e-mail in lower case, or phone in E.164"
    )
    login_index: Mapped[str | None] = mapped_column(
        String(64), unique=True, doc="keyed digest of the login"
    )
    display_name: Mapped[str] = mapped_column(Sealed("account.display_name"))
    password_hash: Mapped[str | None] = mapped_column(doc="argon2id; empty: another way in")
    outside_subject: Mapped[Name | None] = mapped_column(
        unique=True, doc="issuer and subject of OpenID Connect"
    )
    language: Mapped[str] = mapped_column(String(3), default="ar")
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str | None] = mapped_column(Sealed("account.suspended_reason"))
    closed_at: Mapped[datetime | None] = mapped_column(doc="closed for good")
    password_set_at: Mapped[Created]
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[Created]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", order_by="Membership.id", foreign_keys="Membership.account_id"
    )
    membership: Mapped["Membership | None"] = relationship(
        viewonly=True,
        primaryjoin="and_(Account.id == Membership.account_id, Membership.revoked_at.is_(None))",
        lazy="joined",
    )
    second_factor: Mapped["SecondFactor | None"] = relationship(
        foreign_keys="SecondFactor.account_id", viewonly=True
    )

    @property
    def active(self) -> bool:
        """Whether the account can sign in at all."""
        return self.suspended_at is None and self.closed_at is None

    @property
    def role(self) -> Role | None:
        """What the account is for now; none when its membership was revoked."""
        return self.membership.role if self.membership else None

    @property
    def organisation(self) -> Organisation | None:
        """The employer in whose name the account works."""
        return self.membership.organisation if self.membership else None

    @property
    def office(self) -> Office | None:
        """The office in whose name the account works."""
        return self.membership.office if self.membership else None

    @property
    def agency(self) -> Agency | None:
        """The agency of the office."""
        return self.office.agency if self.office else None


class Membership(Base):
    """A role given to an account, until it is taken away. Rows are added and ended, never changed.

    One holds at a time. Employers belong to an organisation, caseworkers and managers to an
    office, a returnee's account to their own record.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('employer_owner', 'employer_recruiter')) = (organisation_id IS NOT NULL)",
            name="employer_has_organisation",
        ),
        CheckConstraint(
            "(role IN ('caseworker', 'office_manager')) = (office_id IS NOT NULL)",
            name="office_staff_has_office",
        ),
        CheckConstraint(
            "role = 'returnee' OR person_id IS NULL", name="only_a_returnee_has_a_record"
        ),
        Index(
            "uq_membership_account_open",
            "account_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "uq_membership_person_open",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[Created]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id], back_populates="memberships")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    office: Mapped[Office | None] = relationship(lazy="joined")
    person: Mapped["Person | None"] = relationship()


class SecondFactor(Base):
    """The secret of an authenticator app (TOTP, RFC 6238)."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Sealed("second_factor.secret"), doc="base32")
    confirmed_at: Mapped[datetime | None] = mapped_column(doc="empty: never proved to work")
    last_step: Mapped[int] = mapped_column(default=0, doc="last 30-second step used; none twice")
    created_at: Mapped[Created]


class RecoveryCode(Base):
    """A code that stands in once for a lost authenticator."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), doc="SHA-256; the code has 60 random bits")
    used_at: Mapped[datetime | None]
    created_at: Mapped[Created]

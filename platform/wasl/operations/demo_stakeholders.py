"""Who is who at the demo's round table: mandates, roles, programmes, relations, contacts."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Organisation
from models.round_table_enums import ContactWay, RelationKind, StakeholderKind
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.operations.organisation_names import name_key
from wasl.operations.stakeholders.contacts import ContactLine, add_contact
from wasl.operations.stakeholders.describe import (
    Described,
    describe_stakeholder,
    make_stakeholder,
    stakeholder_of,
)
from wasl.operations.stakeholders.notes import note_contact
from wasl.operations.stakeholders.programmes import ProgrammeLine, add_programme
from wasl.operations.stakeholders.relations import relate_organisations

FUND = "Reintegration Fund"
_MINISTRY, _PROVIDER = StakeholderKind.MINISTRY, StakeholderKind.PROVIDER
_DESCRIBED: Mapping[str, Described] = {
    "MoLSA": Described(
        kind=_MINISTRY,
        short_name="MoLSA",
        mandate="العمل والتدريب المهني والحماية الاجتماعية",
        services="مراكز التدريب المهني، تسجيل الباحثين عن عمل، قروض المشاريع الصغيرة",
        sector="84",
        governorate="IQ-BG",
    ),
    "MoMD": Described(
        kind=_MINISTRY,
        short_name="MoMD",
        mandate="شؤون العائدين والنازحين",
        services="تسجيل العائدين، منح العودة",
        sector="84",
        governorate="IQ-BG",
    ),
    "GMAC": Described(
        kind=_PROVIDER,
        short_name="GMAC",
        mandate="Advice on jobs, training and migration",
        services="Counselling, application training, placement",
        governorate="IQ-BG",
    ),
    "ETTC": Described(
        kind=_PROVIDER,
        short_name="ETTC",
        mandate="ڕاھێنانی پیشەیی و پشتگیری گەڕاوەکان",
        services="خولی ڕاھێنان، ڕێنمایی پیشەیی",
        sector="85",
        governorate="IQ-AR",
    ),
}
_ROLES: tuple[tuple[str, ContactLine], ...] = (
    (
        "MoLSA",
        ContactLine(role="مدير قسم التدريب المهني", name="سعد", email="training@molsa.example"),
    ),
    ("GMAC", ContactLine(role="Head of counselling", email="counselling@gmac.example")),
    ("ETTC", ContactLine(role="بەڕێوەبەری پرۆگرام", phone="07501234567", invited=False)),
)
_RELATIONS: tuple[tuple[str, RelationKind, str], ...] = (
    ("MoLSA", RelationKind.WORKS_WITH, "MoMD"),
    ("MoLSA", RelationKind.SUPERVISES, "General Union of Workers Syndicates"),
    ("MoMD", RelationKind.REFERS_TO, "GMAC"),
    ("MoMD", RelationKind.REFERS_TO, "ETTC"),
    ("GMAC", RelationKind.REFERS_TO, "Baghdad Chamber of Commerce"),
    ("ETTC", RelationKind.WORKS_WITH, "Erbil Chamber of Commerce and Industry"),
    ("ETTC", RelationKind.WORKS_WITH, "Halabja Chamber"),
    ("GMAC", RelationKind.WORKS_WITH, "Iraqi Industries Union"),
    (FUND, RelationKind.FUNDS, "GMAC"),
    (FUND, RelationKind.FUNDS, "ETTC"),
    ("MoP", RelationKind.WORKS_WITH, "MoLSA"),
    ("Tal Al-Dhahab Business Services Est.", RelationKind.MEMBER_OF, "Baghdad Chamber of Commerce"),
)
# How many days ago there was contact.
_CONTACTS: tuple[tuple[str, ContactWay, int, str], ...] = (
    ("MoLSA", ContactWay.VISIT, 12, "Workshops in Basra can take twelve welders in January"),
    ("GMAC", ContactWay.PHONE, 3, ""),
    ("MoMD", ContactWay.MAIL, 120, "Asked for the list of offices"),
)


def play_stakeholders(session: Session, by: Viewer) -> None:
    """Write down who is who among those whom the sample workbook names; others are left out."""
    today = today_in_baghdad()
    fund = Described(kind=StakeholderKind.DONOR, mandate="Pays for courses and toolkits")
    if _find(session, FUND) is None:
        make_stakeholder(session, by, FUND, fund, surely_new=True)
    for name, described in _DESCRIBED.items():
        if (one := _find(session, name)) is not None:
            known = stakeholder_of(session, one)
            seen = known.version if known else 0
            describe_stakeholder(session, by, one, described, seen=seen)
    for name, line in _ROLES:
        if (one := _find(session, name)) is not None:
            add_contact(session, by, one, line)
    for first, kind, second in _RELATIONS:
        one, other = _find(session, first), _find(session, second)
        if one is not None and other is not None:
            relate_organisations(session, by, one, kind, other)
    _programmes(session, by, today)
    for name, way, ago, note in _CONTACTS:
        if (one := _find(session, name)) is not None:
            day = today - timedelta(ago)
            note_contact(session, by, one, way, today, on=day, note=note)


def _programmes(session: Session, by: Viewer, today: date) -> None:
    lines = (
        ("MoLSA", "تأهيل اللحامين", "IQ-BA", 300),
        ("GMAC", "Start again", None, -40),
        ("ETTC", "پیشەی نوێ", "IQ-AR", 90),
    )
    for name, title, place, left in lines:
        if (one := _find(session, name)) is not None:
            last = today + timedelta(left)
            line = ProgrammeLine(
                name=title, governorate=place, starts_on=last - timedelta(365), ends_on=last
            )
            add_programme(session, by, one, line)


def _find(session: Session, name: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.name_key == name_key(name)))

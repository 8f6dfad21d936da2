"""The demo's national plan: actions of each priority, and one file on an action that is issued."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action_plan import PlanAction, Priority
from models.commitment import Commitment
from models.meeting import Resolution
from models.opportunity import Organisation
from models.plan_enums import ActionPart, ActionStatus, Horizon
from models.round_table_enums import CommitmentKind
from models.stakeholder import Stakeholder
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.operations.commitments.amend import amend_commitment
from wasl.operations.commitments.terms import Terms
from wasl.operations.plan.action_files import issue_file, write_file
from wasl.operations.plan.actions import ActionTerms, add_action, set_body
from wasl.operations.plan.half_years import half_years
from wasl.operations.plan.links import link_to_action

_FILE_ON = "4.1"
_OF_KIND: Mapping[CommitmentKind, int] = {
    CommitmentKind.JOB: 3,
    CommitmentKind.INTERNSHIP: 4,
    CommitmentKind.TRAINING: 4,
    CommitmentKind.MENTORING: 3,
    CommitmentKind.IN_KIND: 6,
    CommitmentKind.FINANCE: 3,
    CommitmentKind.POLICY: 7,
}


def play_plan(session: Session, by: Viewer) -> None:
    """Write down the plan, tie to it what is promised and what meetings came to, write a file."""
    bodies = {
        one.name: one
        for one in session.scalars(select(Organisation).join(Stakeholder).order_by(Organisation.id))
    }
    promises = {one.ref: one for one in session.scalars(select(Commitment))}
    serves: dict[str, int] = {}
    priorities = {one.number: one for one in session.scalars(select(Priority))}
    made: dict[str, PlanAction] = {}
    text = files("wasl.demo_data").joinpath("plan.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        action = add_action(session, by, _terms(row, priorities))
        made[action.number] = action
        _set_bodies(session, by, action, row, bodies)
        for ref in row["commitments"].split():
            if ref in promises:
                link_to_action(session, by, action, promises[ref])
                serves.setdefault(ref, action.priority.number)
    _say_what_they_serve(session, by, promises.values(), serves)
    _link_meetings(session, by, made[_FILE_ON])
    _write_files(session, by, made[_FILE_ON])


def _say_what_they_serve(
    session: Session, by: Viewer, promises: Iterable[Commitment], serves: Mapping[str, int]
) -> None:
    """Give each commitment the priority of its action, or else the one that its kind is for."""
    for one in promises:
        if one.priority is None:
            number = serves.get(one.ref, _OF_KIND[one.kind])
            terms = replace(Terms.of(one), priority=number)
            amend_commitment(session, by, one, terms, reason="أُدرج في الخطة الوطنية")


def _terms(row: Mapping[str, str], priorities: Mapping[int, Priority]) -> ActionTerms:
    return ActionTerms(
        number=row["number"],
        priority=priorities[int(row["number"].split(".")[0])],
        horizon=Horizon(row["horizon"]),
        title_en=row["title_en"],
        title_ar=row["title_ar"],
        objective_en=row["objective_en"],
        objective_ar=row["objective_ar"],
        starts_on=_month(row["starts_in"]),
        ends_on=_month(row["ends_in"]),
        status=ActionStatus(row["status"]),
    )


def _month(said: str) -> date | None:
    """Return the first day of a month that lies so many months from this one."""
    if not said:
        return None
    today = today_in_baghdad()
    months = today.year * 12 + today.month - 1 + int(said)
    return date(months // 12, months % 12 + 1, 1)


def _set_bodies(
    session: Session,
    by: Viewer,
    action: PlanAction,
    row: Mapping[str, str],
    bodies: Mapping[str, Organisation],
) -> None:
    for part in ActionPart:
        for name in row[part.value].split(";"):
            if name.strip() in bodies:
                set_body(session, by, action, bodies[name.strip()], part)


def _link_meetings(session: Session, by: Viewer, action: PlanAction) -> None:
    """Tie to an action what the demo's roundtable came to; what followed comes along."""
    for one in _firsts(session):
        link_to_action(session, by, action, one)


def _firsts(session: Session) -> Sequence[Resolution]:
    followed = select(Resolution.follows_id).where(Resolution.follows_id.is_not(None))
    listed = select(Resolution).where(Resolution.follows_id.is_(None), Resolution.id.in_(followed))
    return session.scalars(listed.order_by(Resolution.id)).all()


def _write_files(session: Session, by: Viewer, action: PlanAction) -> None:
    """Issue the file on an action in the two languages of the plan."""
    today = today_in_baghdad()
    half = next(one for one in half_years(today) if one.until >= today - timedelta(days=31))
    for language in ("ar", "en"):
        file = write_file(session, by, action, half, language, today=today)
        issue_file(session, by, file, seen=file.versions[-1].number)

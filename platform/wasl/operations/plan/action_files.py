"""Files on actions: written from records, edited by section, counted anew, issued."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.action_plan import ActionFile, ActionFileVersion, PlanAction
from models.base import utc_now
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.config import LANGUAGES
from wasl.operations.hold_row import hold_row
from wasl.operations.plan.content import Content, Section
from wasl.operations.plan.errors import PlanMovedError, PlanRule, PlanRuleError
from wasl.operations.plan.half_years import HalfYear
from wasl.operations.plan.write_content import write_content


def write_file(
    session: Session,
    by: Viewer,
    action: PlanAction,
    half: HalfYear,
    language: str,
    *,
    today: date,
) -> ActionFile:
    """Write the file on an action for a half year from records; one that is there is returned.

    Raises PlanRuleError for a half year that has not begun, ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    if half.since > today:
        raise PlanRuleError(PlanRule.NO_HALF_YEAR)
    found = _find(session, action, half, language)
    if found is not None:
        return found
    content = write_content(session, action, language, half, today)
    made = ActionFile(
        action=action, language=language, covers_from=half.since, covers_until=half.until
    )
    made.versions = [ActionFileVersion(number=1, content=content.keep())]
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # somebody wrote it in the same moment
        found = _find(session, action, half, language)
        if found is None:
            raise
        return found
    _tell(session, by, made, "written")
    return made


def edit_section(
    session: Session,
    by: Viewer,
    file: ActionFile,
    section: Section,
    text: str,
    *,
    seen: int,
    note: str = "",
) -> ActionFileVersion:
    """Keep a section as somebody typed it, as a new version; return the latest one.

    seen: the number of the version that was read. Raises PlanMovedError where the section says
    something else since; who edits another one disturbs nobody.
    """
    latest = _hold_section(session, file, section, seen)
    before = Content.read(latest.content)
    after = before.edited(section, text)
    if after == before:
        return latest
    made = ActionFileVersion(account_id=by.account_id, note=note.strip() or None)
    return _add(session, by, file, made, content=after, what="changed")


def renew_file(
    session: Session, by: Viewer, file: ActionFile, *, seen: int, today: date
) -> ActionFileVersion:
    """Write the lists anew from records; the texts, and lines that were typed, stay.

    Raises PlanMovedError.
    """
    latest = _hold(session, file, seen)
    half = HalfYear(file.covers_from, file.covers_until)
    fresh = write_content(session, file.action, file.language, half, today)
    before = Content.read(latest.content)
    after = before.renewed(fresh)
    if after == before:
        return latest
    return _add(session, by, file, ActionFileVersion(), content=after, what="renewed")


def issue_file(session: Session, by: Viewer, file: ActionFile, *, seen: int) -> ActionFileVersion:
    """Issue the latest version: it stays as it is, whatever is written later.

    Raises PlanMovedError, and PlanRuleError where it is issued already.
    """
    latest = _hold(session, file, seen)
    if latest.issued_at is not None:
        raise PlanRuleError(PlanRule.ISSUED)
    latest.issued_at = utc_now()
    session.flush()
    _tell(session, by, file, "issued")
    return latest


def _find(session: Session, action: PlanAction, half: HalfYear, language: str) -> ActionFile | None:
    return session.scalar(
        select(ActionFile).where(
            ActionFile.action_id == action.id,
            ActionFile.covers_until == half.until,
            ActionFile.language == language,
        )
    )


def _hold(session: Session, file: ActionFile, seen: int) -> ActionFileVersion:
    """Lock a file, and return its latest version if somebody read that one."""
    latest = _hold_versions(session, file)[-1]
    if latest.number != seen:
        raise PlanMovedError
    return latest


def _hold_section(
    session: Session, file: ActionFile, section: Section, seen: int
) -> ActionFileVersion:
    """Lock a file, and return its latest version if a section says what somebody read of it."""
    versions = _hold_versions(session, file)
    says = {one.number: Content.read(one.content).lines(section) for one in versions}
    latest = versions[-1]
    if says.get(seen) != says[latest.number]:
        raise PlanMovedError
    return latest


def _hold_versions(session: Session, file: ActionFile) -> list[ActionFileVersion]:
    hold_row(session, file)
    session.expire(file, ["versions"])
    return file.versions


def _add(
    session: Session,
    by: Viewer,
    file: ActionFile,
    made: ActionFileVersion,
    *,
    content: Content,
    what: str,
) -> ActionFileVersion:
    made.number = file.versions[-1].number + 1
    made.content = content.keep()
    file.versions.append(made)
    session.flush()
    _tell(session, by, file, what)
    return made


def _tell(session: Session, by: Viewer, file: ActionFile, what: str) -> None:
    subject = ("action_file", file.public_id)
    record(session, by, AuditAction.ACTION_FILE_CHANGED, subject=subject, what=what)

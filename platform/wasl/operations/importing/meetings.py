"""Roundtables of a file: written, or brought up to date; a blank erases nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import flag_modified

from models.access_enums import AuditAction
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.round_table_enums import Attendance, MeetingKind, MeetingState, ParticipantPart
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.columns import Reading
from wasl.files.errors import CellError
from wasl.files.places import parse_governorate
from wasl.files.round_table_columns import ROUNDTABLES
from wasl.files.round_table_row import RoundtableRow, check_row
from wasl.files.rows import Finding, ParsedRow
from wasl.operations.importing.effects import ColumnChange, RowEffect, joined
from wasl.operations.importing.stakeholders import Stakeholders
from wasl.operations.importing.table import NEW, UNCHANGED, UPDATED, Outcome
from wasl.operations.organisation_names import all_names, name_key

# A name is data. Who keeps several series moves the meetings on their pages.
SERIES = "الطاولات المستديرة - Roundtables"
_OVER = (MeetingState.HELD, MeetingState.PUBLISHED)
_STATE = "state"


class MeetingWriter:
    """Writes batches of roundtables. effects: what each row does that does something."""

    format = ROUNDTABLES

    def __init__(
        self, session: Session, by: Viewer, reading: Reading, stakeholders: Stakeholders
    ) -> None:
        self._session = session
        self._by = by
        self._reading = reading
        self._stakeholders = stakeholders
        self.effects: list[RowEffect] = []

    def check(self, values: Mapping[str, object]) -> Iterator[Finding]:
        """Yield what is wrong with the values of a row together."""
        return check_row(values)

    def key(self, row: ParsedRow) -> str:
        """Return the reference, whatever its letters are."""
        return str(row.values["ref"]).upper()

    def write(self, batch: Sequence[ParsedRow], digests: Sequence[str]) -> list[Outcome]:
        """Write a batch of roundtables with who took part."""
        rows = [RoundtableRow(**row.values) for row in batch]  # type: ignore[arg-type]
        self._stakeholders.prepare(
            name for row in rows for name in (*(row.participants or ()), *filter(None, [row.host]))
        )
        known = known_meetings(self._session, [self.key(row) for row in batch])
        return [
            self._write_row(parsed, row, digest, known.get(self.key(parsed)))
            for parsed, row, digest in zip(batch, rows, digests, strict=True)
        ]

    def _write_row(
        self, parsed: ParsedRow, row: RoundtableRow, digest: str, meeting: Meeting | None
    ) -> Outcome:
        new = meeting is None
        if meeting is None:
            meeting = self._begin(row)
        changes = self._apply(meeting, row, new=new)
        merged = {**meeting.unrecognised, **parsed.unrecognised}
        if merged != meeting.unrecognised:
            meeting.unrecognised = merged
        if not changes:
            return UNCHANGED
        meeting.digest = digest
        # Also where seats alone changed: who has a form of it open is told that it is another now.
        flag_modified(meeting, "digest")
        self._session.flush()
        effect = RowEffect(parsed.number, meeting.ref, new, tuple(changes))
        self.effects.append(effect)
        subject, action = ("meeting", meeting.public_id), AuditAction.MEETING_IMPORTED
        # What a file cannot say is no column of it.
        told = [name for name in effect.columns if name != _STATE]
        record(self._session, self._by, action, subject=subject, columns=told)
        return NEW if new else UPDATED

    def _begin(self, row: RoundtableRow) -> Meeting:
        over = row.date < self._reading.today
        meeting = Meeting(
            series=_series(self._session),
            ref=row.ref,
            title=row.title or row.ref,
            held_on=row.date,
            state=MeetingState.HELD if over else MeetingState.PLANNED,
            unrecognised={},
        )
        self._session.add(meeting)
        return meeting

    def _apply(self, meeting: Meeting, row: RoundtableRow, *, new: bool) -> list[ColumnChange]:
        """Set what a row says; return in what the meeting changed."""
        wanted = {
            "title": row.title,
            "held_on": row.date,
            "place": row.city,
            "governorate_code": self._governorate(row.city),
            "chair": row.chair,
        }
        changes = [ColumnChange(_STATE, None, meeting.state)] if new else []
        for name, value in wanted.items():
            before = None if new else getattr(meeting, name)
            if value is not None and before != value:
                changes.append(ColumnChange(name, _text(before), _text(value)))
                setattr(meeting, name, value)
        seated = {} if new else _seating(meeting)
        self._seat(meeting, row)
        changes += [
            ColumnChange(name, seated.get(name), names)
            for name, names in _seating(meeting).items()
            if names != seated.get(name)
        ]
        return changes

    def _governorate(self, city: str | None) -> str | None:
        try:
            return parse_governorate(city, self._reading.places)
        except CellError:
            return None  # a city that is not called as its governorate is stays in words

    def _seat(self, meeting: Meeting, row: RoundtableRow) -> None:
        """Give everybody whom a row names a seat; nobody loses one."""
        names = [*(row.participants or ()), *filter(None, [row.host])]
        organisations = list(dict.fromkeys(self._stakeholders.of(name) for name in names))
        chair, role = _chair_of(row.chair, organisations)
        host = self._stakeholders.of(row.host) if row.host else None
        seated = {one.organisation_id: one for one in meeting.participants}
        for one in organisations:
            part = _part(one, host, chair)
            seat = seated.get(one.id)
            if seat is None:
                seat = Participant(organisation=one, part=part)
                seat.attendance = Attendance.PRESENT if meeting.state in _OVER else None
                meeting.participants.append(seat)
            elif part is not ParticipantPart.MEMBER and seat.part is ParticipantPart.MEMBER:
                seat.part = part
            if one is chair and role and seat.role is None:
                seat.role = role


def known_meetings(session: Session, keys: Sequence[str]) -> dict[str, Meeting]:
    """Return meetings by their references in capital letters, held until the import is over."""
    found = session.scalars(
        select(Meeting)
        .where(func.upper(Meeting.ref).in_(keys))
        .options(selectinload(Meeting.participants))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {meeting.ref.upper(): meeting for meeting in found}


def _text(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def _seating(meeting: Meeting) -> dict[str, str]:
    """Return who sits at a meeting, who hosts it and who chairs it; nothing where nobody does."""
    seats = meeting.participants
    named = {
        "participants": [_name(seat) for seat in seats],
        "hosts": [_name(seat) for seat in seats if seat.part is ParticipantPart.HOST],
        "chairs": [_name(seat) for seat in seats if seat.part is ParticipantPart.CHAIR],
    }
    return {column: joined(names) for column, names in named.items() if names}


def _name(seat: Participant) -> str:
    return f"{seat.organisation.name} ({seat.role})" if seat.role else seat.organisation.name


def _series(session: Session) -> MeetingSeries:
    """Return the series of files; once it was renamed, where their latest roundtable stands."""
    key = name_key(SERIES)
    found = session.scalar(
        select(MeetingSeries).where(MeetingSeries.name_key == key)
    ) or session.scalar(
        select(MeetingSeries)
        .join(Meeting, Meeting.series_id == MeetingSeries.id)
        .where(Meeting.digest != "", MeetingSeries.kind == MeetingKind.ROUNDTABLE)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )
    if found is None:
        found = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name=SERIES, name_key=key)
        session.add(found)
        session.flush()
    return found


def _chair_of(
    chair: str | None, organisations: Sequence[Organisation]
) -> tuple[Organisation | None, str | None]:
    """Return whose role chairs, out of “MoP, Deputy Minister”: the one whose name begins so."""
    name, _, role = (chair or "").partition(",")
    key = name_key(name)
    found = [one for one in organisations if key and _begins_with(one, key)]
    return (found[0], role.strip() or None) if len(found) == 1 else (None, None)


def _begins_with(one: Organisation, key: str) -> bool:
    return any(f"{name_key(name)} ".startswith(f"{key} ") for name in all_names(one))


def _part(
    one: Organisation, host: Organisation | None, chair: Organisation | None
) -> ParticipantPart:
    if one is chair:
        return ParticipantPart.CHAIR
    return ParticipantPart.HOST if one is host else ParticipantPart.MEMBER

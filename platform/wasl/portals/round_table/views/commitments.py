"""The board of commitments, the same as a file, and writing a new one down."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.commitment import Commitment
from models.meeting import Meeting
from models.round_table_enums import CommitmentKind, CommitmentProgress
from wasl.access import Permission, current_viewer, may, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates, name_places
from wasl.extensions import db
from wasl.figures.totals import totals
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.errors import AskAnsweredError, DeadlineBeforeError
from wasl.operations.commitments.told import progresses_told, sees_people
from wasl.operations.commitments.write import Promise, write_commitment
from wasl.paging import cut_list
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.commitment_file import commitment_sheets
from wasl.portals.round_table.commitment_forms import WriteForm
from wasl.portals.round_table.meeting_parts import add_part
from wasl.portals.round_table.queries.commitments import (
    NO_PRIORITY,
    CommitmentFilter,
    CommitmentLine,
    list_commitments,
    list_made_at,
    list_meetings_of,
    list_parties,
    total_by_kind,
)
from wasl.portals.round_table.views.commitment_helpers import (
    Origin,
    choose_party,
    offer_choices,
    offer_points,
    origin_of,
)
from wasl.portals.round_table.views.plan_helpers import asked_priority
from wasl.portals.round_table.workbooks import send_workbook
from wasl.priorities import name_priorities
from wasl.ui.labels import as_choices, as_names, choices, label
from wasl.ui.names import organisation_choices

_E = TypeVar("_E", bound=StrEnum)
_ON_A_PAGE = 10


def _one_of(kind: type[_E], said: str) -> _E | None:
    """Return what the address says of a closed list; a word that is not on it is no filter."""
    return next((member for member in kind if member.value == said), None)


def _wanted() -> CommitmentFilter:
    args = request.args
    return CommitmentFilter(
        kind=_one_of(CommitmentKind, args.get("kind", "")),
        progress=_one_of(CommitmentProgress, args.get("progress", "")),
        organisation=args.get("organisation", ""),
        governorate=args.get("governorate", ""),
        meeting=args.get("meeting", ""),
        priority=asked_priority(args.get("priority", "")),
    )


def _lines(wanted: CommitmentFilter) -> list[CommitmentLine]:
    return list_commitments(db.session, current_viewer(), wanted, today_in_baghdad())


@blueprint.get("/commitments")
@requires(Permission.SEE_COMMITMENT)
def commitments() -> ResponseReturnValue:
    """Show what was promised and what became of it, overdue ones first."""
    wanted, language = _wanted(), choose_language()
    lines = _lines(wanted)
    part = cut_list(len(lines), request.args.get("page", 1, type=int), _ON_A_PAGE)
    return render_template(
        "round_table/commitments.html",
        page=part.page(lines[part.offset : part.offset + part.size]),
        **_totals(lines, wanted),
        wanted=wanted,
        kinds=choices(CommitmentKind),
        progresses=[(one.value, label(one)) for one in progresses_told(current_viewer())],
        organisations=organisation_choices(list_parties(db.session)),
        meetings=as_names((one.public_id, one.title) for one in list_meetings_of(db.session)),
        governorates=as_choices(list_governorates(db.session, language)),
        priorities=_priorities(),
        places=_places(lines),
    )


def _totals(lines: list[CommitmentLine], wanted: CommitmentFilter) -> dict[str, Any]:
    """Return the totals of the list, and of all people as published for who reads no others."""
    published = not wanted.count and not sees_people(current_viewer())
    return {
        "by_kind": total_by_kind(lines),
        "totals": totals(db.session, today_in_baghdad()) if published else None,
    }


def _priorities() -> list[tuple[str, str]]:
    """Return the national priorities by number, and what is asked for to find those of none."""
    named = name_priorities(db.session, choose_language())
    found = [(str(number), name) for number, name in named.items()]
    return [*found, (str(NO_PRIORITY), _("Not said"))]


def _places(lines: list[CommitmentLine]) -> dict[str, str]:
    codes = {line.commitment.governorate_code for line in lines}
    return name_places(db.session, codes, choose_language())


@blueprint.get("/commitments.xlsx")
@requires(Permission.SEE_COMMITMENT)
@limited(EXPORTS)
def commitments_file() -> ResponseReturnValue:
    """Send what the board shows as a workbook, with the totals by kind."""
    lines, today, language = _lines(_wanted()), today_in_baghdad(), choose_language()
    sheets = commitment_sheets(
        db.session, current_viewer(), lines, _places(lines), today=today, language=language
    )
    return send_workbook(sheets, "commitments", today)


@blueprint.route("/commitments/new", methods=["GET", "POST"])
@requires(Permission.ADD_COMMITMENT)
def new_commitment() -> ResponseReturnValue:
    """Write a commitment down: alone, at a point of an agenda, or as what an ask came to."""
    origin = origin_of(request.args)
    form = WriteForm(data=origin.prefilled(today_in_baghdad()))
    offer_choices(form, origin.meeting)
    offer_points(form, origin)
    if form.is_submitted():
        made = _write(form, origin)
        if made is not None:
            flash(_("Written down. Postings that cite it count from now on."), "done")
            return redirect(url_for(".commitment", commitment_id=made.public_id))
    page = render_template("round_table/commitment/new.html", form=form, origin=origin)
    return page, 422 if form.errors else 200


def _write(form: WriteForm, origin: Origin) -> Commitment | None:
    valid, party = form.validate(), choose_party(form)  # all that is wrong is told at once
    enough = bool(form.kind.errors) or form.says_how_many(CommitmentKind(form.kind.data))
    if not valid or not enough or party is None:
        return None
    promise = Promise(
        kind=CommitmentKind(form.kind.data),
        terms=form.terms(),
        parties=[party],
        made_on=form.made_on.data or abort(422),
        meeting=origin.meeting,
        item=origin.item or origin.points().get(form.item.data or ""),
    )
    try:
        return write_commitment(db.session, current_viewer(), promise, ask=origin.ask)
    except DeadlineBeforeError:
        form.deadline.errors = [_("The deadline is before the day on which it was promised.")]
    except AskAnsweredError as error:
        ref = error.commitment.ref
        form.text.errors = [
            _("This ask came to a commitment already: %(ref)s. Yours is not written down.", ref=ref)
        ]
    return None


def _made_at(meeting: Meeting) -> list[CommitmentLine]:
    """Return what was promised at a meeting, for its page."""
    if not may(Permission.SEE_COMMITMENT):
        return []
    return list_made_at(db.session, current_viewer(), meeting, today_in_baghdad())


add_part("round_table/commitment/of_meeting.html", _made_at)

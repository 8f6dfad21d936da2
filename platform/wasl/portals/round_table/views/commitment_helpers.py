"""What the views of commitments do alike: where one comes from, who makes it, what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, flash

from models.ask import Ask
from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting
from models.opportunity import Organisation
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments import errors
from wasl.operations.find_organisation import find_organisation
from wasl.portals.round_table.commitment_forms import TermsForm, WriteForm
from wasl.portals.round_table.queries.commitments import list_who_may_promise
from wasl.priorities import name_priorities
from wasl.sectors import list_sectors
from wasl.ui.labels import as_choices, as_names
from wasl.ui.names import organisation_name


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a commitment is made: nowhere, at a meeting, at a point of its agenda, by an ask."""

    meeting: Meeting | None = None
    item: AgendaItem | None = None
    ask: Ask | None = None

    def prefilled(self, today: date) -> dict[str, Any]:
        """Return what a new commitment's form begins with."""
        made_on = min(self.meeting.held_on, today) if self.meeting else today
        given: dict[str, Any] = {"made_on": made_on, "kind": "job"}
        if self.ask is not None:
            given |= {
                "kind": self.ask.kind.value,
                "quantity": self.ask.quantity,
                "governorate": self.ask.governorate_code or "",
                "text": self.ask.text or "",
                "party": self.ask.organisation.public_id,
            }
        return given

    def points(self) -> dict[str, AgendaItem]:
        """Return at which points it may have been made, while the address names none."""
        if self.meeting is None or self.item is not None:
            return {}
        return {one.public_id: one for one in self.meeting.agenda}


def origin_of(args: Mapping[str, str]) -> Origin:
    """Return where an address says that a commitment is made; what is not there is a 404."""
    viewer, session = current_viewer(), db.session

    def named(name: str, permission: Permission) -> Any:
        if not args.get(name):
            return None
        return find(session, viewer, permission, args[name]) or abort(404)

    ask: Ask | None = named("ask", Permission.CHANGE_ASK)
    item: AgendaItem | None = named("item", Permission.CHANGE_ITEM)
    meeting: Meeting | None = named("meeting", Permission.CHANGE_MEETING)
    return Origin(
        ask=ask,
        item=item,
        meeting=item.meeting if item else meeting or (ask.meeting if ask else None),
    )


def own_commitment(permission: Permission, commitment_id: str) -> Commitment:
    """Return a commitment that a permission holds for; any other does not exist."""
    found: Commitment | None = find(db.session, current_viewer(), permission, commitment_id)
    return found or abort(404)


def offer_choices(form: TermsForm, meeting: Meeting | None = None) -> None:
    """Put governorates, sectors, priorities and organisations into a form.

    Whoever takes part in the meeting is offered before everybody else.
    """
    language = choose_language()
    places = list_governorates(db.session, language)
    form.governorate.choices = as_choices([("", _("Anywhere in Iraq")), *places])
    sectors = [(one.code, one.name) for one in list_sectors(db.session, language)]
    form.sector.choices = as_choices([("", _("Not said")), *sectors])
    named = name_priorities(db.session, language)
    form.priority.choices = as_choices(
        [("", _("Not said")), *((str(number), name) for number, name in named.items())]
    )
    if isinstance(form, WriteForm):
        there = {one.organisation_id for one in meeting.participants} if meeting else set()
        able = sorted(list_who_may_promise(db.session), key=lambda one: one.id not in there)
        known = [(one.public_id, organisation_name(one)) for one in able]
        form.party.choices = [*as_choices([("", _("Choose"))]), *as_names(known)]


def offer_points(form: WriteForm, origin: Origin) -> None:
    """Put the points of the meeting's agenda into a form, where none is named yet."""
    points = as_names((key, one.title) for key, one in origin.points().items())
    form.item.choices = [*as_choices([("", _("Not said"))]), *points]


def choose_party(form: WriteForm) -> Organisation | None:
    """Return who makes a commitment; what is wrong stands at the field."""
    name = (form.party_name.data or "").strip()
    if name:
        found = find_organisation(db.session, name)
        if found is None:
            form.party_name.errors = [
                _("Nobody of this name is known. Add it under “Who is who” first.")
            ]
        return found
    for one in list_who_may_promise(db.session):
        if one.public_id == form.party.data:
            return one
    form.party.errors = [_("Choose who promised it.")]
    return None


def attempt(act: Callable[[], object], done: str) -> bool:
    """Do something and say what became of it; return whether it was done."""
    try:
        act()
    except errors.CommitmentMovedError:
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    except errors.CommitmentWithdrawnError:
        flash(_("It was withdrawn. Let it stand again before you change it."), "warning")
    except errors.NoPartyError:
        flash(_("Somebody has to have made it. Add another organisation first."), "error")
    except errors.MilestoneDoneError:
        flash(_("This milestone is done. Take it up again before you change it."), "warning")
    else:
        flash(done, "done")
        return True
    return False

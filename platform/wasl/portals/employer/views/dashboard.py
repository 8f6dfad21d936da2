"""Where employers start: what waits for them, and what their answers and places amount to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from models.base import utc_now
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.placements.outcomes import lasting_of_organisation
from wasl.operations.profile.confirm import is_due
from wasl.operations.referrals.responsiveness import responsiveness_of
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.commitment_words import how_many
from wasl.portals.employer.dashboard_words import (
    Tile,
    answering_text,
    answering_tiles,
    ask_tiles,
    care_text,
    invitation_tiles,
    lasting_tiles,
    late_text,
    waiting_tiles,
)
from wasl.portals.employer.queries.asks import list_open_asks
from wasl.portals.employer.queries.commitments import list_own_commitments
from wasl.portals.employer.queries.dashboard import (
    count_places,
    count_waiting,
    postings_to_care_for,
)
from wasl.portals.employer.queries.own import count_own
from wasl.portals.employer.queries.placed import count_waiting_checks
from wasl.portals.employer.queries.roundtables import list_own_meetings
from wasl.portals.employer.queries.stock import list_late
from wasl.portals.employer.views.helpers import own_organisation


@blueprint.get("")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def dashboard() -> ResponseReturnValue:
    """Show what waits, how the organisation answers, and what came of what it offered."""
    viewer, today, organisation = current_viewer(), today_in_baghdad(), own_organisation()
    answers = responsiveness_of(db.session, [organisation.id])[organisation.id]
    lasting = lasting_of_organisation(db.session, organisation.id, today)
    checks = count_waiting_checks(db.session, organisation.id, today)
    asks = list_open_asks(db.session, viewer, choose_language())
    return render_template(
        "employer/dashboard.html",
        organisation=organisation,
        waiting=[*_waiting(checks), *ask_tiles([ask for ask, _words in asks])],
        asks=asks,
        care=postings_to_care_for(db.session, viewer, today),
        care_text=care_text,
        late=list_late(db.session, viewer, today),
        late_text=late_text,
        answering=(answering_tiles(answers), answering_text(answers)),
        places=count_places(db.session, viewer),
        lasting=lasting_tiles(lasting),
        commitments=list_own_commitments(db.session, viewer, today),
        how_many=how_many,
        has_postings=any(count_own(db.session, viewer).values()),
        profile_is_due=is_due(organisation, utc_now()),
    )


def _waiting(checks: int) -> list[Tile]:
    """Return all that waits: people, checks, invitations to roundtables."""
    viewer, today = current_viewer(), today_in_baghdad()
    invitations = invitation_tiles(list_own_meetings(db.session, viewer, today))
    return [*waiting_tiles(count_waiting(db.session, viewer), checks, today), *invitations]

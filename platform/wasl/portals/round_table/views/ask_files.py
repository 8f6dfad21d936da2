"""What the members of a meeting are asked for, as a file."""

from flask.typing import ResponseReturnValue

from wasl.access import Permission, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import name_occupations, name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.portals.round_table.ask_file import ask_sheets
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.ask_answers import answered_by
from wasl.portals.round_table.queries.asks import list_asks
from wasl.portals.round_table.views.meeting_helpers import own_meeting
from wasl.portals.round_table.workbooks import send_workbook


@blueprint.get("/meetings/<meeting_id>/asks.xlsx")
@requires(Permission.MAKE_ASKS)
@limited(EXPORTS)
def asks_file(meeting_id: str) -> ResponseReturnValue:
    """Send what each member is asked for, and what came of it, as a workbook."""
    found, language = own_meeting(Permission.MAKE_ASKS, meeting_id), choose_language()
    shown, today = list_asks(db.session, found, language), today_in_baghdad()
    asks = shown.all
    who = answered_by(db.session, asks)
    occupations = name_occupations(db.session, (one.group_code for one in asks), language)
    places = name_places(db.session, (one.governorate_code for one in asks), language)
    sheets = ask_sheets(shown, found.title, occupations, places, today, who=who)
    return send_workbook(sheets, "asks", today)

"""What is said of donors, ministries, chambers, providers: the parts of page and sheet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import url_for

from models.commitment import Commitment, Milestone
from models.round_table_enums import CommitmentKind, StakeholderKind
from wasl.figures.tables import Mark
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.shares import Share
from wasl.operations.engagement.stages import furthest
from wasl.portals.round_table.barrier_words import share_text
from wasl.portals.round_table.engagement_words import STAGES
from wasl.portals.round_table.gap_words import people_text
from wasl.portals.round_table.partner_parts import Row, Section, cells
from wasl.portals.round_table.partner_people_words import (
    gaps_part,
    place_text,
    trained_part,
    wishes_part,
)
from wasl.portals.round_table.queries.partner import Partner
from wasl.ui.formats import format_day, format_number
from wasl.ui.labels import label
from wasl.ui.names import organisation_name

Writer = Callable[[Partner], Section]


def sections_of(one: Partner) -> list[Section]:
    """Return the parts of the page of an organisation, what matters most for its kind first."""
    return [write(one) for write in _ORDER[one.kind]]


def _day(day: date | None) -> str:
    return format_day(day) if day else "–"


def _commitment(made: Commitment) -> str:
    return url_for("round_table.commitment", commitment_id=made.public_id)


def _promises(one: Partner) -> Section:
    rows = [
        Row(
            cells=cells(
                line.commitment.text,
                *_came(line.commitment, line.share),
                _day(line.commitment.deadline),
                str(label(line.progress)),
                href=_commitment(line.commitment),
                code=line.commitment.ref,
            )
        )
        for line in one.promises
    ]
    return Section(
        key="promises",
        title=_("What was promised"),
        numbers=(1, 2, 3),
        header=[
            *(_("What was promised"), _("Promised"), _("Offered so far")),
            *(_("Filled, or handed over"), _("Deadline"), _("How far")),
        ],
        inside=1,
        rows=rows,
    )


def _came(made: Commitment, share: Share) -> list[str]:
    """Write what became of a promise, as a party of it may know; people of others are protected."""
    if made.kind is CommitmentKind.POLICY:
        done, all_of_it = map(format_number, (share.own.filled, share.own.pledged))
        return ["–", "–", _("%(done)s of %(all)s milestones done", done=done, all=all_of_it)]
    own, others = share.own, share.others
    if others is None:
        return [format_number(number) for number in (own.pledged, own.offered, own.filled)]
    shown = _("under 5") if isinstance(others.filled, Mark) else format_number(others.filled)
    filled = _("%(own)s, by others: %(shown)s", own=format_number(own.filled), shown=shown)
    offered = format_number(own.offered + others.offered)
    return [format_number(own.pledged), offered, filled]


def _milestones(one: Partner) -> Section:
    rows = [
        Row(
            cells=cells(
                step.text if step else made.text,
                _day(step.due_on if step else made.deadline),
                _state(step),
                href=_commitment(made),
                code=made.ref,
            )
        )
        for made, step in one.milestones
    ]
    return Section(
        key="milestones",
        title=_("Milestones"),
        header=[_("Milestone"), _("By when"), _("State")],
        rows=rows,
    )


def _state(step: Milestone | None) -> str:
    if step is None:
        return _("No milestones are written down yet.")
    return _("Done on %(day)s", day=format_day(step.done_on)) if step.done_on else _("Not done yet")


def _barriers(one: Partner) -> Section:
    rows = []
    for found in one.duties.barriers:
        items = [item for item in found.items if item.meeting_id in one.duties.handed]
        about = " · ".join(f"{item.title} ({_day(item.meeting.held_on)})" for item in items)
        href = url_for("round_table.barrier", barrier=found.barrier.value)
        told = share_text(found.rate) if found.rate else people_text(None)
        most = " · ".join(
            f"{place_text(one, code)} {share_text(rate)}" for code, rate in found.worst
        )
        texts = (str(label(found.barrier)), told, most or "–", about or "–")
        rows.append(Row(cells=cells(*texts, href=href)))
    return Section(
        key="barriers",
        title=_("Barriers"),
        header=[_("Barrier"), _("All of Iraq"), _("Most people met it in"), _("On the agenda")],
        rows=rows,
    )


def _resolutions(one: Partner) -> Section:
    rows = [
        Row(
            cells=cells(
                found.text,
                str(label(found.kind)),
                _day(found.due_on),
                found.item.meeting.title,
                href=url_for("round_table.resolution", resolution_id=found.public_id),
            ),
            handed=found.item.meeting_id in one.duties.handed,
        )
        for found in one.duties.resolutions
    ]
    return Section(
        key="resolutions",
        title=_("Recommendations, decisions and actions"),
        header=[_("What was said"), _("Kind"), _("By when"), _("Roundtable or sitting")],
        rows=rows,
    )


def _asks(one: Partner) -> Section:
    rows = [
        Row(
            cells=cells(
                one.ask_words[ask.id],
                str(label(ask.state)),
                ask.commitment.ref if ask.commitment else "–",
                ask.meeting.title,
                href=url_for("round_table.ask", ask_id=ask.public_id),
            )
        )
        for ask in one.asks
    ]
    return Section(
        key="asks",
        title=_("Asks"),
        header=[
            *(_("What is asked for"), _("State"), _("Commitment"), _("Roundtable or sitting")),
        ],
        rows=rows,
    )


def _members(one: Partner) -> Section:
    rows = [
        Row(
            cells=cells(
                organisation_name(member.given.organisation),
                format_number(member.open),
                str(STAGES[furthest(member.given)]),
                href=url_for(
                    "round_table.engagement", organisation_id=member.given.organisation.public_id
                ),
            )
        )
        for member in one.members
    ]
    return Section(
        key="members",
        title=_("Members"),
        numbers=(1,),
        header=[_("Organisation"), _("Offered now"), _("Stage")],
        rows=rows,
        inside=1,
    )


def _programmes(one: Partner) -> Section:
    rows = [
        Row(
            cells=cells(
                programme.name,
                organisation_name(programme.organisation),
                place_text(one, programme.governorate_code or ""),
                _day(programme.ends_on),
            )
        )
        for programme in one.programmes
    ]
    return Section(
        key="programmes",
        title=_("Programmes that end within half a year"),
        header=[_("Programme"), _("Organisation"), _("Governorate"), _("Until")],
        rows=rows,
    )


_GIVES: Sequence[Writer] = (_promises, wishes_part, gaps_part, _programmes, _resolutions, _asks)
_RULES: Sequence[Writer] = (_barriers, _milestones, _resolutions, _promises, _asks)
_SPEAKS: Sequence[Writer] = (
    _asks,
    _members,
    gaps_part,
    _barriers,
    _promises,
    _milestones,
    _resolutions,
)
_TEACHES: Sequence[Writer] = (
    trained_part,
    wishes_part,
    gaps_part,
    _promises,
    _programmes,
    _asks,
    _resolutions,
)
_ORDER: Mapping[StakeholderKind, Sequence[Writer]] = {
    StakeholderKind.DONOR: _GIVES,
    StakeholderKind.INTERNATIONAL: _GIVES,
    StakeholderKind.MINISTRY: _RULES,
    StakeholderKind.AUTHORITY: _RULES,
    StakeholderKind.CHAMBER: _SPEAKS,
    StakeholderKind.UNION: _SPEAKS,
    StakeholderKind.PROVIDER: _TEACHES,
    StakeholderKind.ACADEMIC: _TEACHES,
}

"""What is said of people where an organisation works: what they want, where places are missing."""

from collections.abc import Sequence

from flask import url_for

from models.enums import OpportunityKind
from wasl.figures.tables import ALL
from wasl.i18n.texts import gettext as _
from wasl.operations.gaps.board import Gap
from wasl.portals.round_table.gap_words import ALL_OF_IRAQ, code_of, people_text
from wasl.portals.round_table.partner_parts import Row, Section, cells
from wasl.portals.round_table.queries.partner import Partner
from wasl.ui.formats import format_number
from wasl.ui.labels import label


def place_text(one: Partner, code: str) -> str:
    """Return what a governorate is called, or the whole country."""
    return str(ALL_OF_IRAQ) if code in {"", ALL} else one.places.get(code, code)


def wishes_part(one: Partner) -> Section:
    """Return the part about what people want of what it gives, and how much of it is offered."""
    rows = [
        Row(
            cells=cells(
                f"{label(OpportunityKind(wish.kind))} – {place_text(one, wish.place)}",
                format_number(wish.people),
                format_number(wish.offered),
                _("up to %(number)s", number=format_number(wish.missing)) if wish.missing else "–",
            )
        )
        for wish in one.wishes
    ]
    return Section(
        key="wishes",
        title=_("What people want, and what is offered"),
        header=[_("What"), _("People who want it"), _("Offered now"), _("Would serve")],
        numbers=(1, 2, 3),
        rows=rows,
    )


def _gap_rows(one: Partner, gaps: Sequence[Gap]) -> list[Row]:
    return [
        Row(
            cells=cells(
                f"{one.occupations.get(gap.group, gap.group)} – {place_text(one, gap.governorate)}",
                *map(people_text, (gap.ready, gap.trained, gap.missing)),
                href=url_for(
                    "round_table.gap", group=gap.group, governorate=code_of(gap.governorate)
                ),
            )
        )
        for gap in gaps
    ]


def _gap_header() -> list[str]:
    return [_("Occupation"), _("Ready to begin"), _("Trained, no place"), _("Missing")]


def gaps_part(one: Partner) -> Section:
    """Return the part about the worst gaps where it works."""
    return Section(
        key="gaps",
        title=_("Where most places are missing"),
        header=_gap_header(),
        numbers=(1, 2, 3),
        rows=_gap_rows(one, one.gaps),
    )


def trained_part(one: Partner) -> Section:
    """Return the part about the gaps with most people who are trained and have no place."""
    return Section(
        key="trained",
        title=_("Trained, no place"),
        header=_gap_header(),
        numbers=(1, 2, 3),
        rows=_gap_rows(one, one.trained),
    )

"""Companies and others: how far each has come, what it could give next, its business case."""

from datetime import date

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Organisation
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.documents.document import Document
from wasl.documents.pdf import write_pdf
from wasl.documents.word import DOCX, write_docx
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.engagement.stages import Stage, furthest, stages_of
from wasl.paging import cut_list
from wasl.portals.round_table import engagement_words
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.business_case import business_case as write_case
from wasl.portals.round_table.engagement_file import engagement_sheets
from wasl.portals.round_table.gap_words import REASONS
from wasl.portals.round_table.partner_case import partner_case
from wasl.portals.round_table.partner_words import sections_of
from wasl.portals.round_table.queries.engagement import (
    Engagement,
    Way,
    count_stages,
    list_ways,
    name_steps,
    next_steps,
    read_engagement,
)
from wasl.portals.round_table.queries.partner import Partner, read_partner
from wasl.portals.round_table.views.stakeholder import found_organisation
from wasl.portals.round_table.workbooks import send_workbook
from wasl.ui.labels import as_choices
from wasl.ui.response_text import response_sentence

_ON_A_PAGE = 15


def _wanted() -> tuple[str, str]:
    """Return the words and the stage that the address names; an unknown stage filters nothing."""
    stage = request.args.get("stage", "")
    return request.args.get("q", "")[:200], stage if stage in set(Stage) else ""


@blueprint.get("/engagement")
@requires(Permission.SEE_ENGAGEMENT)
def engagements() -> ResponseReturnValue:
    """Show how far each company has come and what to do next, who has come furthest first."""
    asked, stage = _wanted()
    everybody = list_ways(db.session, current_viewer(), words=asked)
    ways = [one for one in everybody if one.has_reached(stage)]
    part = cut_list(len(ways), request.args.get("page", 1, type=int), _ON_A_PAGE)
    page = part.page(ways[part.offset : part.offset + part.size])
    following = next_steps(db.session, page.rows, today_in_baghdad())
    steps = [step for found in following.values() for step in found]
    return render_template(
        "round_table/engagement/companies.html",
        page=page,
        asked=asked,
        stage=stage,
        stages=as_choices((one.value, str(text)) for one, text in engagement_words.STAGES.items()),
        counts=_counts(everybody, asked),
        following=following,
        names=name_steps(db.session, steps, choose_language()),
        words=engagement_words,
    )


def _counts(ways: list[Way], asked: str) -> list[tuple[int, str, str]]:
    """Return how many reached each stage, with the way to those who did."""
    counted = count_stages(ways)
    return [
        (counted[stage], text, url_for(".engagements", stage=stage.value, q=asked or None))
        for stage, text in engagement_words.STAGES.items()
    ]


@blueprint.get("/engagement.xlsx")
@requires(Permission.SEE_ENGAGEMENT)
@limited(EXPORTS)
def engagements_file() -> ResponseReturnValue:
    """Give the companies and their roadmaps as a workbook, narrowed as the page is."""
    (asked, stage), today, language = _wanted(), today_in_baghdad(), choose_language()
    ways = list_ways(db.session, current_viewer(), words=asked, stage=stage)
    following = next_steps(db.session, ways, today)
    steps = [step for found in following.values() for step in found]
    sheets = engagement_sheets(ways, following, name_steps(db.session, steps, language), today)
    return send_workbook(sheets, "companies", today)


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=kind, headers=headers)


@blueprint.get("/stakeholders/<organisation_id>/engagement")
@requires(Permission.SEE_ENGAGEMENT)
def engagement(organisation_id: str) -> ResponseReturnValue:
    """Show what a company gave and what it could give next; of another, what stands with it."""
    one = found_organisation(Permission.SEE_ENGAGEMENT, organisation_id)
    if partner := _partner(one, today_in_baghdad()):
        return _partner_page(partner, one)
    shown = _read(one, today_in_baghdad())
    return render_template(
        "round_table/engagement/company.html",
        one=one,
        shown=shown,
        stage=furthest(shown.given),
        stages=list(Stage),
        reached=stages_of(shown.given),
        words=engagement_words,
        reasons=REASONS,
        response_sentence=response_sentence,
    )


def _partner(one: Organisation, today: date) -> Partner | None:
    return read_partner(db.session, current_viewer(), one, today, choose_language())


def _partner_page(shown: Partner, one: Organisation) -> str:
    sections = sections_of(shown)
    return render_template(
        "round_table/engagement/partner.html", one=one, shown=shown, sections=sections
    )


def _read(one: Organisation, today: date) -> Engagement:
    return read_engagement(db.session, current_viewer(), one, today, choose_language())


def _case(organisation_id: str) -> tuple[Organisation, Document]:
    one, today = (
        found_organisation(Permission.SEE_ENGAGEMENT, organisation_id),
        today_in_baghdad(),
    )
    if partner := _partner(one, today):
        return one, partner_case(partner, today, choose_language())
    return one, write_case(one, _read(one, today), today, choose_language())


@blueprint.get("/stakeholders/<organisation_id>/engagement/case")
@requires(Permission.SEE_ENGAGEMENT)
def business_case(organisation_id: str) -> ResponseReturnValue:
    """Show the business case of an organisation as it is printed."""
    one, document = _case(organisation_id)
    return render_template("round_table/engagement/case.html", one=one, document=document)


@blueprint.get("/stakeholders/<organisation_id>/engagement/case.docx")
@requires(Permission.SEE_ENGAGEMENT)
@limited(EXPORTS)
def business_case_docx(organisation_id: str) -> ResponseReturnValue:
    """Give the business case of a company for Word."""
    _one, document = _case(organisation_id)
    return _file(write_docx(document), DOCX, f"business-case-{today_in_baghdad()}.docx")


@blueprint.get("/stakeholders/<organisation_id>/engagement/case.pdf")
@requires(Permission.SEE_ENGAGEMENT)
@limited(EXPORTS)
def business_case_pdf(organisation_id: str) -> ResponseReturnValue:
    """Give the business case of a company as .pdf."""
    _one, document = _case(organisation_id)
    return _file(write_pdf(document), "application/pdf", f"business-case-{today_in_baghdad()}.pdf")

"""The page of one commitment of the organisation, with its three forms."""

from flask import render_template

from models.commitment import Assessment, Commitment
from models.meeting import Meeting
from models.round_table_enums import AssessmentVoice, CommitmentKind
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.code_names import name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.commitments.assess import latest_of, list_assessments
from wasl.portals.employer.commitment_forms import CiteForm, PostForm, ReportForm
from wasl.portals.employer.commitment_words import how_many, next_text, others_text, time_text
from wasl.portals.employer.queries.commitments import (
    list_citing,
    list_to_cite,
    read_own_commitment,
)
from wasl.priorities import name_priority
from wasl.sectors import name_sector


def page_of(
    commitment: Commitment,
    *,
    reporting: ReportForm | None = None,
    posting: PostForm | None = None,
) -> str:
    """Return the page. reporting, posting: forms that were sent and have to be put right."""
    viewer, today, language = current_viewer(), today_in_baghdad(), choose_language()
    one = read_own_commitment(db.session, viewer, commitment, today)
    reporting, posting, citing = reporting or ReportForm(), posting or PostForm(), CiteForm()
    to_cite = list_to_cite(db.session, viewer, commitment)
    reporting.fill()
    posting.fill(commitment)
    citing.fill(to_cite)
    words = list_assessments(db.session, commitment)
    places = name_places(db.session, [commitment.governorate_code], language)
    return render_template(
        "employer/commitment.html",
        one=one,
        commitment=commitment,
        how_many=how_many(commitment),
        next_text=next_text(one),
        time_text=time_text(one, today),
        others_text=others_text(one.share.others) if one.share.others else None,
        place=places.get(commitment.governorate_code or ""),
        sector=name_sector(db.session, commitment.sector_code, language),
        priority=name_priority(commitment.priority, language) if commitment.priority else None,
        meeting=_meeting(commitment),
        citing_postings=list_citing(db.session, viewer, commitment),
        countable=commitment.kind is not CommitmentKind.POLICY,
        reports=_own_words(words),
        review=latest_of(words, AssessmentVoice.REVIEW),
        forms=(reporting, posting, citing),
        to_cite=to_cite,
    )


def _own_words(words: list[Assessment]) -> list[Assessment]:
    """Return what the organisation itself said; not what other parties of it told about theirs."""
    own = current_viewer().organisation_id
    of_own = (None, own)  # what a file said names none of the parties
    return [
        one for one in words if one.voice is AssessmentVoice.SELF and one.organisation_id in of_own
    ]


def _meeting(commitment: Commitment) -> Meeting | None:
    """Return the meeting where it was made, for those who sit at it."""
    if commitment.meeting is None:
        return None
    viewer, public_id = current_viewer(), commitment.meeting.public_id
    found: Meeting | None = find(db.session, viewer, Permission.SEE_MEETING, public_id)
    return found

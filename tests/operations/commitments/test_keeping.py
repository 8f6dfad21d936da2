"""Who made a commitment keeps it: reports, drafts made for it, postings that are there already."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.commitment import Assessment, Citation, Commitment
from models.enums import CodingDecision, OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import (
    Achievement,
    AssessmentVoice,
    CitationState,
    CommitmentKind,
    CommitmentState,
)
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import TODAY, Scene
from wasl.operations.commitments.cite import NotAPartyError
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.commitments.errors import CommitmentWithdrawnError
from wasl.operations.commitments.post_for import (
    NothingToPostError,
    OtherKindError,
    cite_own_posting,
    post_for_commitment,
)
from wasl.operations.commitments.report import Report, report_commitment
from wasl.operations.postings.errors import PostingInvalidError


def _post(scene: Scene, promise: Commitment, title: str = "لحام") -> Opportunity:
    return post_for_commitment(scene.session, scene.owner, promise, scene.firm, title, today=TODAY)


def _audited(session: Session, action: AuditAction) -> list[AuditEvent]:
    session.commit()
    return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_a_report_is_added_and_the_one_before_stays(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    for achievement in (Achievement.LIMITED, Achievement.SUBSTANTIAL):
        said = Report(achievement=achievement, note="ورشة واحدة")
        report_commitment(scene.session, scene.owner, promise, scene.firm, said)
    told = scene.session.scalars(select(Assessment).order_by(Assessment.id)).all()
    assert [one.achievement for one in told] == [Achievement.LIMITED, Achievement.SUBSTANTIAL]
    assert {one.voice for one in told} == {AssessmentVoice.SELF}
    assert {one.organisation_id for one in told} == {scene.firm.id}
    events = _audited(scene.session, AuditAction.COMMITMENT_ASSESSED)
    assert [event.details["achievement"] for event in events] == ["limited", "substantial"]
    assert "ورشة" not in str([event.details for event in events])


def test_a_report_counts_for_nothing(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    said = Report(achievement=Achievement.COMPLETE)
    report_commitment(scene.session, scene.owner, promise, scene.firm, said)
    assert draw_down(scene.session, [promise])[promise.id].filled == 0


def test_only_a_party_reports_posts_and_cites(scene: Scene, other: Organisation) -> None:
    promise, posting = add_promise(scene.session, other), scene.posting("1")
    said = Report(achievement=Achievement.LIMITED)
    with pytest.raises(NotAPartyError):
        report_commitment(scene.session, scene.owner, promise, scene.firm, said)
    with pytest.raises(NotAPartyError):
        _post(scene, promise)
    with pytest.raises(NotAPartyError):
        cite_own_posting(scene.session, scene.owner, posting, promise, scene.firm)
    assert posting.commitment_ref is None


def test_nothing_is_added_to_what_was_withdrawn(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1")
    promise.state = CommitmentState.WITHDRAWN
    scene.session.flush()
    said = Report(achievement=Achievement.LIMITED)
    with pytest.raises(CommitmentWithdrawnError):
        report_commitment(scene.session, scene.owner, promise, scene.firm, said)
    with pytest.raises(CommitmentWithdrawnError):
        _post(scene, promise)
    with pytest.raises(CommitmentWithdrawnError):
        cite_own_posting(scene.session, scene.owner, posting, promise, scene.firm)


def test_a_draft_says_what_the_commitment_says(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm, kind=CommitmentKind.INTERNSHIP)
    promise.governorate_code = "IQ-BA"
    promise.coding_decision, promise.occupation_code = CodingDecision.CONFIRMED, "7212"
    cite(scene.session, promise, scene.posting("1", OpportunityKind.INTERNSHIP, seats=12))
    draft = _post(scene, promise)
    assert (draft.kind, draft.status) == (OpportunityKind.INTERNSHIP, OpportunityStatus.DRAFT)
    assert (draft.title, draft.seats, draft.governorate_code) == ("لحام", 8, "IQ-BA")
    assert (draft.occupation_code, draft.commitment_ref) == ("7212", promise.ref)
    cited = scene.session.scalars(select(Citation).order_by(Citation.id.desc()).limit(1)).one()
    assert (cited.opportunity_id, cited.commitment_id) == (draft.id, promise.id)
    assert draw_down(scene.session, [promise])[promise.id].offered == 12, "a draft offers nothing"


def test_another_title_is_coded_anew(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    promise.coding_decision, promise.occupation_code = CodingDecision.CONFIRMED, "7212"
    assert _post(scene, promise, "baker").occupation_code != "7212"


def test_pressed_twice_there_is_one_draft(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    first = _post(scene, promise)
    assert _post(scene, promise) is first
    first.status = OpportunityStatus.PUBLISHED
    assert _post(scene, promise) is not first, "what is published is no draft to go on with"


def test_where_all_is_offered_a_draft_has_one_place(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm, quantity=2)
    cite(scene.session, promise, scene.posting("1", seats=5))
    assert _post(scene, promise).seats == 1


def test_without_a_title_there_is_no_draft(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm, title="")
    with pytest.raises(PostingInvalidError):
        _post(scene, promise, "  ")
    assert not scene.session.scalars(select(Citation)).all()


def test_things_are_named_by_the_commitment(scene: Scene) -> None:
    promise = add_promise(
        scene.session, scene.firm, kind=CommitmentKind.IN_KIND, title="ماكينة خياطة", unit="قطعة"
    )
    draft = _post(scene, promise, "ماكينات خياطة")
    assert (getattr(draft, "item", None), getattr(draft, "unit", None)) == ("ماكينة خياطة", "قطعة")


def test_a_measure_of_policy_has_no_posting(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm, kind=CommitmentKind.POLICY, quantity=1)
    with pytest.raises(NothingToPostError):
        _post(scene, promise)
    with pytest.raises(OtherKindError):
        cite_own_posting(scene.session, scene.owner, scene.posting("1"), promise, scene.firm)


def test_a_posting_that_is_there_counts_from_now_on(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1", seats=3)
    cite_own_posting(scene.session, scene.owner, posting, promise, scene.firm)
    assert draw_down(scene.session, [promise])[promise.id].offered == 3
    (event,) = _audited(scene.session, AuditAction.OPPORTUNITY_CHANGED)
    assert event.details == {"columns": ["commitment"]}
    cite_own_posting(scene.session, scene.owner, posting, promise, scene.firm)
    assert len(_audited(scene.session, AuditAction.OPPORTUNITY_CHANGED)) == 1, "nothing changed"


def test_a_posting_moves_from_one_commitment_to_another(scene: Scene) -> None:
    first, second = (add_promise(scene.session, scene.firm, ref=ref) for ref in ("C-1", "C-2"))
    posting = scene.posting("1", seats=3)
    for promise in (first, second):
        cite_own_posting(scene.session, scene.owner, posting, promise, scene.firm)
    drawn = draw_down(scene.session, [first, second])
    assert (drawn[first.id].offered, drawn[second.id].offered) == (0, 3)


def test_a_posting_of_another_kind_is_refused(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    with pytest.raises(OtherKindError):
        cite_own_posting(
            scene.session,
            scene.owner,
            scene.posting("1", OpportunityKind.TRAINING),
            promise,
            scene.firm,
        )


def test_what_the_secretariat_refused_stays_refused(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1", seats=3)
    posting.commitment_ref = promise.ref
    cite(scene.session, promise, posting, CitationState.REFUSED)
    cite_own_posting(scene.session, scene.owner, posting, promise, scene.firm)
    assert draw_down(scene.session, [promise])[promise.id].offered == 0

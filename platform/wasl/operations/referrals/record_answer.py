"""A person's yes or no to one opportunity, whoever writes it down, and the yes taken back."""

from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver, ReleaseScope
from models.enums import ConsentPurpose
from models.referral import Referral
from models.referral_enums import Axis, CloseCause, ConsentState, EmployerVerdict
from models.referral_states import ConsentStep, closing_cause
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, hold_for, take_step
from wasl.operations.referrals.errors import MatchingNotAllowedError, ReferralStepRefusedError
from wasl.operations.referrals.say_yes import say_yes
from wasl.operations.releases import Releasing, release_identity
from wasl.operations.spoken import Spoken, check_record_open, hold_person
from wasl.operations.tell_staff import tell_caseworkers, tell_employer

_BY_THE_PERSON = frozenset(
    {CloseCause.PERSON_REFUSED, CloseCause.PERSON_SILENT, CloseCause.PERSON_WITHDREW}
)
_WITNESSED = frozenset({ConsentGiver.WITH_CASEWORKER, ConsentGiver.PROXY})


def answer_proposal(
    session: Session,
    by: Viewer,
    referral: Referral,
    yes: bool,
    said: Said,
    *,
    share: ReleaseScope | None = None,
    seen: int | None = None,
) -> bool:
    """Write down a person's answer; return False when the same account has just done so.

    Yes: the employer who asked hears of it; one who knew nothing is introduced as soon as there is
    room. share: what that employer sees of who it is from the moment they want to meet. No: needs
    one of the person's reasons; an employer who asked hears that the person is not available. A
    late yes is a yes. seen: the version that was before the eyes of whoever answers.

    Raises StatementIncompleteError (a yes that the person did not say alone needs a witness and
    why, whoever speaks for somebody needs a name), MatchingNotAllowedError and RecordClosedError
    for a yes, ReasonNotGivenError, ReferralStepRefusedError, ReferralChangedError,
    ReleaseRefusedError.
    """
    _spoken(said).check(witnessed=_WITNESSED if yes else frozenset())
    hold_person(session, referral.person)
    step = ConsentStep.SAY_YES if yes else ConsentStep.SAY_NO
    if not hold_for(session, by, referral, Axis.CONSENT, step, seen=seen):
        return False
    if not _opens(referral, yes):
        raise ReferralStepRefusedError(step, referral.consent)
    if not yes:
        return _say_no(session, by, referral, step, said)
    return _say_yes(session, by, referral, said, share)


def _opens(referral: Referral, yes: bool) -> bool:
    """Tell whether an answer still changes something.

    Where the office, the employer or the calendar has ended it, nobody is told that they said yes.
    """
    if referral.closed_at is None:
        return True
    cause = closing_cause(ConsentState.GIVEN, referral.view, referral.verdict)
    return yes and cause is None and referral.close_cause in _BY_THE_PERSON


def withdraw_answer(
    session: Session, by: Viewer, referral: Referral, said: Said, *, seen: int | None = None
) -> bool:
    """Take a yes back, from the next request on; return False when it was taken back before.

    The meeting is cancelled, an open offer is withdrawn, the name is hidden; an employer who knew
    of the person hears that they are not available. Raises StatementIncompleteError (who speaks
    for somebody needs a name), ReferralStepRefusedError, ReferralChangedError.
    """
    _spoken(said).check(witnessed=frozenset())
    hold_person(session, referral.person)
    if not hold_for(session, by, referral, Axis.CONSENT, ConsentStep.WITHDRAW, seen=seen):
        return False
    return _say_no(session, by, referral, ConsentStep.WITHDRAW, said)


def _say_yes(
    session: Session, by: Viewer, referral: Referral, said: Said, share: ReleaseScope | None
) -> bool:
    person = referral.person
    check_record_open(session, person)
    if not person.allows(ConsentPurpose.MATCHING):
        raise MatchingNotAllowedError
    changed = say_yes(session, by, referral, said)
    if share is not None:
        given = Releasing(scope=share, spoken=_spoken(said))
        release_identity(session, by, person, referral.opportunity, given)
    if changed:
        _tell_office(session, by, referral)
    return changed


def _say_no(
    session: Session, by: Viewer, referral: Referral, step: ConsentStep, said: Said
) -> bool:
    known = referral.closed_at is None and referral.verdict is not EmployerVerdict.NOT_ASKED
    if not take_step(session, by, referral, step, said):
        return False
    if known:
        tell_employer(session, referral.opportunity.organisation, "person_not_available")
    _tell_office(session, by, referral)
    return True


def _tell_office(session: Session, by: Viewer, referral: Referral) -> None:
    """Tell whoever works with the person, unless an office wrote it down itself."""
    if by.office_id is None:
        tell_caseworkers(session, referral.person, "person_answered")


def _spoken(said: Said) -> Spoken:
    return Spoken(
        given_by=said.given_by or ConsentGiver.SELF,
        proxy=said.proxy,
        witness=said.witness,
        reason=said.not_alone,
    )

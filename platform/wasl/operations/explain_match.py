"""Explain one pair of person and opportunity, kept by a run or not."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from matching.explanation import Explanation, RequirementLine, explain_pair
from matching.levels import Consent, Requirement, State
from matching.policy import ENGINE_VERSION
from models.access_enums import AuditAction
from models.enums import Register
from models.match import Match, MatchPolicy, MatchRun
from models.opportunity import Opportunity, Organisation, OrganisationName
from models.person import Person
from models.register import RegisterEntry
from wasl.access.permissions import Permission
from wasl.access.scope import relation_to
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.build_match_columns import build_match_columns
from wasl.operations.compute_matches import as_engine_policy, latest_policy, latest_run


@dataclass(frozen=True)
class ExplainedMatch:
    """An explanation made from the data of now, beside what the last run kept."""

    explanation: Explanation
    policy_version: int
    engine: str
    as_of: date
    run: MatchRun | None
    kept: Match | None  # what that run stored for this pair
    changed: bool | None  # whether the data of this pair gives something else now; None: not kept


def find_person_by_key(session: Session, key: str) -> Person | None:
    """Return the person that a register knows under `register:case_no`."""
    register, _, case_no = key.partition(":")
    if register not in {member.value for member in Register}:
        return None
    query = select(Person).join(RegisterEntry, RegisterEntry.person_id == Person.id)
    return session.scalar(
        query.where(
            RegisterEntry.register == Register(register), RegisterEntry.case_no == case_no.strip()
        )
    )


def find_opportunity_by_key(session: Session, key: str) -> Opportunity | None:
    """Return the opportunity `employer/ref`; either part may itself contain a slash.

    The employer is named as in its file, as the organisation is called now, or by another name.
    """
    query = (
        select(Opportunity)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .outerjoin(Organisation.other_names)
    )
    for name in (Opportunity.employer_wording, Organisation.name, OrganisationName.name):
        written = cast(name, String) + "/" + Opportunity.ref
        found = session.scalars(query.where(written == key).order_by(Opportunity.id)).first()
        if found is not None:
            return found
    return None


def explain_match(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, today: date
) -> ExplainedMatch:
    """Explain a pair with the policy and the day of the last run, or as of today if none was made.

    Whoever has not consented to matching is not scored: the explanation says only that. It is a
    look at the person, recorded as one: the caller commits before anything is shown.
    """
    record(
        session,
        by,
        AuditAction.PERSON_SEEN,
        person=person.public_id,
        subject=("opportunity", opportunity.public_id),
        page="explain",
        relation=relation_to(session, by, Permission.SEE_PERSON, person.public_id),
    )
    run = latest_run(session)
    stored_policy: MatchPolicy = run.policy if run else latest_policy(session)
    day = run.as_of if run else today
    columns = build_match_columns(session, day, [person.id], [opportunity.id])
    if not columns.people.consent[0]:
        return ExplainedMatch(
            _refused(), stored_policy.version, ENGINE_VERSION, day, run, None, None
        )
    explanation, stored = explain_pair(columns, as_engine_policy(stored_policy), 0, 0)
    kept = _kept(session, run, person, opportunity)
    changed = None
    if kept is not None:
        changed = kept.points != explanation.points or kept.explanation != json.loads(stored)
    return ExplainedMatch(
        explanation, stored_policy.version, ENGINE_VERSION, day, run, kept, changed
    )


def _kept(
    session: Session, run: MatchRun | None, person: Person, opportunity: Opportunity
) -> Match | None:
    if run is None:
        return None
    return session.scalar(
        select(Match).where(
            Match.run_id == run.id,
            Match.person_id == person.id,
            Match.opportunity_id == opportunity.id,
        )
    )


def _refused() -> Explanation:
    consent = Requirement.CONSENT.label
    line = RequirementLine(consent, Consent.NOT_GIVEN.label, State.UNMET.name.lower())
    return Explanation(0, False, [consent], [line], [])

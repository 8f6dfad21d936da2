"""The one access table: role x permission x relation to the record.

The guard, the filters of `scope.py`, the matrix test, the page of documentation and
`docs/access.md` all read it. What does not stand here is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.access_enums import Relation as Rel
from models.enums import Role
from wasl.access.permissions import Kind, Permission

Roles = Mapping[Role, frozenset[Rel]]


@dataclass(frozen=True)
class Rule:
    """Who may do one thing: the kind of record it is done to, and the relations each role needs."""

    kind: Kind
    roles: Roles


_ANY = frozenset({Rel.ANY})
_OWN = frozenset({Rel.OWN})
# A case of mine, of my office, or referred to my office and accepted.
_CASELOAD = frozenset({Rel.OWN, Rel.OFFICE, Rel.REFERRED})
_OFFICE = frozenset({Rel.OWN, Rel.OFFICE})

_PUBLISHED = frozenset({Rel.PUBLISHED})
_SECRETARIAT = (Role.SECRETARIAT,)
_CASEWORK = (Role.CASEWORKER, Role.OFFICE_MANAGER)
_EMPLOYERS = (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER)


def _for(roles: tuple[Role, ...], relations: frozenset[Rel] = _ANY) -> Roles:
    return dict.fromkeys(roles, relations)


_SENT_IN = {
    Role.CASEWORKER: _OWN,
    Role.OFFICE_MANAGER: _OFFICE,
    **_for((*_EMPLOYERS, *_SECRETARIAT), _OWN),
}
_MANAGED = {
    Role.ADMINISTRATOR: _ANY,
    Role.OFFICE_MANAGER: frozenset({Rel.OFFICE}),
    Role.EMPLOYER_OWNER: frozenset({Rel.OFFICE}),
}

ACCESS: Mapping[Permission, Rule] = {
    Permission.USE_ACCOUNT: Rule(Kind.NOTHING, _for(tuple(set(Role) - {Role.API_CLIENT}))),
    Permission.SEE_ACCESS_TABLE: Rule(Kind.NOTHING, _for(tuple(set(Role) - {Role.API_CLIENT}))),
    # People. Neither an administrator nor the secretariat sees a person.
    Permission.SEE_PEOPLE: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.SEE_PERSON: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD | {Rel.LOOKED_UP})),
    Permission.CHANGE_PERSON: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.RECORD_CONSENT: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.RELEASE_IDENTITY: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.INVITE_RETURNEE: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.DECIDE_CORRECTIONS: Rule(Kind.CORRECTION, _for(_CASEWORK, _CASELOAD)),
    Permission.ERASE_PERSON: Rule(Kind.PERSON, _for((Role.OFFICE_MANAGER,), _OFFICE)),
    Permission.LOOK_UP_PEOPLE: Rule(Kind.NOTHING, _for(_CASEWORK)),
    Permission.REFER_CASE: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.ANSWER_CASE: Rule(Kind.CASE, _for(_CASEWORK, frozenset({Rel.OFFERED}))),
    Permission.ASSIGN_CASE: Rule(Kind.PERSON, _for((Role.OFFICE_MANAGER,), _CASELOAD)),
    Permission.END_CASE: Rule(Kind.PERSON, {Role.CASEWORKER: _OWN, Role.OFFICE_MANAGER: _CASELOAD}),
    # Opportunities and matching, as offices see them.
    Permission.SEE_ALL_OPPORTUNITIES: Rule(Kind.NOTHING, _for(_CASEWORK)),
    Permission.SEE_OPPORTUNITY: Rule(Kind.OPPORTUNITY, _for(_CASEWORK)),
    # Review: the secretariat, and the labour ministry's own offices.
    Permission.MOVE_OPPORTUNITIES: Rule(
        Kind.OPPORTUNITY,
        {Role.SECRETARIAT: _ANY, **_for(_CASEWORK, frozenset({Rel.OFFICE}))},
    ),
    Permission.RUN_MATCHING: Rule(Kind.NOTHING, _for(_CASEWORK)),
    Permission.CHECK_TITLES: Rule(Kind.NOTHING, _for(_CASEWORK)),
    Permission.CHECK_TITLE_OF_OPPORTUNITY: Rule(Kind.OPPORTUNITY, _for(_CASEWORK)),
    Permission.IMPORT_FILES: Rule(Kind.NOTHING, _for((*_CASEWORK, *_EMPLOYERS, *_SECRETARIAT))),
    Permission.SEE_IMPORT: Rule(Kind.IMPORT, _SENT_IN),
    Permission.CHANGE_IMPORT: Rule(Kind.IMPORT, _SENT_IN),
    # Referrals, as offices see them: those of people of their caseload.
    Permission.PROPOSE_OPPORTUNITY: Rule(Kind.PERSON, _for(_CASEWORK, _CASELOAD)),
    Permission.SEE_REFERRALS: Rule(Kind.REFERRAL, _for(_CASEWORK, _CASELOAD)),
    Permission.SEE_REFERRAL: Rule(Kind.REFERRAL, _for(_CASEWORK, _CASELOAD)),
    Permission.ACT_ON_REFERRAL: Rule(Kind.REFERRAL, _for(_CASEWORK, _CASELOAD)),
    # What enterprises could give, where.
    Permission.SEE_DEMAND: Rule(
        Kind.NOTHING,
        _for((Role.SECRETARIAT, Role.OFFICE_MANAGER, Role.CASEWORKER, Role.ADMINISTRATOR)),
    ),
    # Employers see work cards, never people. Who somebody is shows in a referral, through
    # `disclosure`, once they were let know.
    Permission.SEE_OWN_OPPORTUNITIES: Rule(Kind.OPPORTUNITY, _for(_EMPLOYERS, _OWN)),
    Permission.ADD_OPPORTUNITY: Rule(Kind.NOTHING, _for(_EMPLOYERS)),
    Permission.CHANGE_OWN_OPPORTUNITY: Rule(Kind.OPPORTUNITY, _for(_EMPLOYERS, _OWN)),
    Permission.SEE_WORK_CARDS: Rule(Kind.OPPORTUNITY, _for(_EMPLOYERS, _OWN)),
    Permission.ASK_TO_MEET: Rule(Kind.OPPORTUNITY, _for(_EMPLOYERS, _OWN)),
    Permission.SET_PROFILE: Rule(Kind.NOTHING, _for(_EMPLOYERS)),
    Permission.CHANGE_CAPACITY: Rule(Kind.CAPACITY, _for(_EMPLOYERS, _OWN)),
    Permission.SEE_OWN_REFERRALS: Rule(Kind.REFERRAL, _for(_EMPLOYERS, _OWN)),
    Permission.ANSWER_REFERRAL: Rule(Kind.REFERRAL, _for(_EMPLOYERS, _OWN)),
    # The round table. The secretariat prepares, minutes and follows; members see the meetings they
    # sit at and what they promised; offices what is published; observers protected counts alone.
    Permission.SEE_ROUND_TABLE: Rule(
        Kind.NOTHING, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER, Role.OBSERVER))
    ),
    Permission.SEE_MEETING: Rule(
        Kind.MEETING,
        {
            Role.SECRETARIAT: _ANY,
            **_for(_EMPLOYERS, _OWN),
            Role.OFFICE_MANAGER: _PUBLISHED,
        },
    ),
    Permission.PLAN_MEETINGS: Rule(Kind.NOTHING, _for(_SECRETARIAT)),
    Permission.SEE_SERIES: Rule(
        Kind.SERIES, {Role.SECRETARIAT: _ANY, Role.OFFICE_MANAGER: _PUBLISHED}
    ),
    Permission.CHANGE_SERIES: Rule(Kind.SERIES, _for(_SECRETARIAT)),
    Permission.CHANGE_MEETING: Rule(Kind.MEETING, _for(_SECRETARIAT)),
    Permission.CHANGE_ITEM: Rule(Kind.ITEM, _for(_SECRETARIAT)),
    Permission.CHANGE_RESOLUTION: Rule(Kind.RESOLUTION, _for(_SECRETARIAT)),
    Permission.READ_DOCUMENT: Rule(
        Kind.DOCUMENT,
        {
            Role.SECRETARIAT: _ANY,
            **_for(_EMPLOYERS, _OWN),
            Role.OFFICE_MANAGER: _PUBLISHED,
        },
    ),
    Permission.ANSWER_INVITATION: Rule(Kind.MEETING, _for(_EMPLOYERS, _OWN)),
    Permission.SEE_COMMITMENT: Rule(Kind.COMMITMENT, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))),
    # How many people a promise came to is counted across offices and ministries: who belongs to one
    # of them reads totals, protected as they are for observers.
    Permission.SEE_DRAW_DOWN: Rule(Kind.NOTHING, _for(_SECRETARIAT)),
    Permission.ADD_COMMITMENT: Rule(Kind.NOTHING, _for(_SECRETARIAT)),
    Permission.CHANGE_COMMITMENT: Rule(Kind.COMMITMENT, _for(_SECRETARIAT)),
    Permission.REVIEW_COMMITMENT: Rule(Kind.COMMITMENT, _for(_SECRETARIAT)),
    Permission.DECIDE_CITATION: Rule(Kind.CITATION, _for(_SECRETARIAT)),
    Permission.SEE_OWN_COMMITMENTS: Rule(Kind.COMMITMENT, _for(_EMPLOYERS, _OWN)),
    Permission.REPORT_COMMITMENT: Rule(Kind.COMMITMENT, _for(_EMPLOYERS, _OWN)),
    Permission.SEE_GAPS: Rule(Kind.NOTHING, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))),
    Permission.MAKE_ASKS: Rule(Kind.MEETING, _for(_SECRETARIAT)),
    Permission.CHANGE_ASK: Rule(Kind.ASK, _for(_SECRETARIAT)),
    Permission.SEE_OWN_ASKS: Rule(Kind.ASK, _for(_EMPLOYERS, _OWN)),
    Permission.ANSWER_ASK: Rule(Kind.ASK, _for(_EMPLOYERS, _OWN)),
    Permission.SEE_STAKEHOLDERS: Rule(Kind.NOTHING, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))),
    Permission.SEE_STAKEHOLDER: Rule(
        Kind.ORGANISATION, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))
    ),
    Permission.CHANGE_STAKEHOLDER: Rule(Kind.ORGANISATION, _for(_SECRETARIAT)),
    Permission.SEE_ENGAGEMENT: Rule(Kind.ORGANISATION, _for(_SECRETARIAT)),
    Permission.SEE_SUPPLY: Rule(
        Kind.NOTHING, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER, Role.OBSERVER))
    ),
    Permission.SEE_BARRIERS: Rule(Kind.NOTHING, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))),
    Permission.SEE_PLAN: Rule(
        Kind.NOTHING, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER, Role.OBSERVER))
    ),
    Permission.CHANGE_PLAN: Rule(Kind.NOTHING, _for(_SECRETARIAT)),
    Permission.SEE_ACTION: Rule(Kind.ACTION, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))),
    Permission.CHANGE_ACTION: Rule(Kind.ACTION, _for(_SECRETARIAT)),
    Permission.READ_ACTION_FILE: Rule(
        Kind.ACTION_FILE, _for((Role.SECRETARIAT, Role.OFFICE_MANAGER))
    ),
    Permission.WRITE_ACTION_FILE: Rule(Kind.ACTION_FILE, _for(_SECRETARIAT)),
    # Returnees: their own record, which needs no address of its own.
    Permission.SEE_OWN_RECORD: Rule(Kind.NOTHING, _for((Role.RETURNEE,))),
    Permission.CHANGE_OWN_RECORD: Rule(Kind.NOTHING, _for((Role.RETURNEE,))),
    Permission.SEE_FIGURES: Rule(
        Kind.NOTHING,
        _for((Role.SECRETARIAT, Role.OBSERVER, Role.ADMINISTRATOR, Role.OFFICE_MANAGER)),
    ),
    Permission.VET_ORGANISATIONS: Rule(
        Kind.ORGANISATION, _for((Role.SECRETARIAT, Role.ADMINISTRATOR))
    ),
    Permission.SEE_ORGANISATION: Rule(
        Kind.ORGANISATION, _for((Role.SECRETARIAT, Role.ADMINISTRATOR))
    ),
    # Accounts: an administrator's, an office manager's of the office, an owner's of the company.
    Permission.SEE_ACCOUNTS: Rule(Kind.NOTHING, _for(tuple(_MANAGED))),
    Permission.SEE_ACCOUNT: Rule(Kind.ACCOUNT, _MANAGED),
    Permission.INVITE: Rule(Kind.NOTHING, _for(tuple(_MANAGED))),
    Permission.REVOKE_INVITATION: Rule(Kind.INVITATION, _MANAGED),
    Permission.SUSPEND_ACCOUNT: Rule(Kind.ACCOUNT, _MANAGED),
    Permission.CHANGE_MEMBERSHIP: Rule(Kind.ACCOUNT, _MANAGED),
    Permission.ASK_RESET: Rule(Kind.ACCOUNT, _MANAGED),
    Permission.CONFIRM_RESET: Rule(
        Kind.RESET, {**_MANAGED, Role.CASEWORKER: frozenset({Rel.OFFICE})}
    ),
    Permission.MANAGE_OFFICES: Rule(Kind.OFFICE, _for((Role.ADMINISTRATOR,))),
    Permission.MANAGE_TOKENS: Rule(Kind.TOKEN, _for((Role.ADMINISTRATOR,))),
    Permission.READ_AUDIT: Rule(Kind.NOTHING, _for((Role.ADMINISTRATOR,))),
    Permission.SET_RETENTION: Rule(Kind.NOTHING, _for((Role.ADMINISTRATOR,))),
    Permission.SEE_OUTBOX: Rule(Kind.MESSAGE, _for((Role.ADMINISTRATOR,))),
    Permission.RUN_JOBS: Rule(Kind.NOTHING, _for((Role.ADMINISTRATOR,))),
    Permission.PRINT_SLIPS: Rule(Kind.MESSAGE, _for(_CASEWORK, frozenset({Rel.OFFICE}))),
    Permission.USE_API: Rule(Kind.NOTHING, _for((Role.API_CLIENT,))),
}


def relations(role: Role | None, permission: Permission) -> frozenset[Rel]:
    """Return what a record must be to somebody of a role; empty: never allowed."""
    return ACCESS[permission].roles.get(role, frozenset()) if role else frozenset()

"""The access table in words: English here, translated where a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.access_enums import Relation as Rel
from models.enums import Role
from wasl.access.permissions import Kind
from wasl.access.permissions import Permission as Can
from wasl.access.table import ACCESS, relations


def N_(text: str) -> str:  # noqa: N802 - the name that collecting looks for
    """Mark a text for translation and return it as it is."""
    return text


PERMISSIONS: Mapping[Can, str] = {
    Can.USE_ACCOUNT: N_("Use their own account: password, second step, sessions"),
    Can.SEE_ACCESS_TABLE: N_("Read who may do what"),
    Can.SEE_PEOPLE: N_("List people, search among them, count them"),
    Can.SEE_PERSON: N_("See a person: name, contact, all that is recorded"),
    Can.CHANGE_PERSON: N_("Change what is recorded of a person"),
    Can.RECORD_CONSENT: N_("Record what a person agrees to"),
    Can.RELEASE_IDENTITY: N_("Let one employer know who a person is, if the person wants it"),
    Can.INVITE_RETURNEE: N_("Give a person a code for an account of their own"),
    Can.DECIDE_CORRECTIONS: N_("Decide on what a person says is wrong"),
    Can.ERASE_PERSON: N_("Erase a person"),
    Can.LOOK_UP_PEOPLE: N_("Look up one person of another office, with a reason"),
    Can.REFER_CASE: N_("Refer a case to another office, or hand it over"),
    Can.ANSWER_CASE: N_("Accept or decline a case"),
    Can.ASSIGN_CASE: N_("Say who is in charge of a case"),
    Can.END_CASE: N_("End a case"),
    Can.SEE_ALL_OPPORTUNITIES: N_("List opportunities"),
    Can.SEE_OPPORTUNITY: N_("See an opportunity, and who of their people fits"),
    Can.MOVE_OPPORTUNITIES: N_("Publish, pause and close an opportunity"),
    Can.RUN_MATCHING: N_("Compute matches"),
    Can.CHECK_TITLES: N_("Say what a job title means, wherever it stands"),
    Can.CHECK_TITLE_OF_OPPORTUNITY: N_("Say what the title of an opportunity means"),
    Can.IMPORT_FILES: N_("Send in files"),
    Can.SEE_IMPORT: N_("See a file that was sent in, and what came of it"),
    Can.CHANGE_IMPORT: N_("Take a file in, or throw it away"),
    Can.SEE_OWN_OPPORTUNITIES: N_("List what their company offers"),
    Can.ADD_OPPORTUNITY: N_("Begin a posting for their company"),
    Can.CHANGE_OWN_OPPORTUNITY: N_("Write, send in, pause and close a posting"),
    Can.ASK_TO_MEET: N_("Ask to meet somebody who fits"),
    Can.SET_PROFILE: N_("Say what their company is and could give"),
    Can.CHANGE_CAPACITY: N_("Change what it could give"),
    Can.SEE_OWN_REFERRALS: N_("See whom they meet, and who that is once they are let know"),
    Can.ANSWER_REFERRAL: N_("Answer, propose times, make an offer, say what became of it"),
    Can.PROPOSE_OPPORTUNITY: N_("Propose an opportunity to a person"),
    Can.SEE_REFERRALS: N_("List who meets which employer"),
    Can.SEE_REFERRAL: N_("See how far a person and an employer are"),
    Can.ACT_ON_REFERRAL: N_("Pass on a wish to meet, record what a person answers"),
    Can.SEE_DEMAND: N_("See what enterprises could give, and where"),
    Can.SEE_WORK_CARDS: N_("See who fits: work cards, without anything that names a person"),
    Can.SEE_ROUND_TABLE: N_("See roundtables and how far commitments have come"),
    Can.SEE_MEETING: N_("Read a roundtable: agenda, minutes, what was decided"),
    Can.PLAN_MEETINGS: N_("Plan roundtables and committees"),
    Can.SEE_SERIES: N_("See the meetings of a series and what is open of them"),
    Can.CHANGE_SERIES: N_("Rename a series of meetings"),
    Can.CHANGE_MEETING: N_("Invite, note who came, write and publish minutes"),
    Can.CHANGE_ITEM: N_("Write a point of the agenda and its minutes"),
    Can.CHANGE_RESOLUTION: N_("Say what became of a recommendation, a decision, an action"),
    Can.READ_DOCUMENT: N_("Read a document of a roundtable"),
    Can.ANSWER_INVITATION: N_("Say whether their organisation comes"),
    Can.SEE_COMMITMENT: N_("See a commitment and the postings that count for it"),
    Can.SEE_DRAW_DOWN: N_("See exactly how many people got what was promised"),
    Can.ADD_COMMITMENT: N_("Write down a commitment"),
    Can.CHANGE_COMMITMENT: N_("Amend a commitment, with the reason"),
    Can.REVIEW_COMMITMENT: N_("Review a commitment, beside what its maker says"),
    Can.DECIDE_CITATION: N_("Say whether a posting counts for a commitment"),
    Can.SEE_OWN_COMMITMENTS: N_("See what their organisation promised, and what counts for it"),
    Can.REPORT_COMMITMENT: N_("Say how far their own commitment has come"),
    Can.SEE_GAPS: N_("See where people are ready and places are missing"),
    Can.MAKE_ASKS: N_("Draw up what members are asked for"),
    Can.CHANGE_ASK: N_("Word an ask, send it, note the answer"),
    Can.SEE_OWN_ASKS: N_("See what their organisation is asked for"),
    Can.ANSWER_ASK: N_("Say whether their organisation gives what it is asked for"),
    Can.SEE_STAKEHOLDERS: N_("See who is who among the organisations"),
    Can.SEE_STAKEHOLDER: N_("See what an organisation is, runs and with whom it works"),
    Can.CHANGE_STAKEHOLDER: N_("Write that down"),
    Can.SEE_ENGAGEMENT: N_("See what a company gave and could give next"),
    Can.SEE_SUPPLY: N_("See who came back, by trade and place, never few people"),
    Can.SEE_BARRIERS: N_("See what stands between people and work, never few people"),
    Can.SEE_PLAN: N_("Read the national plan and where it stands"),
    Can.CHANGE_PLAN: N_("Write priorities and add actions"),
    Can.SEE_ACTION: N_("Read an action of the plan"),
    Can.CHANGE_ACTION: N_("Change an action: who leads, when, where it stands"),
    Can.READ_ACTION_FILE: N_("Read and download the file on an action"),
    Can.WRITE_ACTION_FILE: N_("Edit and issue the file on an action"),
    Can.SEE_OWN_RECORD: N_("See what is known about themselves, who looked, what was shared"),
    Can.CHANGE_OWN_RECORD: N_("Correct it, take it back, have it erased"),
    Can.SEE_FIGURES: N_("See figures about all people, never about few"),
    Can.VET_ORGANISATIONS: N_("Say whether an employer can be trusted; two have to"),
    Can.SEE_ORGANISATION: N_("See an employer's registration"),
    Can.SEE_ACCOUNTS: N_("List accounts"),
    Can.SEE_ACCOUNT: N_("See an account"),
    Can.INVITE: N_("Invite somebody to an account"),
    Can.REVOKE_INVITATION: N_("Take an invitation back"),
    Can.SUSPEND_ACCOUNT: N_("Suspend an account, and let it in again"),
    Can.CHANGE_MEMBERSHIP: N_("Give an account a role, or take it"),
    Can.ASK_RESET: N_("Ask for a new password or second step for somebody"),
    Can.CONFIRM_RESET: N_("Confirm that, as the second of two people"),
    Can.MANAGE_OFFICES: N_("Add and close offices"),
    Can.MANAGE_TOKENS: N_("Let programs of institutions in"),
    Can.READ_AUDIT: N_("Read the audit log"),
    Can.SET_RETENTION: N_("Decide how long records are kept"),
    Can.SEE_OUTBOX: N_("See which messages wait, without their words"),
    Can.RUN_JOBS: N_("See and run what the machine does by itself"),
    Can.PRINT_SLIPS: N_("Print a slip and hand it over"),
    Can.USE_API: N_("Use the interface for programs"),
}

KINDS: Mapping[Kind, str] = {
    Kind.NOTHING: N_("Pages and lists"),
    Kind.PERSON: N_("People"),
    Kind.CASE: N_("Cases that were offered"),
    Kind.CORRECTION: N_("Corrections that people ask for"),
    Kind.OPPORTUNITY: N_("Opportunities"),
    Kind.REFERRAL: N_("People and opportunities brought together"),
    Kind.CAPACITY: N_("What a company could give"),
    Kind.SERIES: N_("Series of meetings"),
    Kind.MEETING: N_("Roundtables and committees"),
    Kind.ITEM: N_("Points of an agenda"),
    Kind.RESOLUTION: N_("Recommendations, decisions, actions"),
    Kind.DOCUMENT: N_("Documents of a roundtable"),
    Kind.COMMITMENT: N_("Commitments"),
    Kind.CITATION: N_("Postings that may count for a commitment"),
    Kind.ASK: N_("What members are asked for"),
    Kind.ACTION: N_("Actions of the plan"),
    Kind.ACTION_FILE: N_("Files on actions"),
    Kind.IMPORT: N_("Files"),
    Kind.ACCOUNT: N_("Accounts"),
    Kind.INVITATION: N_("Invitations"),
    Kind.RESET: N_("New passwords and second steps"),
    Kind.ORGANISATION: N_("Employers"),
    Kind.OFFICE: N_("Offices"),
    Kind.MESSAGE: N_("Messages"),
    Kind.TOKEN: N_("Tokens of programs"),
}

_IN_CHARGE = N_("they are in charge of the case")
_OF_OFFICE = N_("the case began at their office")
_ACCEPTED = N_("the case was referred to their office, which accepted it")
_MINUTED = N_("the minutes are published")
_SAME_HOUSE = N_("of the same office or company")

RELATIONS: Mapping[tuple[Kind, Rel], str] = {
    (Kind.PERSON, Rel.OWN): _IN_CHARGE,
    (Kind.PERSON, Rel.OFFICE): _OF_OFFICE,
    (Kind.PERSON, Rel.REFERRED): _ACCEPTED,
    (Kind.PERSON, Rel.LOOKED_UP): N_("they looked the person up, for a short time"),
    (Kind.CASE, Rel.OFFERED): N_("offered to their office, not answered yet"),
    (Kind.CORRECTION, Rel.OWN): _IN_CHARGE,
    (Kind.CORRECTION, Rel.OFFICE): _OF_OFFICE,
    (Kind.CORRECTION, Rel.REFERRED): _ACCEPTED,
    (Kind.OPPORTUNITY, Rel.OWN): N_("their company offers it"),
    (Kind.OPPORTUNITY, Rel.OFFICE): N_("their office belongs to the labour ministry"),
    (Kind.REFERRAL, Rel.OWN): N_("they are in charge of the case, or their company was asked"),
    (Kind.REFERRAL, Rel.OFFICE): _OF_OFFICE,
    (Kind.REFERRAL, Rel.REFERRED): _ACCEPTED,
    (Kind.CAPACITY, Rel.OWN): N_("it is their company's"),
    (Kind.SERIES, Rel.PUBLISHED): _MINUTED,
    (Kind.MEETING, Rel.OWN): N_("their organisation was invited or took part"),
    (Kind.MEETING, Rel.PUBLISHED): _MINUTED,
    (Kind.DOCUMENT, Rel.OWN): N_("it is for members, and their organisation sits at the meeting"),
    (Kind.DOCUMENT, Rel.PUBLISHED): _MINUTED,
    (Kind.COMMITMENT, Rel.OWN): N_("their organisation made it"),
    (Kind.ASK, Rel.OWN): N_("it was sent to their organisation"),
    (Kind.IMPORT, Rel.OWN): N_("they sent it in"),
    (Kind.IMPORT, Rel.OFFICE): N_("somebody of their office sent it in"),
    (Kind.ACCOUNT, Rel.OFFICE): _SAME_HOUSE,
    (Kind.INVITATION, Rel.OFFICE): _SAME_HOUSE,
    (Kind.RESET, Rel.OFFICE): _SAME_HOUSE,
    (Kind.MESSAGE, Rel.OFFICE): N_("a slip that their office prints"),
}
ANY = N_("all")

_CASELOAD = N_("cases of their office, and those referred to it that it accepted")
# Relations that are one thing to a reader when somebody has all of them.
_TOGETHER: tuple[tuple[Kind, frozenset[Rel], str], ...] = (
    (Kind.PERSON, frozenset({Rel.OWN, Rel.OFFICE, Rel.REFERRED}), _CASELOAD),
    (Kind.CORRECTION, frozenset({Rel.OWN, Rel.OFFICE, Rel.REFERRED}), _CASELOAD),
    (Kind.REFERRAL, frozenset({Rel.OWN, Rel.OFFICE, Rel.REFERRED}), _CASELOAD),
    (Kind.PERSON, frozenset({Rel.OWN, Rel.OFFICE}), N_("cases that began at their office")),
    (Kind.IMPORT, frozenset({Rel.OWN, Rel.OFFICE}), RELATIONS[Kind.IMPORT, Rel.OFFICE]),
)


@dataclass(frozen=True)
class Line:
    """Something a role may do. when: what the record must be to them; one of these is enough."""

    permission: Can
    text: str
    when: tuple[str, ...]


def lines_of(role: Role) -> Mapping[Kind, list[Line]]:
    """Return what a role may do, by the kind of record, in the order of the table."""
    found: dict[Kind, list[Line]] = {kind: [] for kind in Kind}
    for permission, rule in ACCESS.items():
        granted = relations(role, permission)
        if granted:
            when = when_of(rule.kind, granted)
            found[rule.kind].append(Line(permission, PERMISSIONS[permission], when))
    return {kind: lines for kind, lines in found.items() if lines}


def when_of(kind: Kind, granted: frozenset[Rel]) -> tuple[str, ...]:
    """Say what a record must be to somebody; nothing where there is no record."""
    if kind is Kind.NOTHING:
        return ()
    if Rel.ANY in granted:
        return (ANY,)
    for of, together, text in _TOGETHER:
        if of is kind and together <= granted:
            return (text, *when_of(kind, granted - together))
    return tuple(RELATIONS[kind, relation] for relation in Rel if relation in granted)

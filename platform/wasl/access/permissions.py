"""What can be permitted, and on which kind of record."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of record whose address names one; `scope.py` knows who is what to it."""

    NOTHING = "nothing"
    PERSON = "person"
    CASE = "case"
    CORRECTION = "correction"
    OPPORTUNITY = "opportunity"
    REFERRAL = "referral"
    CAPACITY = "capacity"
    IMPORT = "import"
    ACCOUNT = "account"
    INVITATION = "invitation"
    RESET = "reset"
    ORGANISATION = "organisation"
    OFFICE = "office"
    MESSAGE = "message"
    TOKEN = "token"  # noqa: S105  a kind of record, not a token


class Permission(StrEnum):
    """Something an account may be allowed to do. Which role may, on what, is in `table.py`."""

    USE_ACCOUNT = "use_account"
    SEE_ACCESS_TABLE = "see_access_table"

    SEE_PEOPLE = "see_people"
    SEE_PERSON = "see_person"
    CHANGE_PERSON = "change_person"
    RECORD_CONSENT = "record_consent"
    RELEASE_IDENTITY = "release_identity"
    INVITE_RETURNEE = "invite_returnee"
    DECIDE_CORRECTIONS = "decide_corrections"
    ERASE_PERSON = "erase_person"
    LOOK_UP_PEOPLE = "look_up_people"
    REFER_CASE = "refer_case"
    ANSWER_CASE = "answer_case"
    ASSIGN_CASE = "assign_case"
    END_CASE = "end_case"

    SEE_ALL_OPPORTUNITIES = "see_all_opportunities"
    SEE_OPPORTUNITY = "see_opportunity"
    MOVE_OPPORTUNITIES = "move_opportunities"
    RUN_MATCHING = "run_matching"
    CHECK_TITLES = "check_titles"
    CHECK_TITLE_OF_OPPORTUNITY = "check_title_of_opportunity"
    IMPORT_FILES = "import_files"
    SEE_IMPORT = "see_import"
    CHANGE_IMPORT = "change_import"

    SEE_OWN_OPPORTUNITIES = "see_own_opportunities"
    ADD_OPPORTUNITY = "add_opportunity"
    CHANGE_OWN_OPPORTUNITY = "change_own_opportunity"
    SEE_WORK_CARDS = "see_work_cards"
    ASK_TO_MEET = "ask_to_meet"
    SET_PROFILE = "set_profile"
    CHANGE_CAPACITY = "change_capacity"
    SEE_OWN_REFERRALS = "see_own_referrals"
    ANSWER_REFERRAL = "answer_referral"

    PROPOSE_OPPORTUNITY = "propose_opportunity"
    SEE_REFERRALS = "see_referrals"
    SEE_REFERRAL = "see_referral"
    ACT_ON_REFERRAL = "act_on_referral"
    SEE_DEMAND = "see_demand"

    SEE_OWN_RECORD = "see_own_record"
    CHANGE_OWN_RECORD = "change_own_record"

    SEE_FIGURES = "see_figures"
    VET_ORGANISATIONS = "vet_organisations"
    SEE_ORGANISATION = "see_organisation"

    SEE_ACCOUNTS = "see_accounts"
    SEE_ACCOUNT = "see_account"
    INVITE = "invite"
    REVOKE_INVITATION = "revoke_invitation"
    SUSPEND_ACCOUNT = "suspend_account"
    CHANGE_MEMBERSHIP = "change_membership"
    ASK_RESET = "ask_reset"
    CONFIRM_RESET = "confirm_reset"
    MANAGE_OFFICES = "manage_offices"
    MANAGE_TOKENS = "manage_tokens"
    READ_AUDIT = "read_audit"
    SET_RETENTION = "set_retention"
    SEE_OUTBOX = "see_outbox"
    RUN_JOBS = "run_jobs"
    PRINT_SLIPS = "print_slips"

    USE_API = "use_api"

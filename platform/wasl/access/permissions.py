"""What can be permitted."""

from enum import StrEnum


class Permission(StrEnum):
    """Something an account may be allowed to do. Which role may is written in `table.py`."""

    USE_ACCOUNT = "use_account"
    SEE_PEOPLE = "see_people"
    SEE_ALL_OPPORTUNITIES = "see_all_opportunities"
    SEE_MATCHES = "see_matches"
    RUN_MATCHING = "run_matching"
    CHECK_TITLES = "check_titles"
    MOVE_OPPORTUNITIES = "move_opportunities"
    IMPORT_FILES = "import_files"
    SEE_OWN_OPPORTUNITIES = "see_own_opportunities"
    SEE_WORK_CARDS = "see_work_cards"

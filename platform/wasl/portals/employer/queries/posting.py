"""One posting of one's own: its codes in words, how it reads in the form, its log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Membership
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from wasl.code_names import name_occupations, name_places, name_skills
from wasl.files.codes import parse_languages, parse_licences
from wasl.operations.postings.values import values_of, written
from wasl.ui.names import language_name, licence_name


@dataclass(frozen=True, kw_only=True)
class PostingRecord:
    """A posting, and the names of the codes in it."""

    opportunity: Opportunity
    places: Mapping[str, str]
    occupations: Mapping[str, str]
    skills: Mapping[str, str]

    def choices(self) -> list[tuple[str, str]]:
        """Return what the title may mean, code and label, the likeliest first."""
        codes = [str(code) for code, _share in self.opportunity.coding_candidates]
        return [(code, self.occupations[code]) for code in codes if code in self.occupations]


@dataclass(frozen=True, kw_only=True)
class Move:
    """A step in the life of a posting; who: a colleague by name, others by where they stand."""

    move: OpportunityMove
    colleague: str | None

    @property
    def by_calendar(self) -> bool:
        """Whether nobody took the step: the calendar did, or whoever runs the platform."""
        return self.move.account_id is None


def read_posting(session: Session, opportunity: Opportunity, language: str) -> PostingRecord:
    """Return a posting with the names of all its codes, in a language."""
    codes = [opportunity.occupation_code]
    codes += [str(code) for code, _share in opportunity.coding_candidates]
    places = (opportunity.governorate_code, opportunity.district_code)
    skills = [skill.skill_code for skill in opportunity.skills]
    return PostingRecord(
        opportunity=opportunity,
        places=name_places(session, places, language),
        occupations=name_occupations(session, codes, language),
        skills=name_skills(session, skills, language),
    )


def as_typed(session: Session, opportunity: Opportunity, language: str) -> dict[str, str]:
    """Return a posting as somebody would type it, in a language; what was not read as it was."""
    names = dict(name_places(session, (opportunity.district_code,), language))
    names |= {item.language: _language_word(item.language) for item in opportunity.languages}
    names |= {item.licence: _licence_word(item.licence) for item in opportunity.licences}
    texts = {name: written(value, names) for name, value in values_of(opportunity).items()}
    return {**texts, **{name: text for name, text in opportunity.typed.items() if name in texts}}


def _language_word(code: str) -> str:
    """Return what a language is called, in words that are read as that language again."""
    word = language_name(code)
    read = parse_languages(word)
    return word if read and read[0].name == code else code


def _licence_word(code: str) -> str:
    word = licence_name(code)
    return word if parse_licences(word) == (code,) else code


def list_moves(session: Session, opportunity: Opportunity) -> Sequence[Move]:
    """Return the log of a posting, the newest first.

    Whoever reads postings is not named: employers answer to the platform and not to a person.
    """
    colleagues = (
        select(Membership.account_id)
        .where(Membership.organisation_id == opportunity.organisation_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(OpportunityMove, Account.display_name)
        .outerjoin(Account, (Account.id == OpportunityMove.account_id) & Account.id.in_(colleagues))
        .where(OpportunityMove.opportunity_id == opportunity.id)
        .order_by(OpportunityMove.id.desc())
    )
    return [Move(move=move, colleague=name) for move, name in rows]

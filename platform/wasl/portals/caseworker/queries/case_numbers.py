"""Case numbers: how they are written in a search, and who has one."""

import unicodedata

from sqlalchemy import ColumnElement, exists, func

from models.enums import Register
from models.person import Person
from models.register import RegisterEntry
from wasl.files.cells import clean_text


def case_number(words: str) -> str:
    """Write a case number as it is kept, in small letters: its letters are not folded as names."""
    decimals = (str(unicodedata.decimal(sign, sign)) for sign in clean_text(words).lower())
    return "".join(decimals)


def in_register(word: str) -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether a case number holds a word or is `register:word`."""
    register, _, number = word.partition(":")
    known = {item.value for item in Register}
    of_person = RegisterEntry.person_id == Person.id
    if number and register in known:
        return exists().where(
            of_person,
            RegisterEntry.register == Register(register),
            func.lower(RegisterEntry.case_no) == number,
        )
    return exists().where(
        of_person, func.lower(RegisterEntry.case_no).contains(word, autoescape=True)
    )

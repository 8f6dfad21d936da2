"""What an organisation is called: renamed, and given names in other languages.

Only the secretariat does. A company that gave itself names could be handed somebody else's
opportunities; one that is not vetted yet is found by none of its names, whoever gave them.
"""

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.opportunity import Organisation, OrganisationName
from wasl.access.viewer import Viewer
from wasl.config import LANGUAGES
from wasl.operations.organisation_names import (
    hold_names,
    is_found_by_name,
    name_key,
    settle_other_keys,
    unchecked_key,
    who_is_called,
)
from wasl.operations.stakeholders.errors import (
    NameTakenError,
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.traces import note_change
from wasl.operations.vet_organisation import hold_organisation

MOST_FORMER = 20
_Row = tuple[str | None, str]


@dataclass(frozen=True, kw_only=True)
class OrganisationNames:
    """All names of an organisation.

    by_language: what it is called on pages of a language; former: by which it is only found.
    """

    name: str
    by_language: Mapping[str, str] = field(default_factory=dict)
    former: Sequence[str] = ()


def names_of(organisation: Organisation) -> OrganisationNames:
    """Return what an organisation is called, in which languages, and what it was called before."""
    others = organisation.other_names
    return OrganisationNames(
        name=organisation.name,
        by_language={one.language: one.name for one in others if one.language},
        former=tuple(one.name for one in others if not one.language),
    )


def names_version(organisation: Organisation) -> str:
    """Return a mark that changes with any of the names, to tell whether somebody was quicker."""
    names = names_of(organisation)
    said = (names.name, sorted(names.by_language.items()), list(names.former))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def name_organisation(
    session: Session, by: Viewer, organisation: Organisation, names: OrganisationNames, *, seen: str
) -> None:
    """Keep all names of an organisation; by one that it had until now it is still found.

    seen: the mark of the names that were read. Raises StakeholderRuleError, NameTakenError,
    StakeholderChangedError.
    """
    _hold(session, organisation, seen)
    _write(session, by, organisation, names)


def _hold(session: Session, organisation: Organisation, seen: str) -> None:
    hold_names(session)
    hold_organisation(session, organisation)
    session.refresh(organisation, ["other_names"])
    if names_version(organisation) != seen:
        raise StakeholderChangedError


def _write(
    session: Session, by: Viewer, organisation: Organisation, names: OrganisationNames
) -> None:
    before = organisation.name
    name = " ".join(names.name.split())
    if not name_key(name):
        raise StakeholderRuleError(StakeholderRule.NAME_MISSING)
    rows = _rows(organisation, name, names)
    kept = {(one.language, one.name) for one in organisation.other_names}
    new = [said for code, said in rows if (code, said) not in kept]
    new += [name] if name != before else []
    _refuse_taken(session, organisation, new)
    changed = _changed(kept, rows, renamed=name != before)
    if not changed:
        return
    try:
        with session.begin_nested():
            _replace(session, organisation, name, rows)
    except IntegrityError:  # an import made one of this name at the same moment
        _refuse_taken(session, organisation, new)
        raise
    note_change(session, by, organisation, "renamed" if name != before else "named", changed)


def _rows(organisation: Organisation, name: str, names: OrganisationNames) -> list[_Row]:
    """Return the other names that are to be: those of languages, then what is only for finding."""
    said = {code: " ".join(names.by_language.get(code, "").split()) for code in LANGUAGES}
    rows: list[_Row] = [(code, text) for code, text in said.items() if text]
    held = {name_key(name), *(name_key(text) for _code, text in rows)}
    former = list(names.former)
    if organisation.name != name:
        former.append(organisation.name)
    for text in (" ".join(one.split()) for one in former):
        if name_key(text) and name_key(text) not in held:
            held.add(name_key(text))
            rows.append((None, text))
    if sum(code is None for code, _text in rows) > MOST_FORMER:
        raise StakeholderRuleError(StakeholderRule.TOO_MANY_NAMES)
    return rows


def _refuse_taken(session: Session, organisation: Organisation, names: Sequence[str]) -> None:
    """Raise NameTakenError where another one goes by a name; what is only claimed takes none."""
    for name in names if is_found_by_name(organisation) else ():
        other = who_is_called(session, name_key(name), besides=organisation.id)
        if other is not None:
            raise NameTakenError(other, name)


def _changed(kept: Set[_Row], rows: Sequence[_Row], *, renamed: bool) -> list[str]:
    """Return the columns whose value is new, as the log names them."""
    different = kept ^ set(rows)
    columns = {f"name_{code}" if code else "former_names" for code, _name in different}
    return (["name"] if renamed else []) + sorted(columns)


def _replace(session: Session, organisation: Organisation, name: str, rows: Sequence[_Row]) -> None:
    """Take away the names that go before others come: two of them may change places."""
    kept = [one for one in organisation.other_names if (one.language, one.name) in rows]
    organisation.other_names = kept
    session.flush()
    if name != organisation.name:
        organisation.name = name
        found = is_found_by_name(organisation)
        organisation.name_key = name_key(name) if found else unchecked_key(organisation)
        session.flush()
    there = {(one.language, one.name) for one in kept}
    new = [row for row in rows if row not in there]
    organisation.other_names += [OrganisationName(language=code, name=said) for code, said in new]
    settle_other_keys(session, organisation)
    session.flush()

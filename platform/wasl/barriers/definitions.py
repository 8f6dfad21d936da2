"""What each barrier is: the signs by which it shows, and of whom each sign is looked for."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from matching.levels import Requirement
from models.plan_enums import Barrier
from models.referral_enums import EndCause, RefusalReason


class Ground(StrEnum):
    """Of whom a sign is looked for; who is not in it cannot show it."""

    REGISTERED = "registered"
    CERTIFIED = "certified"
    LOOKED_FOR = "looked_for"
    ANSWERED = "answered"
    INTRODUCED = "introduced"
    PLACED = "placed"


class Sign(NamedTuple):
    """Something on record of a person. what: a value of the list that its ground speaks in."""

    ground: Ground
    what: str


NO_PAPERS, NOT_RECOGNISED, NO_ANSWER = "no_papers", "not_recognised", "no_answer"
LOST_BY = (EndCause.NEVER_STARTED, EndCause.EMPLOYER_ENDED, EndCause.PERSON_LEFT)
"""How a place ends before its time."""


def _refused(*reasons: RefusalReason) -> frozenset[Sign]:
    return frozenset(Sign(Ground.ANSWERED, reason.value) for reason in reasons)


def _only_lacks(requirement: Requirement) -> frozenset[Sign]:
    return frozenset({Sign(Ground.LOOKED_FOR, requirement.label)})


SIGNS: Mapping[Barrier, frozenset[Sign]] = MappingProxyType(
    {
        Barrier.PAPERS: _refused(RefusalReason.PAPERS) | {Sign(Ground.REGISTERED, NO_PAPERS)},
        Barrier.RECOGNITION: frozenset({Sign(Ground.CERTIFIED, NOT_RECOGNISED)}),
        Barrier.LICENCE: _only_lacks(Requirement.LICENCES),
        Barrier.LANGUAGE: _only_lacks(Requirement.LANGUAGES) | _refused(RefusalReason.LANGUAGE),
        Barrier.SKILLS: _refused(RefusalReason.SKILLS),
        Barrier.EXPERIENCE: (
            _only_lacks(Requirement.EXPERIENCE) | _refused(RefusalReason.EXPERIENCE)
        ),
        Barrier.DISTANCE: _only_lacks(Requirement.GOVERNORATE) | _refused(RefusalReason.DISTANCE),
        Barrier.WAGE: _only_lacks(Requirement.WAGE) | _refused(RefusalReason.WAGE),
        Barrier.HOURS: _only_lacks(Requirement.HOURS) | _refused(RefusalReason.HOURS),
        Barrier.FAMILY: _refused(RefusalReason.FAMILY),
        Barrier.HEALTH: _refused(RefusalReason.HEALTH),
        Barrier.TRUST: _refused(RefusalReason.NO_TRUST, RefusalReason.SAFETY),
        Barrier.EMPLOYER_SILENCE: frozenset({Sign(Ground.INTRODUCED, NO_ANSWER)}),
        Barrier.PLACE_LOST: frozenset(Sign(Ground.PLACED, cause.value) for cause in LOST_BY),
    }
)
"""A barrier was met by whom one of its signs is on record."""


def grounds_of(barrier: Barrier) -> frozenset[Ground]:
    """Return of whom a barrier is measured: of everybody in one of these."""
    return frozenset(sign.ground for sign in SIGNS[barrier])

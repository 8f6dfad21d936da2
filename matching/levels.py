"""The levels of every comparison, with the share of the points that each is worth.

A comparison is a list of labelled levels. Unknown is a level of its own with a neutral share:
about what a suitable person gets on average, so that a blank neither lifts nor sinks anybody.
"""

from enum import Enum, IntEnum, unique

import numpy as np

from matching.columns import Ints


class State(IntEnum):
    """How a hard requirement stands."""

    MET = 0
    UNKNOWN = 1
    SOFT = 2
    UNMET = 3


class Level(int, Enum):
    """Base of all levels: a number from 0 in order of definition, its share and its state.

    share: per mille of the criterion's points. negotiable: an unmet requirement that people can
    often settle, so that a pair failing only this is worth showing as a near miss.
    """

    share: int
    state: State
    negotiable: bool

    def __new__(
        cls, share: int, state: State = State.MET, negotiable: bool = False
    ) -> "Level":  # an enum's __new__ makes members of the subclass
        """Number the members in order of definition."""
        number = len(cls.__members__)
        member = int.__new__(cls, number)
        member._value_ = number
        member.share = share
        member.state = state
        member.negotiable = negotiable
        return member

    @property
    def label(self) -> str:
        """The name that explanations carry."""
        return self.name.lower()


class Consent(Level):
    """Consent to matching."""

    GIVEN = 1000
    NOT_GIVEN = 0, State.UNMET


class WantedKind(Level):
    """The kind of opportunity."""

    LISTED = 1000
    UNKNOWN = 600, State.UNKNOWN
    OTHER = 0, State.UNMET


class Place(Level):
    """Where the opportunity is, seen from the person."""

    HERE = 1000
    REMOTE = 950
    NO_PLACE = 950
    WILLING = 850
    ANYWHERE = 850
    UNKNOWN = 850, State.UNKNOWN
    NEIGHBOUR = 200, State.UNMET, True
    ELSEWHERE = 0, State.UNMET


class Education(Level):
    """Highest level reached against the lowest that will do."""

    MET = 1000
    NOT_ASKED = 900
    UNKNOWN = 800, State.UNKNOWN
    BELOW = 0, State.UNMET


class Licences(Level):
    """Licences asked for."""

    MET = 1000
    NOT_ASKED = 1000
    UNKNOWN = 800, State.UNKNOWN
    ONE_MISSING = 0, State.UNMET, True
    SEVERAL_MISSING = 0, State.UNMET


class Languages(Level):
    """Languages asked for."""

    MET = 1000
    NOT_ASKED = 950
    UNKNOWN = 850, State.UNKNOWN
    ONE_UNDER = 300, State.SOFT
    SEVERAL_UNDER = 0, State.SOFT
    FAR_UNDER = 0, State.UNMET, True
    SEVERAL_FAR_UNDER = 0, State.UNMET


class Experience(Level):
    """Years in the same or a related occupation against the years asked for."""

    MET = 1000
    NOT_ASKED = 900
    UNKNOWN = 800, State.UNKNOWN
    NEARLY = 500, State.SOFT
    SHORT = 0, State.UNMET


class Wage(Level):
    """The highest wage offered against the lowest that is acceptable."""

    MET = 1000
    UNKNOWN = 900, State.UNKNOWN
    BELOW = 250, State.SOFT
    TOO_LOW = 0, State.UNMET


class WorkingHours(Level):
    """Full against part time."""

    MET = 1000
    UNKNOWN = 850, State.UNKNOWN
    CONFLICT = 0, State.UNMET, True


class Date(Level):
    """When the person can begin."""

    READY = 1000
    UNKNOWN = 850, State.UNKNOWN
    LATER = 600, State.SOFT
    CLOSED = 0, State.SOFT
    TOO_LATE = 0, State.UNMET


class Occupation(Level):
    """Nearness of two unit groups of ISCO-08; the share is that of a person without the skills."""

    SAME = 1000
    SAME_WORDS = 950  # a title that nobody understood, said in the same words on both sides
    TWIN = 770  # two names for nearly the same work (curated)
    CLOSE = 610  # a trade that people move to and fro (curated)
    RELATED = 480  # a trade that shares part of the work (curated)
    MINOR = 400  # same minor group, three digits
    LOOSE = 330  # a trade from which some change, with learning (curated)
    UNKNOWN = 250, State.UNKNOWN
    SUBMAJOR = 120
    MAJOR = 50
    OTHER = 0


SHARE_WITH_SKILLS = {
    Occupation.SAME: 1000,
    Occupation.SAME_WORDS: 970,
    Occupation.TWIN: 920,
    Occupation.CLOSE: 850,
    Occupation.RELATED: 780,
    Occupation.MINOR: 620,
    Occupation.LOOSE: 640,
    Occupation.UNKNOWN: 600,
    Occupation.SUBMAJOR: 250,
    Occupation.MAJOR: 160,
    Occupation.OTHER: 100,
}
"""Share of the same level for somebody who has at least half of the skills that are asked for.

With some of them the share lies in between, in proportion.
"""


class Skills(Level):
    """Skills asked for; the share of a known level is matched / asked."""

    ALL = 1000
    MOST = 500
    SOME = 1
    NONE = 0
    NOT_ASKED = 300
    UNKNOWN = 300, State.UNKNOWN


NEUTRAL_REACH = 300
"""How far, per mille, half of the skills are taken to be there where nothing can be compared.

About what people of related work reach where everything can be compared: most of them list
some of their skills only.
"""


class Wants(Level):
    """What the person said they want, beside what the opportunity is."""

    THIS_WORK = 1000  # the desired work is this occupation
    NEAR_WORK = 850  # the desired work is a related occupation
    THIS_KIND = 750  # this kind of opportunity; which work was not said
    UNKNOWN = 650, State.UNKNOWN
    OTHER_WORK = 500


@unique
class Requirement(IntEnum):
    """The hard requirements, in the words and the order of FILES.md."""

    CONSENT = 0
    KIND = 1
    GOVERNORATE = 2
    EDUCATION = 3
    LICENCES = 4
    LANGUAGES = 5
    EXPERIENCE = 6
    WAGE = 7
    HOURS = 8
    AVAILABLE_FROM = 9

    @property
    def label(self) -> str:
        """The word that files use."""
        return self.name.lower()


LEVELS_OF: dict[Requirement, type[Level]] = {
    Requirement.CONSENT: Consent,
    Requirement.KIND: WantedKind,
    Requirement.GOVERNORATE: Place,
    Requirement.EDUCATION: Education,
    Requirement.LICENCES: Licences,
    Requirement.LANGUAGES: Languages,
    Requirement.EXPERIENCE: Experience,
    Requirement.WAGE: Wage,
    Requirement.HOURS: WorkingHours,
    Requirement.AVAILABLE_FROM: Date,
}

NOT_NEGOTIABLE = 1 << 15


def shares(levels: type[Level]) -> Ints:
    """Return the share of each level, by its number."""
    return np.array([level.share for level in levels], np.int32)


def failure_bits(requirement: Requirement) -> Ints:
    """Return for each level of a requirement the bits that it sets in the mask of failures.

    One bit says which requirement is not met, the highest that it cannot be negotiated.
    """
    bits = [
        0
        if level.state != State.UNMET
        else 1 << requirement | (0 if level.negotiable else NOT_NEGOTIABLE)
        for level in LEVELS_OF[requirement]
    ]
    return np.array(bits, np.uint16)

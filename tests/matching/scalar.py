"""The rules of the engine once more, for one pair at a time, in plain Python without arrays.

Written from FILES.md and the docstrings, as the yardstick that the vectorised engine must equal.
"""

from dataclasses import dataclass
from functools import cache

from matching.columns import UNKNOWN, Columns, Hours, Kind, Role
from matching.levels import SHARE_WITH_SKILLS, Occupation
from matching.nearness import relate

FACTORS = {
    Kind.JOB: {
        ("did", True): 1000,
        ("did", False): 1000,
        ("wants", True): 350,
        ("wants", False): 800,
    },
    Kind.INTERNSHIP: {
        ("did", True): 1000,
        ("did", False): 1000,
        ("wants", True): 450,
        ("wants", False): 850,
    },
    Kind.TRAINING: {
        ("did", True): 450,
        ("did", False): 700,
        ("wants", True): 1000,
        ("wants", False): 1000,
    },
}
RELATED = {
    Occupation.SAME,
    Occupation.SAME_WORDS,
    Occupation.TWIN,
    Occupation.CLOSE,
    Occupation.RELATED,
    Occupation.MINOR,
    Occupation.LOOSE,
}


@dataclass
class Title:
    role: int
    months: int
    wording: int
    candidates: list[tuple[str, int]]


@dataclass
class Verdict:
    unmet: dict[str, bool]  # requirement -> negotiable
    shares: dict[str, int]
    related: bool


def titles_of(titles, owner, occupations):
    found = []
    for index in range(int(titles.offsets[owner]), int(titles.offsets[owner + 1])):
        start, stop = (int(x) for x in titles.candidates.offsets[index : index + 2])
        pairs = zip(titles.candidates.values[start:stop], titles.share[start:stop], strict=True)
        candidates = [(occupations[int(code)], int(share)) for code, share in pairs]
        found.append(
            Title(
                int(titles.role[index]),
                int(titles.months[index]),
                int(titles.wording[index]),
                candidates,
            )
        )
    return found


def filled(candidates):
    rest = 1000 - sum(share for _, share in candidates)
    return [*candidates, (None, rest)] if rest > 0 else list(candidates)


@cache
def relation(one, other):
    return Occupation.UNKNOWN if one is None or other is None else relate(one, other)


def nearness(title, target, target_is_sure):
    """Return (share, share with skills, likeliest level, whether related)."""

    def against(code, table):
        return sum(table(relation(code, c)) * s for c, s in filled(target.candidates)) // 1000

    def likeliest(code):
        options = [(relation(code, c), s) for c, s in filled(target.candidates)]
        best = max(level.share * s for level, s in options)
        return next(level for level, s in options if level.share * s == best)

    plain = [(against(c, lambda level: level.share), c, s) for c, s in filled(title.candidates)]
    base = sum(share * s for share, _, s in plain) // 1000
    skilled = (
        sum(
            against(c, lambda level: SHARE_WITH_SKILLS[level]) * s
            for c, s in filled(title.candidates)
        )
        // 1000
    )
    believed = dict(target.candidates)
    agreed = sum(
        min(s, believed.get(c, 0)) - s * believed.get(c, 0) // 1000 for c, s in title.candidates
    )
    base += agreed * (Occupation.SAME.share - base) // 1000
    skilled += agreed * (SHARE_WITH_SKILLS[Occupation.SAME] - skilled) // 1000
    ranked = [(s * (share + 1), int(likeliest(c))) for share, c, s in plain]
    level = list(Occupation)[max(ranked)[1]]
    related = any(likeliest(c) in RELATED for c, _ in filled(title.candidates))
    if not target_is_sure and title.wording == target.wording:
        words = Occupation.SAME_WORDS
        return max(base, words.share), max(skilled, SHARE_WITH_SKILLS[words]), words, True
    return base, skilled, level, related


class Scalar:
    """Judges pairs of some columns."""

    def __init__(self, columns: Columns):
        self.c = columns

    def judge(self, person: int, row: int) -> Verdict:
        unmet, shares = {}, {}
        self.consent_and_kind(person, row, unmet)
        self.place(person, row, unmet, shares)
        self.education(person, row, unmet, shares)
        self.licences(person, row, unmet)
        self.languages(person, row, unmet, shares)
        self.wage(person, row, unmet, shares)
        self.hours(person, row, unmet, shares)
        self.date(person, row, unmet, shares)
        related = self.work(person, row, unmet, shares)
        return Verdict(unmet, shares, related)

    def consent_and_kind(self, person, row, unmet):
        people, kind = self.c.people, int(self.c.opportunities.kind[row])
        if not people.consent[person]:
            unmet["consent"] = False
        kinds = int(people.kinds[person])
        if kinds and not kinds >> kind & 1:
            unmet["kind"] = False

    def place(self, person, row, unmet, shares):
        people, offers = self.c.people, self.c.opportunities
        home, place = int(people.governorate[person]), int(offers.governorate[row])
        if place == UNKNOWN:
            share = 950
        elif home == place:
            share = 1000
        elif offers.remote[row]:
            share = 950
        elif (
            place in people.relocate.row(person)
            or people.relocate_anywhere[person]
            or home == UNKNOWN
        ):
            share = 850
        elif home in self.c.vocabulary.neighbours[place]:
            share, unmet["governorate"] = 200, True
        else:
            share, unmet["governorate"] = 0, False
        shares["place"] = share

    def education(self, person, row, unmet, shares):
        have = int(self.c.people.education[person])
        need = int(self.c.opportunities.education_min[row])
        if need == UNKNOWN:
            shares["education"] = 900
        elif have == UNKNOWN:
            shares["education"] = 800
        elif have >= need:
            shares["education"] = 1000
        else:
            shares["education"], unmet["education"] = 0, False

    def licences(self, person, row, unmet):
        names = self.c.vocabulary.licences
        held = {names[item] for item in self.c.people.licences.row(person)}
        if held & {"driving_truck", "driving_public"}:
            held.add("driving_private")
        missing = {names[item] for item in self.c.opportunities.licences.row(row)} - held
        if held and missing:
            unmet["licences"] = len(missing) == 1

    def languages(self, person, row, unmet, shares):
        people, offers = self.c.people, self.c.opportunities
        spoken = dict(
            zip(people.languages.row(person), people.language_levels.row(person), strict=True)
        )
        asked = zip(offers.languages.row(row), offers.language_levels.row(row), strict=True)
        under, unknown, any_asked = [], False, False
        for language, level in asked:
            any_asked = True
            have = spoken.get(language, 0) if spoken else UNKNOWN
            if have == UNKNOWN:
                unknown = True
            else:
                under.append(max(level, 1) - have)
        soft, far = sum(u == 1 for u in under), sum(u > 1 for u in under)
        if not any_asked:
            shares["languages"] = 950
        elif far:
            shares["languages"], unmet["languages"] = 0, far == 1
        elif soft:
            shares["languages"] = 300 if soft == 1 else 0
        else:
            shares["languages"] = 850 if unknown else 1000

    def wage(self, person, row, unmet, shares):
        asked = int(self.c.people.wage_min[person])
        low, high = (
            int(x[row]) for x in (self.c.opportunities.wage_min, self.c.opportunities.wage_max)
        )
        if asked == UNKNOWN or (high == UNKNOWN and asked > low):
            shares["wage"] = 900
        elif asked <= max(low, high):
            shares["wage"] = 1000
        elif high * 100 >= asked * 85:
            shares["wage"] = 250
        else:
            shares["wage"], unmet["wage"] = 0, False

    def hours(self, person, row, unmet, shares):
        wanted, offered = int(self.c.people.hours[person]), int(self.c.opportunities.hours[row])
        if Hours.ANY in (wanted, offered):
            shares["hours"] = 1000
        elif UNKNOWN in (wanted, offered):
            shares["hours"] = 850
        elif wanted == offered:
            shares["hours"] = 1000
        else:
            shares["hours"], unmet["hours"] = 0, True

    def date(self, person, row, unmet, shares):
        offers = self.c.opportunities
        free, start, close = (
            int(x)
            for x in (
                self.c.people.available_from[person],
                offers.start_date[row],
                offers.apply_by[row],
            )
        )
        begin = start if start != UNKNOWN else close
        if UNKNOWN not in (free, close) and free > close + 90:
            shares["date"], unmet["available_from"] = 0, False
        elif close != UNKNOWN and close < self.c.as_of:
            shares["date"] = 0
        elif free == UNKNOWN:
            shares["date"] = 850
        elif free <= max(begin, self.c.as_of):
            shares["date"] = 1000
        else:
            shares["date"] = 850 if begin == UNKNOWN else 600

    def skills(self, person, asked, most):
        """Return (share, how far half of them are there, per mille)."""
        coded = self.c.vocabulary.coded
        held = set(self.c.people.skills.row(person))
        obscure = sum(not coded[skill] for skill in held)
        matched = min(most, sum(skill in held for skill in asked))
        understood = min(most, sum(coded[skill] or skill in held for skill in asked))
        count = min(most, len(asked))
        if not count:
            return 300, 300
        if not matched and (not understood or obscure == len(held)):
            return 300, 300
        doubtful = min(count - matched, count - understood + obscure)
        share = (matched * 1000 + doubtful * 300) // count
        if 2 * matched >= count:
            return share, 1000
        half = count // 2 + count % 2
        held = matched * 1000 // half
        return share, held + (1000 - held) * 300 * doubtful // (1000 * (count - matched))

    def work(self, person, row, unmet, shares):
        people, offers, words = self.c.people, self.c.opportunities, self.c.vocabulary
        mine = titles_of(people.titles, person, words.occupations)
        target = titles_of(offers.titles, row, words.occupations)[0]
        sure = bool(target.candidates) and target.candidates[0][1] == 1000
        kind = Kind(int(offers.kind[row]))
        did, wants = (any(t.role == role for t in mine) for role in (Role.EXPERIENCE, Role.DESIRED))
        best, desired, months, possible = None, UNKNOWN, 0, 0
        same = {Occupation.SAME, Occupation.SAME_WORDS}
        does = any(t.role == Role.EXPERIENCE and nearness(t, target, sure)[2] in same for t in mine)
        for title in mine:
            base, skilled, level, related = nearness(title, target, sure)
            if title.role == Role.DESIRED:
                factor = FACTORS.get(kind, {}).get(("wants", did), 1000)
                if level != Occupation.UNKNOWN:
                    desired = max(desired, base)
            else:
                factor = FACTORS.get(kind, {}).get(("did", wants), 1000)
                if related:
                    months = max(months, title.months)
                if (related and title.months == UNKNOWN) or (
                    not related and not (title.candidates and target.candidates)
                ):
                    possible = max(possible, 840 if title.months == UNKNOWN else title.months)
            if kind == Kind.TRAINING and does and level in same:
                factor = min(factor, 450)
            if level == Occupation.UNKNOWN and factor < 700:
                factor = 0
            worth = base * factor // 1000, skilled * factor // 1000
            if best is None or sum(worth) > sum(best[:2]):
                best = (*worth, level)
        worked = did, months, max(possible, months)
        self.experience(worked, int(offers.experience_min[row]), unmet, shares)
        required = offers.required.row(row)
        asked, most = (required, 10**6) if required else (offers.usual.row(row), 4)
        shares["required_skills"], reach = self.skills(person, asked, most)
        shares["desired_skills"], _ = self.skills(person, offers.desired.row(row), 10**6)
        unknown = Occupation.UNKNOWN
        base, skilled, level = best or (unknown.share, SHARE_WITH_SKILLS[unknown], unknown)
        shares["occupation"] = base + (skilled - base) * reach // 1000
        shares["wants"] = self.wants(int(people.kinds[person]) >> kind & 1, desired)
        if level == unknown:
            return reach == 1000
        return level in RELATED and shares["occupation"] >= 300

    @staticmethod
    def experience(worked, need, unmet, shares):
        did, months, possible = worked
        if need == UNKNOWN:
            shares["experience"] = 900
        elif did and months >= need:
            shares["experience"] = 1000
        elif not did or possible >= need:
            shares["experience"] = 800
        elif months + 12 >= need:
            shares["experience"] = 500
        elif possible + 12 >= need:
            shares["experience"] = 800
        else:
            shares["experience"], unmet["experience"] = 0, False

    @staticmethod
    def wants(listed, desired):
        if desired >= 700:
            return 1000
        if desired >= 400:
            return 850
        if desired != UNKNOWN:
            return 500
        return 750 if listed else 650

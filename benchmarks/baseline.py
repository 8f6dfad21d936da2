"""The straightforward way: one person after the other, NumPy over all opportunities.

Same rules and shares as the engine, other code; what the engine's speed is measured against, and
its lists must be the same.
"""

import numpy as np

from matching.columns import UNKNOWN, Columns, Hours, Ints, Kind, Ragged, Role
from matching.engine import Keep
from matching.levels import SHARE_WITH_SKILLS, Occupation, shares
from matching.nearness import relation_matrix
from matching.policy import Criterion, Policy
from matching.requirements import GRACE_DAYS, GRACE_MONTHS
from matching.trades import DECISIVE, FACTORS, is_related

_BASE = shares(Occupation).astype(np.int64)
_SKILLED = np.array([SHARE_WITH_SKILLS[level] for level in Occupation], np.int64)
_RELATED = np.array([is_related(level) for level in Occupation])


def _padded(lists: Ragged, width: int, blank: int) -> Ints:
    table = np.full((len(lists), width), blank, np.int64)
    for row in range(len(lists)):
        values = lists.row(row)
        table[row, : len(values)] = values
    return table


def _matrix(lists: Ragged, width: int) -> Ints:
    table = np.zeros((len(lists), width), np.int64)
    table[lists.owners(), lists.values] = 1
    return table


class Baseline:
    """Opportunities laid out once; then a few dozen vector operations for each person."""

    def __init__(self, columns: Columns, policy: Policy) -> None:
        self.c, self.weights = columns, policy.weights
        offers, words = columns.opportunities, columns.vocabulary
        titles = offers.titles
        unknown = len(words.occupations)
        width = int(titles.candidates.lengths().max(initial=0)) + 1
        self.codes = _padded(titles.candidates, width, unknown)
        self.believed = _padded(Ragged(titles.candidates.offsets, titles.share), width, 0)
        self.believed[:, -1] = 1000 - self.believed.sum(axis=1)
        self.certain = titles.certain()
        self.understood = titles.candidates.lengths() > 0
        self.relation = relation_matrix(words.occupations)
        self.unknown = unknown
        self.coded = np.array(words.coded, bool)
        required = [offers.required.row(i) or offers.usual.row(i) for i in range(len(offers))]
        self.usual = offers.required.lengths() == 0
        self.asked = _matrix(Ragged.of(required), len(words.skills))
        self.desired = _matrix(offers.desired, len(words.skills))
        self.licences = _matrix(offers.licences, len(words.licences)).astype(bool)
        self.languages = np.full((len(offers), len(words.languages)), UNKNOWN, np.int64)
        owners = offers.languages.owners()
        self.languages[owners, offers.languages.values] = np.maximum(
            offers.language_levels.values, 1
        )
        near = np.zeros((len(words.places), len(words.places)), bool)
        for place, around in enumerate(words.neighbours):
            near[place, around] = True
        self.near = near
        self.factors = np.array([FACTORS[Kind(kind)] for kind in offers.kind], np.int64)
        self.training = offers.kind == Kind.TRAINING

    def best(self, person: int, keep: Keep) -> list[tuple[int, int, bool]]:
        """Return (opportunity, points, eligible) of one person's list, in its order."""
        if not self.c.people.consent[person]:
            return []
        share: dict[str, Ints] = {}
        hard, soft = self._terms(person, share)
        related = self._work(person, share, hard)
        points = sum(
            (share[name] * self.weights[name] // 1000 for name in Criterion),
            np.zeros(len(self.usual), np.int64),
        )
        failures = sum(part.astype(np.int64) for part in soft)
        order = np.lexsort((np.arange(len(points)), -points))
        fits = order[(~hard & (failures == 0))[order]][: keep.eligible]
        nearly = order[(~hard & (failures == 1) & related)[order]][: keep.near]
        return [
            *((int(row), int(points[row]), True) for row in fits),
            *((int(row), int(points[row]), False) for row in nearly),
        ]

    def _terms(self, person: int, share: dict[str, Ints]) -> tuple[Ints, list[Ints]]:
        people, offers = self.c.people, self.c.opportunities
        kinds = int(people.kinds[person])
        hard = (kinds != 0) & ((kinds >> offers.kind) & 1 == 0)
        level, need = int(people.education[person]), offers.education_min
        below = (need != UNKNOWN) & (level != UNKNOWN) & (level < need)
        share["education"] = np.select(
            [need == UNKNOWN, np.full(len(need), level == UNKNOWN), below], [900, 800, 0], 1000
        )
        hard = hard | below | self._wage(person, share) | self._date(person, share)
        far, next_door = self._place(person, share)
        missing = self._missing_licences(person)
        unspoken = self._languages(person, share)
        wanted, offered = int(people.hours[person]), offers.hours
        either = (offered == Hours.ANY) | (wanted == Hours.ANY)
        blank = (offered == UNKNOWN) | (wanted == UNKNOWN)
        conflict = ~either & ~blank & (offered != wanted)
        share["hours"] = np.select([either, blank, conflict], [1000, 850, 0], 1000)
        hard = hard | far | (missing > 1) | (unspoken > 1)
        return hard, [conflict, next_door, missing == 1, unspoken == 1]

    def _wage(self, person: int, share: dict[str, Ints]) -> Ints:
        asked, offers = int(self.c.people.wage_min[person]), self.c.opportunities
        low, high = offers.wage_min, offers.wage_max
        unknown = (asked == UNKNOWN) | ((high == UNKNOWN) & (asked > low))
        enough = asked <= np.maximum(low, high)
        little = high * 100 >= asked * 85
        share["wage"] = np.select([unknown, enough, little], [900, 1000, 250], 0)
        return share["wage"] == 0

    def _date(self, person: int, share: dict[str, Ints]) -> Ints:
        offers, free = self.c.opportunities, int(self.c.people.available_from[person])
        start, close, today = offers.start_date, offers.apply_by, self.c.as_of
        begin = np.where(start == UNKNOWN, close, start)
        late = (close != UNKNOWN) & (free > close + GRACE_DAYS)
        closed = (close != UNKNOWN) & (close < today)
        ready = free <= np.maximum(begin, today)
        share["date"] = np.select(
            [late, closed, np.full(len(late), free == UNKNOWN), ready, begin == UNKNOWN],
            [0, 0, 850, 1000, 850],
            600,
        )
        return late

    def _place(self, person: int, share: dict[str, Ints]) -> tuple[Ints, Ints]:
        people, offers = self.c.people, self.c.opportunities
        home, place = int(people.governorate[person]), offers.governorate
        moves = np.isin(place, people.relocate.row(person)) | people.relocate_anywhere[person]
        around = self.near[place, home] if home != UNKNOWN else np.zeros(len(place), bool)
        share["place"] = np.select(
            [
                place == UNKNOWN,
                place == home,
                offers.remote,
                moves | (home == UNKNOWN),
                around,
            ],
            [950, 1000, 950, 850, 200],
            0,
        )
        return share["place"] == 0, share["place"] == 200

    def _missing_licences(self, person: int) -> Ints:
        names = self.c.vocabulary.licences
        held = {names[item] for item in self.c.people.licences.row(person)}
        if held & {"driving_truck", "driving_public"}:
            held.add("driving_private")
        lacking = np.array([bool(held) and name not in held for name in names])
        return (self.licences & lacking).sum(axis=1)

    def _languages(self, person: int, share: dict[str, Ints]) -> Ints:
        people = self.c.people
        spoken = people.languages.row(person)
        have = np.full(self.languages.shape[1], 0 if spoken else UNKNOWN)
        have[spoken] = people.language_levels.row(person)
        asked = self.languages != UNKNOWN
        known = asked & (have != UNKNOWN)
        under = np.where(known, self.languages - have, 0)
        soft, far = (under == 1).sum(axis=1), (under > 1).sum(axis=1)
        unsure = (asked & (have == UNKNOWN)).any(axis=1)
        share["languages"] = np.select(
            [~asked.any(axis=1), far > 0, soft > 1, soft == 1, unsure], [950, 0, 0, 300, 850], 1000
        )
        return far

    def _skills(self, person: int, asked: Ints, most: Ints) -> tuple[Ints, Ints]:
        """Return the share and how much of the way from base to skilled, per mille."""
        held = np.zeros(len(self.coded), bool)
        held[self.c.people.skills.row(person)] = True
        obscure = int((held & ~self.coded).sum())
        matched = np.minimum(asked[:, held].sum(axis=1), most)
        understood = np.minimum(asked[:, held | self.coded].sum(axis=1), most)
        count = np.minimum(asked.sum(axis=1), most)
        nothing = ((understood == 0) | (not (held & self.coded).any())) & (matched == 0)
        doubtful = np.minimum(count - matched, count - understood + obscure)
        found = (matched * 1000 + doubtful * 300) // np.maximum(count, 1)
        blank = (count == 0) | nothing
        held = np.minimum(matched * 1000 // np.maximum((count + 1) // 2, 1), 1000)
        left = (1000 - held) * 300 * doubtful // np.maximum((count - matched) * 1000, 1)
        return np.where(blank, 300, found), np.where(blank, 300, held + left)

    def _work(self, person: int, share: dict[str, Ints], hard: Ints) -> Ints:
        size = len(self.usual)
        best = np.full(size, -1)
        base, skilled = np.full(size, 250), np.full(size, SHARE_WITH_SKILLS[Occupation.UNKNOWN])
        level, desired = np.full(size, int(Occupation.UNKNOWN)), np.full(size, UNKNOWN)
        months, possible = np.zeros(size, np.int64), np.zeros(size, np.int64)
        titles = self._titles(person)
        did = any(title[0] == Role.EXPERIENCE for title in titles)
        wants = any(title[0] == Role.DESIRED for title in titles)
        same = [np.isin(t[4], (Occupation.SAME, Occupation.SAME_WORDS)) for t in titles]
        does = np.zeros(size, bool)
        for title, alike in zip(titles, same, strict=True):
            does |= alike & (title[0] == Role.EXPERIENCE)
        for (role, worked, plain, rich, near, related, vague), alike in zip(
            titles, same, strict=True
        ):
            factor = self.factors[:, 2 * role + (not (wants if role == Role.EXPERIENCE else did))]
            taught = self.training & does & alike
            factor = np.where(taught, np.minimum(factor, self.factors[:, 0]), factor)
            factor = np.where((near == Occupation.UNKNOWN) & (factor < DECISIVE), 0, factor)
            worth, worth_rich = plain * factor // 1000, rich * factor // 1000
            better = worth + worth_rich > best
            best = np.where(better, worth + worth_rich, best)
            base, skilled = np.where(better, worth, base), np.where(better, worth_rich, skilled)
            level = np.where(better, near, level)
            if role == Role.DESIRED:
                desired = np.where(near == Occupation.UNKNOWN, desired, np.maximum(desired, plain))
                continue
            months = np.maximum(months, np.where(related, max(worked, 0), 0))
            unsure = np.where(related, worked == UNKNOWN, vague | ~self.understood)
            possible = np.maximum(possible, np.where(unsure, 840 if worked < 0 else worked, 0))
        hard |= self._experience(did, months, np.maximum(possible, months), share)
        return self._shares(person, share, (base, skilled, level, desired))

    def _shares(self, person: int, share: dict[str, Ints], best: tuple[Ints, ...]) -> Ints:
        base, skilled, level, desired = best
        size = len(self.usual)
        usual = np.where(self.usual, 4, 1 << 30)
        share["required_skills"], reach = self._skills(person, self.asked, usual)
        share["desired_skills"], _ = self._skills(person, self.desired, np.full(size, 1 << 30))
        share["occupation"] = base + (skilled - base) * reach // 1000
        listed = (int(self.c.people.kinds[person]) >> self.c.opportunities.kind) & 1 == 1
        share["wants"] = np.select(
            [desired >= 700, desired >= 400, desired != UNKNOWN, listed], [1000, 850, 500, 750], 650
        )
        by_skills = (level == Occupation.UNKNOWN) & (reach == 1000)
        return (_RELATED[level] & (share["occupation"] >= 300)) | by_skills

    def _titles(self, person: int) -> list[tuple[int, int, Ints, Ints, Ints, Ints, bool]]:
        """Return role, months, share, share with skills, level, related, not understood."""
        titles, found = self.c.people.titles, []
        wordings = self.c.opportunities.titles.wording
        for index in range(titles.offsets[person], titles.offsets[person + 1]):
            span = slice(*titles.candidates.offsets[index : index + 2])
            pairs = list(zip(titles.candidates.values[span], titles.share[span], strict=True))
            rest = 1000 - sum(int(share) for _, share in pairs)
            if rest > 0:
                pairs.append((self.unknown, rest))
            plain, rich, key, agreed = 0, 0, np.full(len(wordings), -1), 0
            related = np.zeros(len(wordings), bool)
            for code, held in pairs:
                levels = self.relation[int(code)][self.codes]
                near = (_BASE[levels] * self.believed).sum(axis=1) // 1000
                plain = plain + int(held) * near
                rich = rich + int(held) * ((_SKILLED[levels] * self.believed).sum(axis=1) // 1000)
                likely = (_BASE[levels] * self.believed).argmax(axis=1)
                level = levels[np.arange(len(levels)), likely]
                key = np.maximum(key, int(held) * (near + 1) * 16 + level)
                related |= _RELATED[level]
                if int(code) != self.unknown:
                    theirs = np.where(self.codes == int(code), self.believed, 0).sum(axis=1)
                    agreed = agreed + np.minimum(int(held), theirs) - int(held) * theirs // 1000
            words = ~self.certain & (wordings == titles.wording[index])
            level = np.where(words, int(Occupation.SAME_WORDS), key & 15)
            plain, rich = plain // 1000, rich // 1000
            plain = plain + agreed * (Occupation.SAME.share - plain) // 1000
            rich = rich + agreed * (SHARE_WITH_SKILLS[Occupation.SAME] - rich) // 1000
            plain = np.where(words, np.maximum(plain, Occupation.SAME_WORDS.share), plain)
            most = SHARE_WITH_SKILLS[Occupation.SAME_WORDS]
            rich = np.where(words, np.maximum(rich, most), rich)
            role, months = int(titles.role[index]), int(titles.months[index])
            vague = span.start == span.stop
            found.append((role, months, plain, rich, level, related | words, vague))
        return found

    def _experience(self, did: bool, months: Ints, possible: Ints, share: dict[str, Ints]) -> Ints:
        need = self.c.opportunities.experience_min
        unknown = np.full(len(need), not did)
        share["experience"] = np.select(
            [
                need == UNKNOWN,
                ~unknown & (months >= need),
                unknown | (possible >= need),
                months + GRACE_MONTHS >= need,
                possible + GRACE_MONTHS >= need,
            ],
            [900, 1000, 800, 500, 800],
            0,
        )
        return share["experience"] == 0

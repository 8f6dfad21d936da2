"""Nearness of what people did or want to do to what opportunities are, in tables.

Occupations that are only guessed take part with all their candidates, each as far as it is
believed; the rest of the belief counts as not known.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.columns import UNKNOWN, Bools, Columns, Ints, Kind, Role, Titles
from matching.levels import SHARE_WITH_SKILLS, Level, Occupation, shares
from matching.nearness import relation_matrix

DECISIVE = 700
"""Factor from which a title says what somebody can do; one below it is not missed if unclear."""

# What a title counts for, per mille: experience beside desired work, experience alone, desired
# work beside experience, desired work alone. A job asks what somebody did, a training what
# somebody wants to become, support for a business either.
FACTORS = {
    Kind.JOB: (1000, 1000, 350, 800),
    Kind.INTERNSHIP: (1000, 1000, 450, 850),
    Kind.TRAINING: (450, 700, 1000, 1000),
    Kind.MENTORING: (1000, 1000, 1000, 1000),
    Kind.IN_KIND: (1000, 1000, 1000, 1000),
    Kind.FINANCE: (1000, 1000, 1000, 1000),
}

_TABLES: dict[str, type[np.integer[Any]]] = {
    "base": np.int16,
    "skilled": np.int16,
    "level": np.uint8,
    "title": np.int32,
    "desired": np.int16,
    "months": np.int16,
    "possible": np.int16,
}

_RELATED = np.isin(
    np.arange(len(Occupation)),
    (
        Occupation.SAME,
        Occupation.SAME_WORDS,
        Occupation.TWIN,
        Occupation.CLOSE,
        Occupation.RELATED,
        Occupation.MINOR,
        Occupation.LOOSE,
    ),
)


@dataclass(frozen=True)
class Target:
    """What an opportunity is, as far as occupations go; opportunities with equal targets share."""

    codes: tuple[int, ...]
    shares: tuple[int, ...]
    wording: int  # UNKNOWN when the title was coded surely
    kind: int


@dataclass(frozen=True)
class TradeTables:
    """For each target of a block (rows) and each person (columns)."""

    number: dict[Target, int]
    base: Ints  # share without the skills, int16
    skilled: Ints  # share with at least half of the skills
    level: Ints  # of the best title
    title: Ints  # index of the best title, UNKNOWN where the person has none
    desired: Ints  # best level share among desired work, UNKNOWN where none was named
    months: Ints  # relevant experience, UNKNOWN where no work is recorded
    possible: Ints  # the same if everything doubtful turned out in favour


def targets(titles: Titles, kinds: Ints) -> list[Target]:
    """Return the target of each opportunity."""
    certain = titles.certain().tolist()
    result = []
    for row, kind in enumerate(kinds.tolist()):
        span = slice(titles.candidates.offsets[row], titles.candidates.offsets[row + 1])
        wording = UNKNOWN if certain[row] else int(titles.wording[row])
        codes, believed = titles.candidates.values[span], titles.share[span]
        result.append(Target(tuple(codes.tolist()), tuple(believed.tolist()), wording, kind))
    return result


def _best(values: Ints, offsets: Ints, otherwise: int) -> Ints:
    """Return the greatest value of each owner; owners without any get `otherwise`."""
    result = np.full(len(offsets) - 1, otherwise, values.dtype)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        result[filled] = np.maximum.reduceat(values, offsets[filled])
    return result


def _take(values: Ints, at: Ints, none: Bools, otherwise: int) -> Ints:
    """Return the values of chosen titles; people without any title get `otherwise`."""
    if not len(values):
        return np.full(len(at), otherwise, np.int64)
    return np.where(none, otherwise, values[at])


class Trades:
    """People's titles prepared once, so that each target costs a few passes over them."""

    def __init__(self, columns: Columns) -> None:
        self._titles = titles = columns.people.titles
        self._relation = relation_matrix(columns.vocabulary.occupations)
        self._unknown = len(columns.vocabulary.occupations)
        self._prepare_sets(titles)
        owners = np.repeat(np.arange(len(columns.people)), np.diff(titles.offsets))
        worked = titles.role == Role.EXPERIENCE
        self._owners = owners
        has = np.zeros((2, len(columns.people)), bool)
        has[0, owners[worked]] = True
        has[1, owners[~worked]] = True
        other = np.where(worked, has[1, owners], has[0, owners])
        self._variant = np.where(worked, 0, 2) + ~other
        self._worked, self._has_worked = worked, has[0]
        self._work = np.flatnonzero(worked)
        self._work_offsets = np.searchsorted(self._work, titles.offsets)
        self._wish = np.flatnonzero(~worked)
        self._wish_offsets = np.searchsorted(self._wish, titles.offsets)
        self._base, self._skilled = share_tables()

    def _prepare_sets(self, titles: Titles) -> None:
        """Number the different sets of candidates; many people say the same."""
        offsets, codes = titles.candidates.offsets, titles.candidates.values
        number: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        of_title = np.empty(len(titles), np.int64)
        for index in range(len(titles)):
            span = slice(offsets[index], offsets[index + 1])
            key = (tuple(codes[span].tolist()), tuple(titles.share[span].tolist()))
            of_title[index] = number.setdefault(key, len(number))
        self._set_of_title = of_title
        filled = [_with_rest(*key, self._unknown) for key in number]
        sizes = [len(found) for found, _ in filled]
        self._set_offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self._set_codes = np.array([code for found, _ in filled for code in found], np.int64)
        self._set_shares = np.array([share for _, held in filled for share in held], np.int64)
        self._obscure = titles.candidates.lengths() == 0

    def tables(self, wanted: list[Target]) -> TradeTables:
        """Compare all people with each different target."""
        number = {target: row for row, target in enumerate(dict.fromkeys(wanted))}
        people = len(self._titles.offsets) - 1
        tables = {name: np.empty((len(number), people), kind) for name, kind in _TABLES.items()}
        for target, row in number.items():
            for name, values in self._compare(target).items():
                tables[name][row] = values
        return TradeTables(number, **tables)

    def _compare(self, target: Target) -> dict[str, Ints]:
        codes, believed = _with_rest(target.codes, target.shares, self._unknown)
        levels = self._relation[:, list(codes)]  # code -> candidate of the target
        weight = np.array(believed, np.int64)
        base = self._base[levels] @ weight // 1000
        skilled = self._skilled[levels] @ weight // 1000
        likeliest = (self._base[levels] * weight).argmax(axis=1)
        level = levels[np.arange(len(levels)), likeliest]
        return self._of_people(target, *self._of_titles(target, base, skilled, level))

    def _of_titles(
        self, target: Target, base: Ints, skilled: Ints, level: Ints
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """From codes to titles: expected shares, the likeliest level, and whether related."""
        starts = self._set_offsets[:-1]
        if not len(starts):
            empty = np.zeros(0, np.int64)
            return empty, empty, empty, empty.astype(bool)
        held, at = self._set_shares, self._set_codes
        set_base = np.add.reduceat(held * base[at], starts) // 1000
        set_skilled = np.add.reduceat(held * skilled[at], starts) // 1000
        agreed = self._agreement(target)
        set_base += agreed * (Occupation.SAME.share - set_base) // 1000
        set_skilled += agreed * (SHARE_WITH_SKILLS[Occupation.SAME] - set_skilled) // 1000
        key = np.maximum.reduceat(held * (base[at] + 1) * 16 + level[at], starts)
        set_related = np.maximum.reduceat(_RELATED[level[at]], starts)
        of = self._set_of_title
        t_base, t_skilled, t_level = set_base[of], set_skilled[of], (key & 15)[of]
        related = set_related[of]
        if target.wording != UNKNOWN:
            same = self._titles.wording == target.wording
            t_base = np.where(same, np.maximum(t_base, Occupation.SAME_WORDS.share), t_base)
            most = SHARE_WITH_SKILLS[Occupation.SAME_WORDS]
            t_skilled = np.where(same, np.maximum(t_skilled, most), t_skilled)
            t_level = np.where(same, int(Occupation.SAME_WORDS), t_level)
            related = related | same
        return t_base, t_skilled, t_level, related

    def _agreement(self, target: Target) -> Ints:
        """Return, per mille, how much more two doubts agree than by chance.

        Two wordings that could each mean the same two trades most likely mean the same one: what
        their candidates have in common counts, less what chance alone would give.
        """
        believed = np.zeros(self._unknown + 1, np.int64)
        believed[list(target.codes)] = target.shares
        held, theirs = self._set_shares, believed[self._set_codes]
        common = np.minimum(held, theirs) - held * theirs // 1000
        agreed: Ints = np.add.reduceat(common, self._set_offsets[:-1])
        return agreed

    def _of_people(
        self, target: Target, base: Ints, skilled: Ints, level: Ints, related: Ints
    ) -> dict[str, Ints]:
        """From titles to people: the best title by what it counts for in this kind."""
        offsets = self._titles.offsets
        factors = FACTORS[Kind(target.kind)]
        factor = np.array(factors, np.int64)[self._variant]
        if target.kind == Kind.TRAINING:  # who does this work already learns less from it
            factor = np.where(self._does(level), np.minimum(factor, factors[0]), factor)
        factor = np.where((level == Occupation.UNKNOWN) & (factor < DECISIVE), 0, factor)
        worth, worth_skilled = base * factor // 1000, skilled * factor // 1000
        count = len(base)
        order = (worth + worth_skilled) * count + (count - 1 - np.arange(count))
        best = _best(order, offsets, UNKNOWN)
        title = np.where(best == UNKNOWN, UNKNOWN, count - 1 - best % max(count, 1))
        none, at = title == UNKNOWN, np.maximum(title, 0)
        unknown = Occupation.UNKNOWN
        unclear = level[self._wish] == int(unknown)
        desired = np.where(unclear, UNKNOWN, base[self._wish])
        return {
            "base": _take(worth, at, none, unknown.share),
            "skilled": _take(worth_skilled, at, none, SHARE_WITH_SKILLS[unknown]),
            "level": _take(level, at, none, int(unknown)),
            "title": title,
            "desired": _best(desired, self._wish_offsets, UNKNOWN),
            **self._experience(related, bool(target.codes)),
        }

    def _does(self, level: Ints) -> Bools:
        """Tell for each title whether it is the target's very work and its owner has done that."""
        same = (level == Occupation.SAME) | (level == Occupation.SAME_WORDS)
        doing = np.zeros(len(self._has_worked), bool)
        doing[self._owners[self._worked & same]] = True
        known: Bools = doing[self._owners] & same
        return known

    def _experience(self, related: Ints, understood: bool) -> dict[str, Ints]:
        """Return the longest relevant work in months: known, and if doubts turned out well."""
        months, offsets = self._titles.months[self._work], self._work_offsets
        related = related[self._work]
        known = np.where(related & (months != UNKNOWN), months, 0)
        unsaid = np.where(months == UNKNOWN, 12 * 70, months)
        obscure = self._obscure[self._work] if understood else np.ones(len(months), bool)
        doubtful = np.where(related, months == UNKNOWN, obscure)
        relevant = _best(known, offsets, 0)
        return {
            "months": np.where(self._has_worked, relevant, UNKNOWN),
            "possible": np.maximum(relevant, _best(np.where(doubtful, unsaid, 0), offsets, 0)),
        }


def share_tables() -> tuple[Ints, Ints]:
    """Return the share of each level of Occupation without and with the skills."""
    skilled = [SHARE_WITH_SKILLS[level] for level in Occupation]
    return shares(Occupation).astype(np.int64), np.array(skilled, np.int64)


def _with_rest(
    codes: tuple[int, ...], believed: tuple[int, ...], unknown: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Add what is left of 1,000 as "not known"."""
    rest = 1000 - sum(believed)
    return ((*codes, unknown), (*believed, rest)) if rest > 0 else (codes, believed)


def is_related(level: Level) -> bool:
    """Tell whether a level of Occupation counts as the same or a related occupation."""
    return bool(_RELATED[level])

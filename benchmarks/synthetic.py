"""Random columns with the shape of real ones: skewed trades and skills, many blanks."""

from dataclasses import dataclass

import numpy as np

from matching.columns import (
    UNKNOWN,
    Columns,
    Hours,
    Ints,
    Opportunities,
    People,
    Ragged,
    Role,
    Titles,
    Vocabulary,
)
from matching.nearness import adjacency

LANGUAGES = ("ar", "ckb", "en", "de", "sv", "tr")
LICENCES = ("driving_private", "driving_truck", "driving_public", "forklift", "welder")
GOVERNORATES = 19
TODAY = 739_944  # 22 November 2026


@dataclass
class Maker:
    """Draws columns from a seeded generator."""

    random: np.random.Generator
    skills: int
    occupations: list[str]

    def skewed(self, size: int, among: int) -> Ints:
        """Draw indices of which the first are much more frequent, as trades and skills are."""
        return np.minimum((self.random.random(size) ** 2.2 * among).astype(np.int64), among - 1)

    def sometimes(self, values: Ints, blank: float) -> Ints:
        """Leave a share of the values blank."""
        return np.where(self.random.random(len(values)) < blank, UNKNOWN, values)

    def lists(self, owners: int, most: int, among: int, blank: float) -> Ragged:
        """Draw a list without repetition for each owner; a share of them stays empty."""
        lengths = self.random.integers(1, most + 1, owners)
        lengths[self.random.random(owners) < blank] = 0
        return Ragged.of(
            [sorted({int(item) for item in self.skewed(length, among)}) for length in lengths]
        )

    def titles(self, offsets: Ints, role: Ints) -> Titles:
        """Draw titles: most are sure, some doubtful between two or three codes, some unknown."""
        count = len(role)
        certainty = self.random.random(count)
        codes = self.skewed(count, len(self.occupations))
        candidates, shares = [], []
        for code, how in zip(codes.tolist(), certainty.tolist(), strict=True):
            if how < 0.78:
                candidates.append([code])
                shares.append([1000])
            elif how < 0.94:
                other = (code + 3) % len(self.occupations)
                candidates.append([code, other])
                shares.append([550, 250])
            else:
                candidates.append([])
                shares.append([])
        months = self.sometimes(self.random.integers(0, 15, count) * 12, 0.05)
        return Titles(
            offsets=offsets,
            role=role,
            months=np.where(role == Role.EXPERIENCE, months, UNKNOWN),
            wording=self.random.integers(0, 500, count),
            candidates=Ragged.of(candidates),
            share=np.array([share for row in shares for share in row], np.int64),
        )

    def levels_for(self, languages: Ragged) -> Ragged:
        """Draw a level for each language that is listed."""
        levels = self.sometimes(self.random.integers(1, 7, len(languages.values)), 0.1)
        return Ragged(languages.offsets, levels)

    def people(self, count: int) -> People:
        """Draw people."""
        worked = self.random.integers(0, 4, count)
        wanted = self.random.integers(0, 3, count)
        role = np.repeat(
            np.tile([Role.EXPERIENCE, Role.DESIRED], count), np.stack([worked, wanted]).T.ravel()
        )
        offsets = np.concatenate([[0], np.cumsum(worked + wanted)])
        languages = self.lists(count, 3, len(LANGUAGES), 0.2)
        kinds = self.random.integers(1, 64, count) | 1
        return People(
            id=np.arange(1, count + 1),
            consent=self.random.random(count) < 0.88,
            kinds=np.where(self.random.random(count) < 0.15, 0, kinds),
            governorate=self.sometimes(self.skewed(count, GOVERNORATES), 0.03),
            relocate=self.lists(count, 3, GOVERNORATES, 0.6),
            relocate_anywhere=self.random.random(count) < 0.1,
            education=self.sometimes(self.random.integers(0, 8, count), 0.1),
            licences=self.lists(count, 2, len(LICENCES), 0.6),
            languages=languages,
            language_levels=self.levels_for(languages),
            titles=self.titles(offsets, role),
            skills=self.lists(count, 8, self.skills, 0.15),
            wage_min=self.sometimes(self.random.integers(6, 30, count) * 50_000, 0.25),
            hours=self.sometimes(self.random.integers(0, 3, count), 0.25),
            available_from=self.sometimes(TODAY + self.random.integers(-200, 250, count), 0.45),
        )

    def opportunities(self, count: int) -> Opportunities:
        """Draw opportunities."""
        languages = self.lists(count, 2, len(LANGUAGES), 0.8)
        lowest = self.sometimes(self.random.integers(6, 30, count) * 50_000, 0.45)
        required = self.lists(count, 6, self.skills, 0.3)
        apply_by = TODAY + self.random.integers(-5, 120, count)
        return Opportunities(
            id=np.arange(1, count + 1),
            kind=np.minimum(self.skewed(count, 6), 5),
            titles=self.titles(np.arange(count + 1), np.zeros(count, np.int64)),
            required=required,
            desired=self.lists(count, 3, self.skills, 0.5),
            usual=self.lists(count, 8, self.skills, 0.2),
            education_min=self.sometimes(self.random.integers(0, 6, count), 0.6),
            experience_min=self.sometimes(self.random.integers(1, 5, count) * 12, 0.6),
            languages=languages,
            language_levels=self.levels_for(languages),
            licences=self.lists(count, 2, len(LICENCES), 0.9),
            governorate=self.sometimes(self.skewed(count, GOVERNORATES), 0.05),
            remote=self.random.random(count) < 0.06,
            wage_min=lowest,
            wage_max=np.where(lowest == UNKNOWN, UNKNOWN, lowest + 200_000),
            hours=self.sometimes(
                np.where(self.random.random(count) < 0.8, Hours.FULL, Hours.PART), 0.3
            ),
            start_date=self.sometimes(apply_by + 30, 0.3),
            apply_by=self.sometimes(apply_by, 0.1),
        )


def make_columns(people: int, opportunities: int, seed: int, skills: int = 800) -> Columns:
    """Draw columns of the given size; the same seed gives the same columns."""
    codes = sorted({code for pair in adjacency() for code in pair})
    random = np.random.default_rng(seed)
    occupations = [codes[index] for index in random.permutation(len(codes))[:300]]
    maker = Maker(random, skills, occupations)
    around = [[(g - 1) % GOVERNORATES, (g + 1) % GOVERNORATES] for g in range(GOVERNORATES)]
    vocabulary = Vocabulary(
        occupations=occupations,
        skills=[f"skill-{index}" for index in range(skills)],
        coded=[index % 6 > 0 for index in range(skills)],
        languages=list(LANGUAGES),
        licences=list(LICENCES),
        places=[f"place-{index}" for index in range(GOVERNORATES)],
        neighbours=around,
    )
    return Columns(maker.people(people), maker.opportunities(opportunities), vocabulary, TODAY)

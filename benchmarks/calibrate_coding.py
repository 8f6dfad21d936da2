"""Learn how far likeness can be trusted, by leaving each lexicon term out once.

    python -m benchmarks.calibrate_coding [--strict] [--sample N] [--write]

Every term of the lexicon is coded by all other terms (terms with the same key are passed over).
Whether the first candidate is right gives the data for a logistic regression on likeness, lead and
length, and an isotonic regression on its output. The table is made with one half of the terms and
tried on the other: what the probability said, and what happened. `--write` learns from all terms
and keeps the result in matching/data/calibration.json.

A term stands in the lexicon in full and without the words that name no trade. Left out is the form
that is searched for, so the other one often finds it, as real wordings often find a near one;
`--strict` passes over both. `--sample` looks at so many terms of each lexicon only.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

import matching
from matching.coding.calibration import Calibration, length_share
from matching.coding.keys import core_words, exact_key
from matching.coding.lexicon import Term
from matching.coding.nearest import Neighbours
from matching.coding.occupations import OccupationCoder
from matching.coding.skills import SkillCoder
from wasl.operations.load_reference_data import read_data_file

Votes = Callable[[Term, Sequence[Neighbours]], Sequence[tuple[str, float]]]
NO_CALIBRATION = Calibration(0, 0, 0, 0, (0.0,), (0.5,))


def occupation_terms() -> list[Term]:
    """Return the labels and terms of the shipped occupation lexicon."""
    terms = [
        Term(row["term"], tuple(row["isco"].split("|")), "cue" if row["kind"] == "cue" else "title")
        for row in read_data_file("occupation_terms.csv")[0]
    ]
    labels = [row for row in read_data_file("isco08.csv")[0] if len(row["code"]) == 4]
    names = ("label_en", "label_ar", "label_ckb")
    return terms + [Term(row[name], (row["code"],), "label") for row in labels for name in names]


def skill_terms() -> list[Term]:
    """Return the labels and terms of the shipped skill lexicon."""
    terms = [Term(row["term"], (row["skill"],)) for row in read_data_file("skill_terms.csv")[0]]
    names = ("label_en", "label_ar", "label_ckb")
    return terms + [
        Term(row[name], (row["skill"],), "label")
        for row in read_data_file("skills.csv")[0]
        for name in names
    ]


def observe(
    terms: Sequence[Term], coder: OccupationCoder | SkillCoder, votes: Votes, *, strict: bool
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return features (n × 3: likeness, lead, length) and whether the first candidate was right."""
    exact = [exact_key(term.text) for term in terms]
    short = [" ".join(core_words(term.text)) for term in terms]
    both = list(zip(exact, short, strict=True))
    full = coder.nearest.find(exact, both if strict else [(key,) for key in exact])
    core = coder.nearest.find(short, both if strict else [(key,) for key in short])
    features, right = [], []
    for term, *found in zip(terms, full, core, strict=True):
        best = votes(term, found)
        if not best:
            continue
        second = best[1][1] if len(best) > 1 else 0.0
        features.append((best[0][1], best[0][1] - second, length_share(term.text)))
        right.append(int(best[0][0] in term.codes))
    return np.array(features), np.array(right)


def fit(features: NDArray[np.float64], right: NDArray[np.int64]) -> Calibration:
    """Return the calibration that the two regressions learn."""
    model = LogisticRegression(C=10.0).fit(features, right)
    raw = model.decision_function(features)
    isotonic = IsotonicRegression(y_min=0.01, y_max=0.97, out_of_bounds="clip").fit(raw, right)
    knots = np.linspace(raw.min(), raw.max(), 40)
    return Calibration(
        float(model.intercept_[0]),
        *(float(value) for value in model.coef_[0]),
        raw=tuple(np.round(knots, 4).tolist()),
        calibrated=tuple(np.round(isotonic.predict(knots), 4).tolist()),
    )


def show_reliability(features: NDArray[np.float64], right: NDArray[np.int64]) -> None:
    """Learn from one half, print how the probabilities hold on the other."""
    half = np.random.default_rng(7).permutation(len(right))
    learning, trying = np.array_split(half, 2)
    calibration = fit(features[learning], right[learning])
    said = np.array([calibration.chance(*row) for row in features[trying]])
    happened = right[trying]
    print(f"{len(right):,} left-out terms, first candidate right: {right.mean():.3f}")
    print(f"{'said':>12} {'terms':>7} {'mean said':>10} {'right':>7}")
    for low in np.arange(0, 1, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        if inside.any():
            shares = f"{said[inside].mean():>10.3f} {happened[inside].mean():>7.3f}"
            print(f"{low:>6.1f}–{low + 0.1:<5.1f} {inside.sum():>7,} {shares}")


def _some(terms: Sequence[Term], size: int | None) -> Sequence[Term]:
    if size is None or size >= len(terms):
        return terms
    chosen = np.random.default_rng(7).choice(len(terms), size, replace=False)
    return [terms[index] for index in chosen]


def main() -> None:
    """Measure both coders and, if asked, keep what was learned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="keep the result")
    parser.add_argument("--strict", action="store_true", help="pass over both forms of a term")
    parser.add_argument("--sample", type=int, help="so many terms of each lexicon, at random")
    asked = parser.parse_args()
    if asked.write and (asked.strict or asked.sample):
        parser.error("--write learns from all terms, in the way that is shipped")
    learned = {}
    titles, wordings = occupation_terms(), skill_terms()
    occupations = OccupationCoder(titles, NO_CALIBRATION)
    skills = SkillCoder(wordings, NO_CALIBRATION)
    for name, terms, coder, votes in (
        (
            "occupations",
            titles,
            occupations,
            lambda term, found: occupations.votes(term.text, found, leave_out=term.codes),
        ),
        ("skills", wordings, skills, lambda _, found: skills.votes(found)),
    ):
        print(f"\n{name}")
        observed = observe(_some(terms, asked.sample), coder, votes, strict=asked.strict)
        show_reliability(*observed)
        learned[name] = asdict(fit(*observed))
    if asked.write:
        target = Path(matching.__file__).parent / "data" / "calibration.json"
        target.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

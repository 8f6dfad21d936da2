"""`make eval`: the whole path on the sample files, measured with their own measure.

Imports intake and opportunities into a throwaway database, computes and exports matches, codes
the gold phrases, runs `evaluate.py` of the samples, and prints what came out beside the targets.
Exits 1 if a target is missed.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.both_sides import show_both_sides

SAMPLES = Path(__file__).parent.parent / "tests" / "data" / "samples"
AS_OF = "2026-11-22"


@dataclass(frozen=True)
class Measure:
    """A figure, where it is found in the result, and the least that is wanted."""

    name: str
    path: tuple[str, ...]
    target: float


MATCHING = (
    Measure("nDCG@10", ("ndcg@10",), 0.90),
    Measure("recall@20", ("recall@20",), 0.95),
    Measure("near misses found", ("near misses found",), 0.70),
    Measure("eligibility F1, related pairs", ("eligibility, related pairs", "f1"), 0.98),
    Measure("eligibility F1, exported pairs", ("eligibility, exported pairs", "f1"), 0.98),
)
CODING = (
    Measure("unit group, first guess", ("all", "unit group @1"), 0.90),
    Measure("unit group, first three", ("all", "unit group @3"), 0.97),
    Measure("right where it says sure", ("said sure", "right"), 0.97),
)


def _wasl(environment: dict[str, str], *words: str | Path) -> None:
    start = time.perf_counter()
    command = [sys.executable, "-c", "from wasl.cli import main; main()", *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"wasl {words[0]} failed:\n{done.stdout}{done.stderr}")
    print(f"  {time.perf_counter() - start:5.1f} s  wasl {' '.join(str(w) for w in words[:2])}")


def _judge(what: str, file: Path) -> dict[str, Any]:
    script = str(SAMPLES / "evaluate.py")
    done = subprocess.run(
        [sys.executable, script, what, str(file), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _find(result: dict[str, Any], path: tuple[str, ...]) -> float:
    value: Any = result
    for step in path:
        value = value[step]
    return float(value)


def _table(title: str, measures: tuple[Measure, ...], result: dict[str, Any]) -> bool:
    print(f"\n{title:34} {'found':>7} {'target':>7}")
    good = True
    for measure in measures:
        value = _find(result, measure.path)
        reached = value >= measure.target
        good = good and reached
        verdict = "" if reached else "  below"
        print(f"  {measure.name:32} {value:7.3f} {measure.target:7.2f}{verdict}")
    return good


def main() -> int:
    """Measure everything in a throwaway database."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WASL_")}
        environment["WASL_DATA_DIR"] = name
        _wasl(environment, "import", "intake", SAMPLES / "intake.xlsx")
        _wasl(environment, "import", "opportunities", SAMPLES / "opportunities.csv", "--publish")
        _wasl(environment, "match", "run", "--as-of", AS_OF)
        _wasl(environment, "match", "export", "--out", folder / "matches.csv")
        _wasl(environment, "code", "--from", SAMPLES / "gold_coding.csv", "--out", folder / "c.csv")
        matches, coding = (
            _judge("matches", folder / "matches.csv"),
            _judge("coding", folder / "c.csv"),
        )
        good = _table("Matching", MATCHING, matches)
        show_both_sides(SAMPLES / "relevance.csv", folder / "matches.csv")
    good = _table("Coding of occupations", CODING, coding) and good
    print(f"\n  said sure: {coding['said sure']['share']:.0%} of {coding['phrases']} phrases")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

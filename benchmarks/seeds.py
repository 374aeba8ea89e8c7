"""Whether a verdict depends on the seed: `python benchmarks/seeds.py [--seeds 200] [TOPIC]...`.

Under each seed, through a real worker: the reference must pass every check, and
one alternative and one misconception, another pair each time, must pass and be
caught as they do under seed 0. Exit code 1, with each flake named, otherwise 0.
"""

import argparse
import importlib.util
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from nngrade.course.model import Topic
from nngrade.course.reading import read_course
from nngrade.course.variants import Variants
from nngrade.judge.checks import ALTERNATIVE
from nngrade.judge.diagnosis.naming import each_misconception
from nngrade.judge.judging import Settings, judge
from nngrade.model import TopicReport, Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session
from nngrade.submissions.reading import Submission

SOLUTIONS = Path(__file__).parent.parent / "solutions"


def alternatives_of(topic: Topic) -> Iterator[tuple[str, str, str]]:
    """Each alternative: its name, its exercise, its source."""
    spec = importlib.util.spec_from_file_location(f"alternatives_{topic.module}", topic.alternatives)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    variants = Variants(topic.alternatives, topic.reference)
    for name, thing in vars(module).items():
        if said := getattr(thing, ALTERNATIVE, None):
            yield name, said.exercise, variants.stand_in(name, said.exercise).source


def judged(topic: Topic, source: str, seed: int, exercise: str = "") -> TopicReport:
    """Judge one source under one seed."""
    only = frozenset({exercise} if exercise else ())
    return judge(topic, Submission(Path(topic.filename), source, ""), Settings(seed), only=only, session=Session(needs_of(topic)))


def flakes(topic: Topic, seeds: int, *, references_only: bool) -> Iterator[str]:
    """Every verdict that is another one under some seed."""
    reference = topic.reference.read_text("utf-8")
    alternatives = itertools.cycle(alternatives_of(topic))
    misconceptions = itertools.cycle([(name, spec, variant.source) for name, spec, variant in each_misconception(topic)])
    for seed in range(seeds):
        if judged(topic, reference, seed).verdict is not Verdict.PASSED:
            yield f"{topic.name}, seed {seed}: the reference does not pass"
        if references_only:
            continue
        name, exercise, source = next(alternatives)
        if judged(topic, source, seed, exercise).verdict is not Verdict.PASSED:
            yield f"{topic.name}, seed {seed}: the alternative {name} does not pass"
        name, spec, source = next(misconceptions)
        checks = [check for found in judged(topic, source, seed, spec.exercise).exercises for check in found.checks]
        if any(check.name == spec.caught_by and check.verdict is Verdict.PASSED for check in checks):
            yield f"{topic.name}, seed {seed}: {spec.caught_by} does not catch {name}"


def main() -> int:
    """Try every topic named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("topics", nargs="*")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--references-only", action="store_true", help="leave the alternatives and misconceptions out")
    arguments = parser.parse_args()
    found = 0
    for topic in read_course(SOLUTIONS).topics:
        if arguments.topics and topic.name not in arguments.topics:
            continue
        for flake in flakes(topic, arguments.seeds, references_only=arguments.references_only):
            found += 1
            print(flake, flush=True)
        print(f"{topic.name}: {arguments.seeds} seeds, {found} flakes so far", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Notebooks against Python files: the same verdicts from the same code, and what reading a notebook costs.

    python benchmarks/notebooks.py [TOPIC ...] [--rounds 10]

Every reference, alternative and misconception of every topic (or of those named) is judged as a file and as a notebook
with magics, plots and an endless training around it: each check must have the same verdict and points, and each named
mistake the same name. Then `nngrade check softmax` on the reference as a file and as a notebook, in pairs. Exit code 1
when a verdict differs or a bound is missed.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from as_notebook import write_notebook
from pairs import Command, print_table, time_side_by_side, verdict

from nngrade.course.model import Topic
from nngrade.course.reading import read_course
from nngrade.course.variants import Variants
from nngrade.judge.bench import Bench
from nngrade.judge.checks import ALTERNATIVE
from nngrade.judge.diagnosis.naming import each_misconception
from nngrade.model import TopicReport
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote
from nngrade.submissions.reading import read_submission

ROOT = Path(__file__).parents[1]
MOST_SECONDS = 0.3


def main() -> int:
    """Compare the verdicts, then the times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("topics", nargs="*", metavar="TOPIC")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    course = read_course(ROOT / "solutions")
    topics = [topic for topic in course.topics if not options.topics or topic.name in options.topics]
    with tempfile.TemporaryDirectory() as name:
        different = sum([_compare(topic, Path(name)) for topic in topics])
        met = _time(Path(name), options.rounds)
    return 0 if met and not different else 1


def _compare(topic: Topic, folder: Path) -> int:
    """How many submissions of a topic are judged otherwise as a notebook; each is printed."""
    begun = time.perf_counter()
    # A machine that is busy elsewhere must not make the difference: naming takes time, and so does a check.
    limits = replace(topic.limits, wall_seconds=5 * topic.limits.wall_seconds, cpu_seconds=5 * topic.limits.cpu_seconds)
    topic = replace(topic, misconception_seconds=10.0, limits=limits)
    judging = _Judging(topic)
    count = different = 0
    for label, source in _sources(topic):
        file = folder / topic.filename
        file.write_text(source, encoding="utf-8")
        notebook = write_notebook(source, folder / topic.notebook.name)
        reports = [judging(path) for path in (file, notebook)]
        count += 1
        if _essence(reports[0]) != _essence(reports[1]):
            different += 1
            print(f"  {topic.name}: {label} is judged otherwise as a notebook")
            for one, other in zip(_essence(reports[0]), _essence(reports[1]), strict=False):
                if one != other:
                    print(f"    {one}\n    {other}")
        file.unlink()
        notebook.unlink()
    judging.close()
    print(f"{topic.name:<22}{count:4} submissions, {different} judged otherwise  ({time.perf_counter() - begun:.0f} s)", flush=True)
    return different


class _Judging:
    """Judges one submission after another, as a class is judged."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._zygote = Zygote(needs_of(topic))
        self._bench = Bench(topic)

    def __call__(self, path: Path) -> TopicReport:
        return self._bench.judge(read_submission(path, self._topic), session=Session(self._zygote.needs, self._zygote))

    def close(self) -> None:
        self._bench.close()
        self._zygote.close()


def _sources(topic: Topic) -> Iterator[tuple[str, str]]:
    yield "the reference", topic.reference.read_text("utf-8")
    found = importlib.util.spec_from_file_location(f"alternatives_{topic.module}", topic.alternatives)
    if found is not None and found.loader is not None and topic.alternatives.is_file():
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        variants = Variants(topic.alternatives, topic.reference)
        for name, thing in vars(module).items():
            spec = getattr(thing, ALTERNATIVE, None)
            if spec is not None:
                yield f"the alternative {name}", variants.stand_in(name, spec.exercise).source
    if topic.misconceptions.is_file():
        for name, _, variant in each_misconception(topic):
            yield f"the misconception {name}", variant.source


def _essence(report: TopicReport) -> list[tuple[object, ...]]:
    """What must not depend on the kind of file."""
    problem = report.problem and report.problem.category
    checks = [check for exercise in report.exercises for check in exercise.checks]
    return [("problem", problem)] + [
        (check.name, check.verdict, check.points, check.finding and (check.finding.category, check.finding.misconception))
        for check in checks
    ]


def _time(folder: Path, rounds: int) -> bool:
    source = (ROOT / "solutions" / "softmax" / "reference.py").read_text("utf-8")
    (folder / "softmax.py").write_text(source, encoding="utf-8")
    write_notebook(source, folder / "other.ipynb")
    check = [sys.executable, "-m", "nngrade", "check", "softmax", "--course", str(ROOT), "--submission"]
    commands = {
        "nngrade check softmax, a .py": Command([*check, "softmax.py"], folder),
        "nngrade check softmax, an .ipynb": Command([*check, "other.ipynb"], folder),
    }
    seconds = time_side_by_side(commands, rounds)
    print_table(seconds)
    file, notebook = seconds.values()
    more = statistics.median(slow - fast for slow, fast in zip(notebook, file, strict=True))
    print(f"median ratio: {statistics.median(slow / fast for slow, fast in zip(notebook, file, strict=True)):.2f}")
    return verdict("seconds that a notebook takes longer", more, MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())

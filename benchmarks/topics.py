"""What each topic costs, and whether it judges alike every time: `python benchmarks/topics.py [TOPIC ...] [--runs 20]`.

For each topic: `nngrade check` from a cold start (bounds: 1.5 s for NumPy, 8 s for PyTorch), the same from a warm
worker and a collected suite, as a class is judged (2 s), and the memory of judge and worker together (1.5 GB, each
page counted once). The reference and two known mistakes are checked so many times, each time in new processes: their
reports must be the same to the letter. Exit code 1 when a bound is missed or a report differs.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from nngrade.course.model import Topic
from nngrade.course.reading import read_course
from nngrade.judge.bench import Bench
from nngrade.judge.diagnosis.naming import each_misconception
from nngrade.model import Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote
from nngrade.submissions.reading import Submission

ROOT = Path(__file__).parent.parent
COLD = {False: 1.5, True: 8.0}  # seconds, by whether the topic needs torch
WARM = 2.0
MEMORY = 1500.0  # MB
_WARM_ROUNDS = 5


def main() -> int:
    """Measure each topic and print its row."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("topics", nargs="*", metavar="TOPIC")
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    topics = [topic for topic in read_course(ROOT / "solutions").topics if not options.topics or topic.name in options.topics]
    print(f"{'topic':<22}{'cold':>8}{'warm':>8}{'memory':>10}   {options.runs} runs")
    measured = [_measure(topic, options.runs) for topic in topics]
    return 0 if all(measured) else 1


def _measure(topic: Topic, runs: int) -> bool:
    seconds: list[float] = []
    memory: list[float] = []
    alike = True
    for number, (label, source) in enumerate(_submissions(topic)):
        reports = set()
        for _ in range(runs):
            spent, used, report = _cold(topic, source, sampled=number == 0 and not memory)
            memory += [used] if used else []
            reports.add(report)
            if number == 0 and not used:  # sampling takes time
                seconds.append(spent)
        if len(reports) != 1:
            print(f"  {label}: {len(reports)} different reports")
            alike = False
    cold, warm, most = statistics.median(seconds), _warm(topic), max(memory)
    bounds = cold <= COLD["torch" in topic.needs], warm <= WARM, most <= MEMORY
    said = f"{'the same' if alike else 'DIFFERENT'}  {'ok' if all(bounds) else 'MISSED'}"
    print(f"{topic.name:<22}{cold:6.2f} s{warm:6.2f} s{most:7.0f} MB   {said}", flush=True)
    return alike and all(bounds)


def _submissions(topic: Topic) -> Iterator[tuple[str, str]]:
    """The reference, and two known mistakes from different places of the topic."""
    yield "the reference", topic.reference.read_text("utf-8")
    mistakes = [(name, variant.source) for name, spec, variant in each_misconception(topic) if not spec.hangs]
    yield from (mistakes[len(mistakes) // 3], mistakes[-1])


def _cold(topic: Topic, source: str, *, sampled: bool) -> tuple[float, float, str]:
    """Wall seconds of one check, its memory in MB if that is sampled, and its report."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / topic.filename
        path.write_text(source, "utf-8")
        words = [sys.executable, "-m", "nngrade", "check", topic.name, "--course", str(ROOT), "--submission", topic.filename]
        begun = time.perf_counter()
        with subprocess.Popen([*words, "--format", "json"], cwd=name, stdout=subprocess.PIPE, text=True) as run:
            used = _Memory(run.pid) if sampled else None
            report, _ = run.communicate()
            spent = time.perf_counter() - begun
        if run.returncode not in (0, 1):
            raise SystemExit(f"{topic.name} left with {run.returncode}:\n{report[:2000]}")
        return spent, used.most if used else 0.0, report.replace(name, "")


class _Memory(threading.Thread):
    """Samples the memory of a process and all that it started, each shared page counted once, until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._root = pid
        self.most = 0.0
        self.start()

    def run(self) -> None:
        """Sample as often as can be."""
        while psutil.pid_exists(self._root):
            total = 0
            with contextlib.suppress(psutil.Error):
                root = psutil.Process(self._root)
                for process in (root, *root.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        total += process.memory_full_info().pss
            self.most = max(self.most, total / 1e6)
            time.sleep(0.02)


def _warm(topic: Topic) -> float:
    """Median seconds of judging the reference when the suite is collected and the worker's packages are loaded."""
    submission = Submission(Path(topic.filename), topic.reference.read_text("utf-8"), "")
    with contextlib.closing(Zygote(needs_of(topic))) as zygote, Bench(topic) as bench:
        seconds = []
        for _ in range(_WARM_ROUNDS + 1):
            begun = time.perf_counter()
            report = bench.judge(submission, session=Session(zygote.needs, zygote))
            seconds.append(time.perf_counter() - begun)
            if report.verdict is not Verdict.PASSED:
                raise SystemExit(f"the reference of {topic.name} does not pass")
    return statistics.median(seconds[1:])


if __name__ == "__main__":
    sys.exit(main())

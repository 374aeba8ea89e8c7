"""How long a class of 30 softmax submissions takes, against the graders that schools use.

    python benchmarks/class_speed.py [--rounds 3] [--students 30] [--without otter]

Like is compared with like. nngrade judges the class twice: by the eight example-based checks that the peers run, and
by its own hidden suite of some fifty checks, names of mistakes and all; each submission in a sandboxed worker. Plain pytest
runs both, without any wall; nbgrader and otter run the eight. Everything is timed in turn in the same run; the peers
are installed from PyPI, once. Exit code 1 when a bound is missed.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from a_class import COURSE, as_peer, lay_eight, lay_files, lay_nbgrader, lay_otter, lay_plain, peer, plain_command

EIGHT, SUITE = "nngrade, eight checks", "nngrade, its suite"
# How many times as long as ours a peer takes, at least; beside it, by which of ours.
BOUNDS = {"nbgrader": (40.0, EIGHT), "otter": (40.0, EIGHT), "plain, eight checks": (1.0, EIGHT), "plain, the same suite": (1.0, SUITE)}


def run(words: list[object], folder: Path, *allowed: int, environment: dict[str, str] | None = None) -> None:
    """Run a command; anything but the exit codes allowed ends the benchmark."""
    done = subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False, env=environment)
    if done.returncode not in allowed:
        raise SystemExit(f"{words[:4]} left with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def grade(folder: Path, isolation: str, course: Path) -> Callable[[], None]:
    """A class run of ours, into a new gradebook each time."""
    words = [sys.executable, "-m", "nngrade", "grade", folder, "--course", course, "-t", "softmax", "--isolation", isolation]

    def once() -> None:
        for old in folder.parent.glob("gradebook.sqlite*"):
            old.unlink()
        run([*words, "--format", "csv"], folder.parent, 1)

    return once


def nbgrader(folder: Path) -> Callable[[], None]:
    """Everyone's notebook, executed and graded by one command."""

    def once() -> None:
        shutil.rmtree(folder / "autograded", ignore_errors=True)
        run([peer("nbgrader") / "nbgrader", "autograde", "ps1", "--create", "--force"], folder, 0, 1, environment=as_peer("nbgrader"))

    return once


def otter(folder: Path) -> Callable[[], None]:
    """A command for each notebook: it has none for a class without containers."""

    def once() -> None:
        for own in sorted(path for path in folder.iterdir() if (path / "softmax.ipynb").exists()):
            run(
                [peer("otter") / "otter", "run", own / "softmax.ipynb", "-a", folder / "autograder.zip", "-o", own],
                folder,
                0,
                1,
                environment=as_peer("otter"),
            )

    return once


def main() -> int:
    """Time everything in turn, and hold the ratios against the bounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--isolation", default="strict")
    parser.add_argument("--without", action="append", default=[], choices=["nbgrader", "otter", "plain"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root, count = Path(name), arguments.students
        ours = lay_files(root / "ours" / "class", count)
        contenders = {EIGHT: grade(ours, arguments.isolation, lay_eight(root / "eight")), SUITE: grade(ours, arguments.isolation, COURSE)}
        if "plain" not in arguments.without:
            for label, same in (("plain, the same suite", True), ("plain, eight checks", False)):
                folder = lay_plain(root / label.replace(" ", "-").replace(",", ""), count, same_suite=same)
                contenders[label] = lambda folder=folder: run([*plain_command(), folder], folder, 0, 1)
        if "nbgrader" not in arguments.without:
            contenders["nbgrader"] = nbgrader(lay_nbgrader(root / "nbgrader", count))
        if "otter" not in arguments.without:
            contenders["otter"] = otter(lay_otter(root / "otter", count))
        seconds: dict[str, list[float]] = {label: [] for label in contenders}
        for _ in range(arguments.rounds):
            for label, once in contenders.items():
                begun = time.perf_counter()
                once()
                seconds[label].append(time.perf_counter() - begun)
                print(f"{label}: {seconds[label][-1]:.2f} s", flush=True)
    return report(seconds)


def report(seconds: dict[str, list[float]]) -> int:
    """Print the medians, and those of the ratios; 1 when a bound is missed."""
    missed = 0
    for label, values in seconds.items():
        told = f"{label:<24}{statistics.median(values):8.2f} s"
        for ours in (EIGHT, SUITE):
            times = statistics.median(other / own for other, own in zip(values, seconds[ours], strict=True))
            bound, by = BOUNDS.get(label, (None, ""))
            told += f"{times:8.1f} x {ours}"
            if bound is not None and by == ours:
                missed += times < bound
                told += f" (at least {bound:g}: {'ok' if times >= bound else 'MISSED'})"
        print(told)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long a class of 30 softmax submissions takes, against the graders that schools use.

    python benchmarks/class_speed.py [--rounds 3] [--students 30] [--without otter]

nngrade judges each by its hidden suite of some forty checks, in a sandboxed
worker; the peers by eight example-based checks. Everything is timed in turn in
the same run; the peers are installed from PyPI, once. Exit code 1 when a bound is missed.
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

from a_class import as_peer, lay_files, lay_nbgrader, lay_otter, lay_plain, peer, plain_command

BOUNDS = {"nbgrader": 40.0, "otter": 40.0, "plain, the same suite": 1.0}


def run(words: list[object], folder: Path, *allowed: int, environment: dict[str, str] | None = None) -> None:
    """Run a command; anything but the exit codes allowed ends the benchmark."""
    done = subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False, env=environment)
    if done.returncode not in allowed:
        raise SystemExit(f"{words[:4]} left with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def grade(folder: Path, isolation: str) -> Callable[[], None]:
    """A class run of ours, into a new gradebook each time."""

    def once() -> None:
        for old in folder.parent.glob("gradebook.sqlite*"):
            old.unlink()
        run(
            [sys.executable, "-m", "nngrade", "grade", folder, "-t", "softmax", "--isolation", isolation, "--format", "csv"],
            folder.parent,
            1,
        )

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
        contenders = {"nngrade grade": grade(lay_files(root / "ours" / "class", count), arguments.isolation)}
        if "plain" not in arguments.without:
            for label, same in (("plain, the same suite", True), ("plain, eight examples", False)):
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
    """Print the medians of the ratios; 1 when a bound is missed."""
    missed = 0
    for label, values in seconds.items():
        times = [other / ours for other, ours in zip(values, seconds["nngrade grade"], strict=True)]
        bound = BOUNDS.get(label)
        met = bound is None or statistics.median(times) >= bound
        missed += not met
        said = "" if bound is None else f"  (at least {bound:g}: {'ok' if met else 'MISSED'})"
        print(f"{label:<26}{statistics.median(values):8.2f} s{statistics.median(times):8.1f} times ours{said}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

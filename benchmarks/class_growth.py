"""How a large class grows: `python benchmarks/class_growth.py [--students 500] [--topics 7]`.

Memory of every process of the run is sampled while it goes on, and how many
submissions are done; then the same class, smaller, with one process and with
two. Bounds: the memory of the second half at most 1.1 times that of the first,
its rate at least 0.8 times; two processes at least 1.8 times as fast as one.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from nngrade.course.model import Topic
from nngrade.course.reading import read_course
from nngrade.gradebook.store import Gradebook

COURSE = read_course(Path(__file__).parent.parent / "solutions")


def numpy_topics(most: int) -> list[Topic]:
    """The topics that need no torch."""
    return [topic for topic in COURSE.topics if "torch" not in topic.needs][:most]


def lay(folder: Path, students: int, topics: list[Topic]) -> Path:
    """A folder for each student with a file for each topic; two of three are right, one is as it was handed out."""
    for number in range(students):
        for topic in topics:
            source = topic.stub if number % 3 == 0 and topic.stub.exists() else topic.reference
            path = folder / f"student{number:04d}" / topic.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{source.read_text('utf-8')}\n# {number}\n", "utf-8")
    return folder


def command(folder: Path, book: Path, topics: list[Topic], isolation: str, *more: str) -> list[str]:
    """A class run of these topics."""
    words = [
        sys.executable,
        "-m",
        "nngrade",
        "grade",
        str(folder),
        "--gradebook",
        str(book),
        "--isolation",
        isolation,
        "--format",
        "csv",
        *more,
    ]
    return [*words, *(word for topic in topics for word in ("-t", topic.name))]


def memory_of(pid: int) -> float:
    """Proportional memory of a process and of all that it started, in MiB."""
    total = 0
    with contextlib.suppress(psutil.Error):
        run = psutil.Process(pid)
        for process in (run, *run.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
    return total / 2**20


def samples(words: list[str], book: Path) -> Iterator[tuple[float, int, float]]:
    """Seconds, submissions done and MiB, every few seconds, while a run goes on."""
    begun = time.monotonic()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as run:
        while run.poll() is None:
            time.sleep(2)
            if book.exists():
                with Gradebook(book) as opened:
                    done = len(opened.attempts())
                yield time.monotonic() - begun, done, memory_of(run.pid)


def main() -> int:
    """Grow one class, then race one process against two."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--topics", type=int, default=7)
    parser.add_argument("--isolation", default="strict")
    parser.add_argument("--race", type=int, default=500, help="submissions of the race")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    topics = numpy_topics(arguments.topics)
    met = True
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        if arguments.students:
            book = root / "large.sqlite"
            words = command(lay(root / "large", arguments.students, topics), book, topics, arguments.isolation)
            met &= growth(list(samples(words, book)), arguments.students * len(topics))
        met &= race(root, topics[1], arguments.race, arguments.isolation, arguments.rounds)
    return 0 if met else 1


def growth(taken: list[tuple[float, int, float]], total: int) -> bool:
    """Compare the second half of a run with the first, topic changes and all."""
    busy = [one for one in taken if 0.1 * total < one[1] < total and one[2]]
    half = len(busy) // 2
    early, late = busy[:half], busy[half:]
    memory = statistics.mean(one[2] for one in late) / statistics.mean(one[2] for one in early)
    rates = [(part[-1][1] - part[0][1]) / (part[-1][0] - part[0][0]) for part in (early, late)]
    most = max(one[2] for one in busy)
    print(f"{total} submissions: {rates[0]:.1f}/s, then {rates[1]:.1f}/s; {early[0][2]:.0f} MiB at first, {most:.0f} at most")
    print(f"memory of the second half: {memory:.2f} times the first (at most 1.1); rate: {rates[1] / rates[0]:.2f} times (at least 0.8)")
    return memory <= 1.1 and rates[1] / rates[0] >= 0.8


def race(root: Path, topic: Topic, students: int, isolation: str, rounds: int) -> bool:
    """The same class with one process and with two, in turn."""
    folder = lay(root / "race", students, [topic])
    times: dict[str, list[float]] = {"1": [], "2": []}
    for number in range(rounds):
        for jobs, seconds in times.items():
            book = root / f"race-{number}-{jobs}.sqlite"
            begun = time.perf_counter()
            done = subprocess.run(command(folder, book, [topic], isolation, "--jobs", jobs), capture_output=True, text=True, check=False)
            seconds.append(time.perf_counter() - begun)
            assert done.returncode in (0, 1), done.stderr
    ratio = statistics.median(one / two for one, two in zip(times["1"], times["2"], strict=True))
    cores = len(os.sched_getaffinity(0))
    print(f"two processes on {cores} cores: {ratio:.2f} times as fast as one (at least 1.8)")
    return ratio >= 1.8


if __name__ == "__main__":
    sys.exit(main())

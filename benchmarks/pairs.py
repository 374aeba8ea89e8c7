"""Timing commands side by side: on a noisy machine only a ratio within one run means something."""

import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A command to time, the folder it runs in, and the exit code that it must end with."""

    words: Sequence[str]
    folder: Path
    exit_code: int = 0


def time_side_by_side(commands: Mapping[str, Command], rounds: int) -> dict[str, list[float]]:
    """Wall seconds of each command, run in turn `rounds` times after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for round_number in range(rounds + 1):
        for name, command in commands.items():
            begun = time.perf_counter()
            done = subprocess.run(command.words, cwd=command.folder, capture_output=True, text=True, check=False)
            spent = time.perf_counter() - begun
            if done.returncode != command.exit_code:
                raise SystemExit(f"{name} left with {done.returncode}, not {command.exit_code}:\n{done.stdout}\n{done.stderr}")
            if round_number:
                seconds[name].append(spent)
    return seconds


def ratio(seconds: Mapping[str, list[float]], upper: str, lower: str) -> float:
    """The median, over the rounds, of how much longer `upper` took than `lower`."""
    return statistics.median(a / b for a, b in zip(seconds[upper], seconds[lower], strict=True))


def print_table(seconds: Mapping[str, list[float]]) -> None:
    """Print the minimum, median and maximum of each command, in milliseconds."""
    print(f"{'command':<44}{'min':>8}{'median':>8}{'max':>8}  ms")
    for name, values in seconds.items():
        figures = (min(values), statistics.median(values), max(values))
        print(f"{name:<44}" + "".join(f"{1000 * figure:8.0f}" for figure in figures))


def verdict(label: str, value: float, bound: float) -> bool:
    """Print one figure beside its bound; true when it is met."""
    met = value <= bound
    print(f"{label}: {value:.2f} (at most {bound}) {'ok' if met else 'MISSED'}")
    return met

"""What the walls add to a worker's start, from a warm zygote and from a cold one, level against level in turn.

    python benchmarks/walls_speed.py [--rounds 40] [--preload numpy]

Exit code 1 when a level adds more than its bound to the start of a worker at level basic, which has no wall to raise.
"""

import argparse
import statistics
import sys
import time

from nngrade.errors import SandboxError
from nngrade.sandbox.description import Needs
from nngrade.sandbox.detection import detect
from nngrade.sandbox.levels import Level
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote

_BOUND = 15.0  # ms
_SECONDS = 120.0


def main() -> int:
    """Time everything in turn and hold it against the bound."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--preload", default="numpy", help="separated by commas")
    options = parser.parse_args()
    needs = Needs(tuple(options.preload.split(",")), 512, 256)
    levels = [level for level in Level if _is_there(level)]
    warm, ends = _warm(needs, levels, options.rounds)
    cold = _cold(needs, levels, max(3, options.rounds // 4))
    print(f"{'a worker with ' + options.preload:<28}{'cold':>9}{'warm':>9}{'adds':>9}{'its end':>9}   medians, ms")
    is_met = True
    for level in levels:
        added = statistics.median(there - basic for there, basic in zip(warm[level], warm[Level.BASIC], strict=True))
        figures = (statistics.median(cold[level]), statistics.median(warm[level]), added, statistics.median(ends[level]))
        print(f"{level.label:<28}" + "".join(f"{figure:9.1f}" for figure in figures))
        is_met &= added <= _BOUND
    print(f"the walls add at most {_BOUND:.0f} ms: {'ok' if is_met else 'MISSED'}")
    return 0 if is_met else 1


def _is_there(level: Level) -> bool:
    try:
        return detect(level).level is level
    except SandboxError as error:
        print(f"{level.label} is passed over: {error.message}")
        return False


def _warm(needs: Needs, levels: list[Level], rounds: int) -> tuple[dict[Level, list[float]], dict[Level, list[float]]]:
    """Starts and ends of workers whose zygotes have loaded everything, in ms."""
    zygotes = {level: Zygote(needs, level) for level in levels}
    starts: dict[Level, list[float]] = {level: [] for level in levels}
    ends: dict[Level, list[float]] = {level: [] for level in levels}
    for number in range(rounds + 1):
        for level, zygote in zygotes.items():
            begun = time.perf_counter()
            session = Session(needs, zygote)
            session.begin(1, (), _SECONDS, _SECONDS)
            ready = time.perf_counter()
            session.close()
            if number:
                starts[level].append(1000 * (ready - begun))
                ends[level].append(1000 * (time.perf_counter() - ready))
    for zygote in zygotes.values():
        zygote.close()
    return starts, ends


def _cold(needs: Needs, levels: list[Level], rounds: int) -> dict[Level, list[float]]:
    """Starts of workers with a zygote of their own, in ms."""
    starts: dict[Level, list[float]] = {level: [] for level in levels}
    for _ in range(rounds):
        for level in levels:
            begun = time.perf_counter()
            zygote = Zygote(needs, level)
            session = Session(needs, zygote)
            session.begin(1, (), _SECONDS, _SECONDS)
            starts[level].append(1000 * (time.perf_counter() - begun))
            session.close()
            zygote.close()
    return starts


if __name__ == "__main__":
    sys.exit(main())

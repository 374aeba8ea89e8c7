"""A million malformed frames, read as the judge, the worker and the zygote read them: none may crash, hang or grow anything.

    python benchmarks/fuzz_wire.py [--frames 1000000] [--seed 0]

Every frame is a right one that was changed in a few places, or random bytes. Whatever comes of reading it but a value or
the one error for malformed frames is a crash. Exit code 1 when a bound is missed.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "sandbox"))

from frames import SEEDS, mutated, read_and_unpack

from nngrade.errors import WireError
from nngrade.sandbox.description import End, Ended, Fork, Ready, decode_ended, decode_order, decode_ready, encode
from nngrade.sandbox.stacks import _parse
from nngrade.worker.items import has_too_many_items
from nngrade.worker.messages import decode_request
from nngrade.worker.messages import encode as encode_message

_SLOWEST = 0.5  # seconds for one frame of at most some hundred bytes, on a machine that does other things as well
_GROWTH = 16 * 2**10  # KiB
_SMALL = [encode(each) for each in (Ready(("a",), (("b", "c"),), 7), Fork(1, "/folder"), End(3), Ended(3, -9))]
_STACK = b'  File "s.py", line 3 in f\n  File "<string>", line 1 in <module>\n'


def main() -> int:
    """Read them all, and hold the slowest and the growth against the bounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    counts = {"read": 0, "refused": 0}
    slowest, before = 0.0, 0
    begun = time.perf_counter()
    for number in range(options.frames):
        if number == options.frames // 10:  # by now everything has been used once
            before = _peak()
        attempt = _attempt(chance)
        started = time.perf_counter()
        try:
            attempt()
        except (WireError, msgspec.MsgspecError, UnicodeDecodeError):
            counts["refused"] += 1
        else:
            counts["read"] += 1
        slowest = max(slowest, time.perf_counter() - started)
    growth = _peak() - before
    print(f"{options.frames} frames in {time.perf_counter() - begun:.0f} s: {counts['refused']} refused, {counts['read']} read, no crash")
    print(f"slowest frame: {1000 * slowest:.1f} ms (at most {1000 * _SLOWEST:.0f})")
    print(f"growth of memory: {growth / 1024:.1f} MiB (at most {_GROWTH // 1024})")
    return 0 if slowest <= _SLOWEST and growth <= _GROWTH else 1


def _attempt(chance: random.Random) -> Callable[[], object]:
    """One reading to try: mostly that of the judge."""
    question, right = chance.choice(SEEDS)
    frame = chance.randbytes(chance.randrange(120)) if chance.random() < 0.1 else mutated(right, chance)
    kind = chance.random()
    if kind < 0.7:
        return lambda: read_and_unpack(frame, question)
    if kind < 0.85:
        asked = mutated(encode_message(question), chance)
        return lambda: has_too_many_items(asked) or decode_request(asked)
    if kind < 0.95:
        small = mutated(chance.choice(_SMALL), chance)
        return lambda: chance.choice((decode_ready, decode_order, decode_ended))(small)
    stack = mutated(_STACK, chance)
    return lambda: _parse(stack.decode("utf-8", "replace"))


def _peak() -> int:
    """KiB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())

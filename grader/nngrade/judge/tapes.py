"""The inputs of checks that someone has passed, kept for whoever comes next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_MOST_TAPES = 20_000


@dataclass(slots=True)
class Tape:
    """The inputs that a check was run on, in their order; `is_whole` unless what came back had a say in what was drawn."""

    inputs: list[dict[str, Any]] = field(default_factory=list)
    is_whole: bool = True


class Tapes:
    """The inputs of the checks that someone has passed, to be met by the next submission without being drawn again.

    What is drawn depends on the test, its seed and whether an input failed, so whoever
    passes meets what everyone else who passes does. Drawing takes longer than judging.
    """

    def __init__(self) -> None:
        self._tapes: dict[tuple[Callable[..., Any], int], Tape] = {}

    def of(self, test: Callable[..., Any], seed: int) -> Tape | None:
        """The inputs of a test under a seed, if they are known."""
        return self._tapes.get((test, seed))

    def keep(self, test: Callable[..., Any], seed: int, tape: Tape) -> None:
        """Keep what a test was run on when it passed; the oldest goes when there are many."""
        if tape.is_whole:
            while len(self._tapes) >= _MOST_TAPES:
                del self._tapes[next(iter(self._tapes))]
            self._tapes[test, seed] = tape

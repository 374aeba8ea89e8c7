"""The isolation levels: which walls make which, and what the walls in force amount to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

# Walls, by the names that reports and `nngrade doctor` show.
NAMESPACES: Final = "namespaces of its own (bubblewrap)"
FILES: Final = "files (Landlock)"
CALLS: Final = "system calls (seccomp)"
PRIVILEGES: Final = "no privileges"
MEMORY: Final = "memory limit"
CPU: Final = "CPU limit"
HIDDEN: Final = "the judge's memory is hidden"
ALWAYS: Final = ("a process of its own", "answers never leave the judge", "wall-clock limit")


class Level(IntEnum):
    """How much a submission is kept from; a higher level holds all that a lower one does."""

    BASIC = 1
    STANDARD = 2
    STRICT = 3

    @property
    def label(self) -> str:
        """The level's name for people and for reports."""
        return self.name.lower()

    @property
    def walls(self) -> frozenset[str]:
        """The walls without which it is not this level."""
        return _WALLS[self]


_WALLS: Final = {
    Level.BASIC: frozenset[str](),
    Level.STANDARD: frozenset({FILES, CALLS}),
    Level.STRICT: frozenset({FILES, CALLS, NAMESPACES}),
}


@dataclass(frozen=True, slots=True)
class Isolation:
    """The walls that stand round a worker, and what is missing, each with how to get it."""

    walls: tuple[str, ...]
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> Level:
        """The highest level whose walls all stand."""
        return max(level for level in Level if level.walls <= set(self.walls))

    @property
    def name(self) -> str:
        """That level's name."""
        return self.level.label


def weakest(isolations: Iterable[Isolation]) -> Isolation | None:
    """Of several isolations the one of the lowest level; None of none."""
    return min(isolations, key=lambda isolation: isolation.level, default=None)

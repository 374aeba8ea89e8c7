"""Which isolation level is in force here, found by what the system has."""

import os
from dataclasses import dataclass

from nngrade.sandbox.limits import limits_cpu, limits_memory


@dataclass(frozen=True, slots=True)
class Isolation:
    """A level by name, the walls that stand, and what is missing with how to get it."""

    name: str
    walls: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]


def detect() -> Isolation:
    """The level that a worker started now would run at."""
    walls = ["a process of its own", "answers never leave the judge", "wall-clock limit"]
    missing = []
    for is_there, wall in ((limits_cpu(), "CPU limit"), (limits_memory(), "memory limit")):
        if is_there:
            walls.append(wall)
        else:
            missing.append((wall, "this system lets none be set; the wall-clock limit stands"))
    if hasattr(os, "killpg"):
        walls.append("killed with its process group")
    missing.append(("file system, network and process walls", "levels standard and strict are not in this version"))
    return Isolation("basic", tuple(walls), tuple(missing))

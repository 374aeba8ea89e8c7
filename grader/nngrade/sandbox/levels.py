"""Which isolation level is in force here, found by what the system has."""

import importlib.util
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Isolation:
    """A level by name, the walls that stand, and what is missing with how to get it."""

    name: str
    walls: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]


def detect() -> Isolation:
    """The level that a worker started now would run at."""
    has_limits = importlib.util.find_spec("resource") is not None
    walls = ["a process of its own", "answers never leave the judge", "wall-clock limit"]
    missing = []
    if has_limits:
        walls += ["CPU and memory limits", "file size limit"]
    else:
        missing.append(("CPU and memory limits", "this system has none that a process can set for itself"))
    if hasattr(os, "killpg"):
        walls.append("killed with its process group")
    missing.append(("file system, network and process walls", "levels standard and strict are not in this version"))
    return Isolation("basic", tuple(walls), tuple(missing))

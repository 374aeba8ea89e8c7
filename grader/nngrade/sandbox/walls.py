"""The walls round a worker, raised from inside by the worker itself, just before it is given a submission (Linux).

Each is tried by effect: what it forbids is attempted, in this very process, and has to fail.
"""

import contextlib
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nngrade.sandbox import kernel, landlock
from nngrade.sandbox.description import Needs, Ready
from nngrade.sandbox.filter import build_filter, packed
from nngrade.sandbox.landlock import DEVICE, OWN, READ, Grant
from nngrade.sandbox.levels import CALLS, FILES, PRIVILEGES
from nngrade.sandbox.limits import confine_myself
from nngrade.sandbox.places import DEVICES, OWN_COURSE, SCRATCH, is_site, libraries_of_python, standard_library, system_folders

# Stands in a filter that was made beforehand for the number of the process that will have it.
_SOMEONE = 0x7FED5EED


@dataclass(frozen=True, slots=True)
class Rules:
    """Landlock's rules for one worker, as a descriptor, or why there are none."""

    descriptor: int | None
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The walls that a zygote's workers are to have, with all that can be done once for all of them."""

    needs: Needs
    program: bytes  # the filter of system calls; empty for none
    grants: tuple[Grant, ...]
    walls: tuple[str, ...]  # those that the zygote stands behind as well
    missing: tuple[tuple[str, str], ...]

    def make_rules(self) -> Rules:
        """The part of a worker's rules that is the same for all: made beforehand, for the one that comes next."""
        missing = list(self.missing)
        if self.grants:
            with _said(missing, FILES):
                return Rules(landlock.make_rules(self.grants), self.missing)
        return Rules(None, tuple(missing))

    def raise_walls(self, folder: str, rules: Rules) -> Ready:
        """Confine the calling process to its folder, its memory and its own business, for good."""
        os.chdir(folder)
        os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), folder))
        missing = list(rules.missing)
        walls = [*self.walls, *confine_myself(self.needs.memory_mb)]
        if rules.descriptor is not None:
            with _said(missing, FILES):
                own = landlock.grant(folder, OWN)
                assert own is not None
                landlock.add_rule(rules.descriptor, own)
                os.close(own.descriptor)
                landlock.restrict_myself(rules.descriptor)
                _must_fail(lambda: os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY)), "the root folder can still be listed")
                walls.append(FILES)
        if self.program:
            with _said(missing, CALLS):
                self._wall_calls_off()
                walls.append(CALLS)
        return Ready(tuple(walls), tuple(missing), os.getpid())

    def _wall_calls_off(self) -> None:
        kernel.filter_system_calls(self.program.replace(_number(_SOMEONE), _number(os.getpid())))
        _must_fail(lambda: socket.socket().close(), "a socket can still be opened")


def plan(needs: Needs, *, is_filtered: bool) -> Plan:
    """The walls for a zygote's workers: of files and system calls only where `is_filtered`.

    Drops the privileges of the calling process, which the workers then never have.
    """
    missing: list[tuple[str, str]] = []
    program: bytes = b""
    grants: tuple[Grant, ...] = ()
    if is_filtered:
        program, grants = _filter(missing), _grants_or_not(needs, missing)
    walls = []
    with _said(missing, PRIVILEGES):
        kernel.drop_privileges()
        walls.append(PRIVILEGES)
    return Plan(needs, program, grants, tuple(walls), tuple(missing))


def _filter(missing: list[tuple[str, str]]) -> bytes:
    machine = kernel.machine()
    if machine is None:
        missing.append((CALLS, "the system calls of this machine are not known to nngrade"))
        return b""
    return packed(build_filter(machine, _SOMEONE))


def _grants_or_not(needs: Needs, missing: list[tuple[str, str]]) -> tuple[Grant, ...]:
    if landlock.version() == 0:
        missing.append((FILES, "this kernel has no Landlock, or it is switched off: Linux 5.13 or later, with `landlock` in its `lsm=`"))
        return ()
    return tuple(_grants(needs))


def _number(value: int) -> bytes:
    return value.to_bytes(4, sys.byteorder)


def make_folder() -> str:
    """A scratch folder in the file system that was mounted for this zygote alone."""
    folder = Path(SCRATCH) / f"nngrade-{os.urandom(8).hex()}"
    folder.mkdir(mode=0o700)
    return str(folder)


def _grants(needs: Needs) -> Iterator[Grant]:
    """What a worker may read: what Python itself and the topic's packages consist of, and what the topic needs."""
    hidden = [*map(Path, needs.hidden), OWN_COURSE]
    for folder in system_folders():
        yield from landlock.grants_around(folder, hidden, READ)
    for library in libraries_of_python():
        yield from filter(None, [landlock.grant(library, READ)])
    for name in sys.path:
        yield from _grants_of_imports(Path(name), needs, hidden)
    for device in DEVICES:
        yield from filter(None, [landlock.grant(device, DEVICE)])


def _grants_of_imports(folder: Path, needs: Needs, hidden: list[Path]) -> Iterator[Grant]:
    """What may be imported from one folder of the path. Of nngrade itself everything has been imported by now."""
    if folder.is_relative_to(standard_library()) and not is_site(folder):
        sites = [entry for entry in folder.glob("*-packages") if is_site(entry)]
        yield from landlock.grants_around(folder, [*hidden, *sites], READ)
    elif is_site(folder):
        for entry in folder.glob("*"):
            if not entry.name.startswith(("nngrade", "__editable__")) and entry.suffix != ".pth":
                yield from landlock.grants_around(entry, hidden, READ)
    else:
        for name in needs.preload:
            for entry in (folder / name, folder / f"{name}.py"):
                yield from landlock.grants_around(entry, hidden, READ)


@contextlib.contextmanager
def _said(missing: list[tuple[str, str]], wall: str) -> Iterator[None]:
    """Whatever keeps a wall from standing is said, not fatal: whether the others are enough is for the judge to say."""
    try:
        yield
    except (OSError, _StandsNotError) as error:
        missing.append((wall, str(error)))


class _StandsNotError(Exception):
    """A wall was raised without an error, and holds nothing."""


def _must_fail(attempt: Callable[[], None], complaint: str) -> None:
    try:
        attempt()
    except PermissionError:
        return
    raise _StandsNotError(complaint)

"""Landlock: which files a worker may reach. Rules only ever take rights away, from this process and all that it starts.

Source: the kernel's documentation, userspace-api/landlock, and uapi/linux/landlock.h. What a kernel does not know yet
is left out of what is asked for; what then stays open, the system call filter closes.
"""

import contextlib
import functools
import os
import stat
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nngrade.sandbox import kernel

# The same numbers on every architecture.
_CREATE_RULESET = 444
_ADD_RULE = 445
_RESTRICT_SELF = 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE = 1 << 0
_WRITE_FILE = 1 << 1
_READ_FILE = 1 << 2
_READ_DIR = 1 << 3
_TRUNCATE = 1 << 14
_IOCTL_DEVICE = 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
# Rights over files, by version of the interface: 13 at first, then linking across folders, truncating, ioctl on devices.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_MAKES_SPECIAL = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11  # devices, sockets, pipes
_TCP = 0b11  # bind and connect
_SCOPES = 0b11  # abstract sockets and signals, of processes outside

READ = _EXECUTE | _READ_FILE | _READ_DIR
OWN = (1 << 16) - 1 & ~_MAKES_SPECIAL
DEVICE = _READ_FILE | _WRITE_FILE


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights over a file, or over a folder and all below it; `descriptor` was opened on it."""

    descriptor: int
    rights: int


def version() -> int:
    """The version of the interface that this kernel has; 0 where there is none, or it is switched off."""
    try:
        return kernel.syscall(_CREATE_RULESET, 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def grant(path: Path | str, rights: int) -> Grant | None:
    """Rights over what is at this path now; None where there is nothing."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return None
    return Grant(descriptor, rights if stat.S_ISDIR(os.fstat(descriptor).st_mode) else rights & _OF_FILES)


def grants_around(folder: Path, hidden: Iterable[Path], rights: int) -> Iterator[Grant]:
    """Rights over all that a folder holds now, but not over the hidden paths in it: a rule cannot be taken back further down."""
    # As text: every package that is installed comes by here, each time that a worker's zygote starts.
    below = os.path.join(folder, "")  # noqa: PTH118
    inside = [path for path in hidden if path == folder or str(path).startswith(below)]
    if not inside:
        found = grant(folder, rights)
        if found is not None:
            yield found
    elif folder not in inside:
        with contextlib.suppress(OSError):
            for entry in folder.iterdir():
                yield from grants_around(entry, inside, rights)


def make_rules(grants: Iterable[Grant]) -> int:
    """Rules that leave these rights and no others, as a descriptor; raises OSError where the kernel refuses."""
    abi, handled = version(), _handled()
    asked = struct.pack("=QQQ", handled, _TCP if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    rules = kernel.syscall(_CREATE_RULESET, kernel.buffer(asked), size, 0)
    for each in grants:
        add_rule(rules, each)
    return rules


def add_rule(rules: int, added: Grant) -> None:
    """Leave these rights as well; raises OSError where the kernel refuses."""
    rule = kernel.buffer(struct.pack("=Qi", added.rights & _handled(), added.descriptor))
    kernel.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)


@functools.cache
def _handled() -> int:
    """All rights over files that this kernel knows."""
    abi = version()
    return max(rights for since, rights in _FILE_RIGHTS.items() if since <= max(abi, 1))


def restrict_myself(rules: int) -> None:
    """Keep the calling thread to these rules for good, and close them; raises OSError. Needs `no_new_privs`."""
    try:
        kernel.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)

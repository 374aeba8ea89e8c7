"""seccomp: which system calls a worker may make, with which arguments; a program that the kernel runs before each.

Source: the kernel's documentation, userspace-api/seccomp_filter, and uapi/linux/{seccomp,filter,bpf_common}.h.
"""

import errno
import struct
from collections.abc import Iterable, Iterator

from nngrade.sandbox.syscalls import ALLOWED, ARCHITECTURES, FORBIDDEN, PRETENDED, Machine, number_of

Instruction = tuple[int, int, int, int]  # code, how far to jump if true, if false, constant

_LOAD = 0x20  # a 32-bit word of the call
_EQUAL = 0x15
_AND = 0x54
_RETURN = 0x06

_ALLOW = (_RETURN, 0, 0, 0x7FFF0000)
_KILL = (_RETURN, 0, 0, 0x80000000)

# Where the words of `struct seccomp_data` lie; both architectures are little-endian.
_NUMBER = 0
_ARCHITECTURE = 4
_FIRST_ARGUMENT = 16

_THREAD = 0x00000100 | 0x00000800 | 0x00010000  # CLONE_VM, CLONE_SIGHAND, CLONE_THREAD
_NAMESPACES = 0x7E020000 | 0x00000080  # every CLONE_NEW…
_ACCESS, _TRUNCATE = 0o3, 0o1000  # O_ACCMODE, O_TRUNC
_AF_UNIX, _STREAM, _KIND = 1, 1, 0xF
# Those of a terminal's questions and of descriptors' flags; TIOCSTI types into the terminal of the judge's user.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS TIOCGWINSZ FIONREAD FIONBIO FIONCLEX FIOCLEX
# F_DUPFD, flags, locks, F_DUPFD_CLOEXEC, F_GETPIPE_SZ; F_SETOWN would have the kernel send signals to any process.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
_PRCTLS = (15, 16, 0x53564D41)  # a thread's name, and that of its memory


def build_filter(machine: Machine, process: int) -> list[Instruction]:
    """The program for a process of this number (as it sees itself), to be run on this architecture."""
    program: list[Instruction] = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, ARCHITECTURES[machine]), _KILL, (_LOAD, 0, 0, _NUMBER)]
    for name in ALLOWED:
        program += _on(name, machine, [_ALLOW])
    for name, block in _judged(process):
        program += _on(name, machine, block)
    for name in PRETENDED:
        program += _on(name, machine, [_refusal(0)])
    for name in FORBIDDEN:
        program += _on(name, machine, [_refusal(errno.EPERM)])
    # Among them clone3, whose arguments a filter cannot see, and the whole x32 interface: its numbers are no others'.
    return [*program, _refusal(errno.ENOSYS)]


def packed(program: Iterable[Instruction]) -> bytes:
    """A program as the kernel reads it."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _judged(process: int) -> Iterator[tuple[str, list[Instruction]]]:
    refused = _refusal(errno.EPERM)
    for name, place in (("open", 1), ("openat", 2)):
        # The first versions of Landlock let a file be emptied that is opened for reading.
        yield name, [*_when(place, _ACCESS | _TRUNCATE, (_TRUNCATE,), [refused]), _ALLOW]
    yield "clone", [*_when(0, _THREAD | _NAMESPACES, (_THREAD,), [_ALLOW]), refused]
    yield "kill", [*_when(0, None, (process,), [_ALLOW]), refused]
    yield "tgkill", [*_when(0, None, (process,), [_ALLOW]), refused]
    yield "ioctl", [*_when(1, None, _IOCTLS, [_ALLOW]), _refusal(errno.ENOTTY)]
    yield "fcntl", [*_when(1, None, _FCNTLS, [_ALLOW]), refused]
    yield "prctl", [*_when(0, None, _PRCTLS, [_ALLOW]), refused]
    # A socket pair of datagrams can be sent on to any named socket.
    stream = _when(1, _KIND, (_STREAM,), [_ALLOW])
    yield "socketpair", [*_when(0, None, (_AF_UNIX,), stream), refused]
    # Limits may be read: the new one must be a null pointer, both halves of it.
    upper = [(_LOAD, 0, 0, _word(2) + 4), (_EQUAL, 0, 1, 0), _ALLOW]
    yield "prlimit64", [*_when(2, None, (0,), upper), refused]


def _on(name: str, machine: Machine, block: list[Instruction]) -> list[Instruction]:
    """Do this when the call is of that name; the block never runs on to its end."""
    number = number_of(name, machine)
    return [] if number < 0 else [(_EQUAL, 0, len(block), number), *block]


def _when(place: int, mask: int | None, values: tuple[int, ...], block: list[Instruction]) -> list[Instruction]:
    """Do this when an argument's lower word, masked, is one of these values; the kernel takes flags and numbers from that word."""
    load = [(_LOAD, 0, 0, _word(place)), *([] if mask is None else [(_AND, 0, 0, mask)])]
    tests = [(_EQUAL, len(values) - 1 - at, 0 if at < len(values) - 1 else len(block), value) for at, value in enumerate(values)]
    return [*load, *tests, *block]


def _word(place: int) -> int:
    return _FIRST_ARGUMENT + 8 * place


def _refusal(number: int) -> Instruction:
    """Do not make the call, and give it this error; 0 is success."""
    return (_RETURN, 0, 0, 0x00050000 | number)

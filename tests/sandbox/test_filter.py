"""The filter of system calls, run as the kernel would run it, for each architecture: no machine of the other kind is needed."""

import ctypes
import errno
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from nngrade.sandbox.filter import Instruction, build_filter, packed
from nngrade.sandbox.syscalls import ALLOWED, ARCHITECTURES, FORBIDDEN, JUDGED, NUMBERS, PRETENDED, Machine, number_of

MACHINES: tuple[Machine, ...] = ("x86_64", "aarch64")
ME = 77
ALLOW = 0x7FFF0000
KILL = 0x80000000
PERMITTED_NOT = 0x00050000 | errno.EPERM
UNKNOWN = 0x00050000 | errno.ENOSYS
PRETEND = 0x00050000


def run(program: list[Instruction], number: int, arguments: tuple[int, ...] = (), architecture: int = 0) -> int:
    """What the kernel would do with a call: an interpreter of classic BPF, as far as seccomp allows it."""
    data = struct.pack("<iIQ6Q", number, architecture, 0, *(value & (2**64 - 1) for value in (*arguments, *(0,) * (6 - len(arguments)))))
    accumulator = at = 0
    while True:
        code, if_true, if_false, constant = program[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x54:
                accumulator &= constant
            case 0x15:
                at += if_true if accumulator == constant else if_false
            case 0x06:
                return constant
            case _:
                raise AssertionError(code)


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> Machine:
    return request.param


@pytest.fixture
def call(machine: Machine):
    program = build_filter(machine, ME)

    def call(name: str, *arguments: int) -> int:
        number = number_of(name, machine)
        if number < 0:
            pytest.skip(f"{machine} has no {name}")
        return run(program, number, arguments, ARCHITECTURES[machine])

    return call


def test_every_list_is_of_known_calls_and_none_is_in_two() -> None:
    lists = [*ALLOWED, *JUDGED, *PRETENDED, *FORBIDDEN]
    assert len(set(lists)) == len(lists)
    assert set(lists) <= set(NUMBERS)


def test_no_two_calls_have_one_number(machine: Machine) -> None:
    numbers = [number_of(name, machine) for name in NUMBERS if number_of(name, machine) >= 0]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("name", "x86_64", "aarch64"),
    [("openat", 257, 56), ("clone", 56, 220), ("clone3", 435, 435), ("execve", 59, 221), ("socket", 41, 198), ("ptrace", 101, 117)],
)
def test_numbers_are_those_of_the_kernel(name: str, x86_64: int, aarch64: int) -> None:
    assert (number_of(name, "x86_64"), number_of(name, "aarch64")) == (x86_64, aarch64)


def test_numbers_are_those_of_the_headers_on_this_machine() -> None:
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if not header.exists():
        pytest.skip("no kernel headers are installed")
    known = {words[1].removeprefix("__NR_"): int(words[2]) for words in map(str.split, header.read_text().splitlines()) if len(words) == 3}
    common = NUMBERS.keys() & known.keys()
    assert len(common) > 200
    assert {name: number_of(name, "x86_64") for name in common} == {name: known[name] for name in common}


@pytest.mark.parametrize("name", ["read", "write", "mmap", "futex", "exit_group", "clock_gettime", "unlinkat", "rt_sigreturn"])
def test_ordinary_work_is_let_through(call, name: str) -> None:
    assert call(name) == ALLOW


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_is_forbidden_is_refused(call, name: str) -> None:
    assert call(name) == PERMITTED_NOT


@pytest.mark.parametrize("name", PRETENDED)
def test_what_is_pretended_succeeds_and_does_nothing(call, name: str) -> None:
    assert call(name) == PRETEND


def test_what_is_in_no_list_is_unknown(machine: Machine) -> None:
    program = build_filter(machine, ME)
    listed = {number_of(name, machine) for name in (*ALLOWED, *JUDGED, *PRETENDED, *FORBIDDEN)}
    for number in {*range(700), number_of("clone3", machine), -1} - listed:
        assert run(program, number, (), ARCHITECTURES[machine]) == UNKNOWN


def test_every_other_interface_is_closed(machine: Machine) -> None:
    program = build_filter(machine, ME)
    read = number_of("read", machine)
    for architecture in (0x40000003, 0x40000028, *(set(ARCHITECTURES.values()) - {ARCHITECTURES[machine]})):  # 32 bits of either, the other
        assert run(program, read, (), architecture) == KILL
    assert run(program, 0x40000000 | read, (), ARCHITECTURES[machine]) == UNKNOWN  # x32


THREAD = 0x003D0F00  # what the C library starts a thread with
CASES = {
    "a thread": ("clone", (THREAD,), ALLOW),
    "a process": ("clone", (17,), PERMITTED_NOT),
    "a process that shares its memory": ("clone", (0x100 | 0x4000 | 17,), PERMITTED_NOT),
    "a thread in namespaces of its own": ("clone", (THREAD | 0x10000000,), PERMITTED_NOT),
    "a signal to itself": ("kill", (ME, 9), ALLOW),
    "a signal to another": ("kill", (ME + 1, 9), PERMITTED_NOT),
    "a signal to its group": ("kill", (0, 9), PERMITTED_NOT),
    "a signal to everyone": ("kill", (-1, 9), PERMITTED_NOT),
    "a signal to a thread of its own": ("tgkill", (ME, ME + 1, 9), ALLOW),
    "a signal to a thread of another": ("tgkill", (ME + 1, ME + 1, 9), PERMITTED_NOT),
    "limits read": ("prlimit64", (0, 7, 0, 0x7FFF00001000), ALLOW),
    "limits set": ("prlimit64", (0, 7, 0x7FFF00001000, 0), PERMITTED_NOT),
    "limits set from low memory": ("prlimit64", (0, 7, 0x1000, 0), PERMITTED_NOT),
    "limits set from an address with an empty lower half": ("prlimit64", (0, 7, 0x700000000, 0), PERMITTED_NOT),
    "a stream pair": ("socketpair", (1, 1, 0), ALLOW),
    "a stream pair that closes itself": ("socketpair", (1, 1 | 0o2000000, 0), ALLOW),
    "a datagram pair": ("socketpair", (1, 2, 0), PERMITTED_NOT),
    "a pair of another family": ("socketpair", (2, 1, 0), PERMITTED_NOT),
    "a question to a terminal": ("ioctl", (0, 0x5401), ALLOW),
    "a character typed into a terminal": ("ioctl", (0, 0x5412), 0x00050000 | errno.ENOTTY),
    "an owner by ioctl": ("ioctl", (0, 0x8901), 0x00050000 | errno.ENOTTY),
    "a lock": ("fcntl", (3, 6), ALLOW),
    "an owner by fcntl": ("fcntl", (3, 8), PERMITTED_NOT),
    "a signal for an owner": ("fcntl", (3, 10), PERMITTED_NOT),
    "a name for a thread": ("prctl", (15,), ALLOW),
    "no death with its parent": ("prctl", (1, 0), PERMITTED_NOT),
    "memory for all to read": ("prctl", (4, 1), PERMITTED_NOT),
    "a file to read": ("openat", (-100, 0, 0), ALLOW),
    "a file to write anew": ("openat", (-100, 0, 0o1101), ALLOW),
    "a file to be emptied by reading": ("openat", (-100, 0, 0o1000), PERMITTED_NOT),
    "a file to be emptied by reading, the old way": ("open", (0, 0o1000), PERMITTED_NOT),
}


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES.values(), ids=CASES.keys())
def test_arguments_decide(call, name: str, arguments: tuple[int, ...], expected: int) -> None:
    assert call(name, *arguments) == expected


def test_every_jump_leads_somewhere(machine: Machine) -> None:
    program = build_filter(machine, ME)
    assert len(program) < 4096  # the kernel's limit
    for at, (_, if_true, if_false, _) in enumerate(program):
        assert max(if_true, if_false) < 256
        assert at + 1 + max(if_true, if_false) < len(program) or program[at][0] == 0x06


def test_a_packed_instruction_is_as_the_kernel_has_it() -> None:
    class Filter(ctypes.Structure):
        _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint))

    assert packed([(0x15, 1, 2, 0xC000003E)]) == bytes(Filter(0x15, 1, 2, 0xC000003E))


@pytest.mark.skipif(sys.platform != "linux", reason="a filter of Linux")
def test_the_kernel_takes_it_and_does_as_it_says() -> None:
    program = """
import errno, os, socket, threading
from nngrade.sandbox import kernel
from nngrade.sandbox.filter import build_filter, packed
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
kernel.filter_system_calls(packed(build_filter(kernel.machine(), os.getpid())))
def refused(attempt):
    try: attempt()
    except OSError as error: return errno.errorcode[error.errno]
    return "done"
thread = threading.Thread(target=lambda: print("a thread"))
thread.start(); thread.join()
print(refused(socket.socket), refused(os.fork), refused(lambda: os.kill(1, 0)), refused(lambda: os.kill(os.getpid(), 0)), flush=True)
before = os.stat("/").st_mode
print(refused(lambda: os.chmod("/", 0)), os.stat("/").st_mode == before, flush=True)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["a thread", "EPERM EPERM EPERM done", "done True"], done.stderr
    assert Path("/").stat().st_mode & 0o111

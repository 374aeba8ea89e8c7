"""Inside a zygote: a process that has loaded what a topic needs, and forks a worker whenever the judge asks for one (Linux).

It never runs a submission itself, and its workers can neither trace it nor, behind walls, send it a signal. It adopts
whatever a worker leaves behind, and ends it. When the judge hangs up, it ends with all that it started.
"""

import contextlib
import fcntl
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from nngrade.sandbox import kernel, walls
from nngrade.sandbox.description import End, Ended, Fork, Tended, decode_order, encode
from nngrade.sandbox.scratch import remove_folder
from nngrade.sandbox.serving import serve_to_the_end
from nngrade.sandbox.stacks import write_stacks_to
from nngrade.worker.wire import send_frame

_MOST_BYTES = 4096
_DESCRIPTORS = 3
_FREE = 8  # a worker's own descriptors are numbered up to here
_MOST_DESCRIPTORS = 2**16


@dataclass(frozen=True, slots=True)
class _Child:
    """A worker: its number for the judge, its process, a descriptor that tells of its end, and the folder to remove then."""

    number: int
    process: int
    descriptor: int
    folder: str


def tend(description: Tended, preload: Callable[[], None]) -> NoReturn:
    """Load what the topic needs, then fork and end workers as the judge says, until it hangs up."""
    control = socket.socket(fileno=description.control)
    _prepare(has_guard=description.has_guard)
    preload()
    plan = walls.plan(description.needs, is_filtered=description.is_filtered)
    Nursery(control, plan).run()
    os._exit(0)


def _prepare(*, has_guard: bool) -> None:
    """Die with the judge, adopt orphans, be nobody's to look into."""
    if has_guard:
        _leave_a_guard()
    kernel.die_with_parent(signal.SIGKILL)
    kernel.adopt_orphans()
    kernel.hide_memory()
    # A descriptor for each file and folder that workers may read: an installation may have more than one may open at first.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, _MOST_DESCRIPTORS), most))


def _leave_a_guard() -> None:
    """Go on in a child; the parent, which no submission's orphan gets past, ends when it does, and ends what it left.

    For walls that do not keep a submission from starting processes and from killing its own parent.
    """
    parent = os.getpid()
    kernel.adopt_orphans()
    kernel.hide_memory()
    child = os.fork()
    if child == 0:
        if os.getppid() != parent:
            os._exit(0)
        return
    signal.signal(signal.SIGTERM, lambda *_: _end_everything())
    kernel.die_with_parent(signal.SIGTERM)
    # A submission's output must reach its end even while the guard lives.
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.closerange(3, 64)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    _end_strays(frozenset())
    os._exit(status if status >= 0 else 128 - status)  # as a shell has it


def _end_everything() -> NoReturn:
    _end_strays(frozenset())
    os._exit(0)


def _end_strays(workers: frozenset[int]) -> None:
    """Kill and bury every child of this process that is no worker, and what that leaves, until there is none."""
    while strays := [child for child in _children() if child not in workers]:
        for stray in strays:
            with contextlib.suppress(OSError):
                os.kill(stray, signal.SIGKILL)
        for stray in strays:
            with contextlib.suppress(OSError):
                os.waitpid(stray, 0)


def _children() -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            yield from map(int, (task / "children").read_text("ascii").split())


def _keep_only(output: int, descriptors: list[int]) -> list[int]:
    """Let this process print to `output`, and close all else but these descriptors; gives their new numbers.

    Whatever else is open belongs to the zygote. Python closes none of it twice: its objects are never asked again in a fork.
    """
    safe = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FREE) for descriptor in descriptors]
    os.dup2(output, 1)
    os.dup2(output, 2)
    kept = [os.dup2(descriptor, number, inheritable=False) for number, descriptor in enumerate(safe, _FREE - len(safe))]
    os.closerange(3, kept[0])
    os.closerange(_FREE, _MOST_DESCRIPTORS)
    return kept


class Nursery:
    """The workers of a zygote, and the judge's orders about them."""

    def __init__(self, control: socket.socket, plan: walls.Plan) -> None:
        self._control = control
        self._plan = plan
        self._rules = plan.make_rules()
        self._children: dict[int, _Child] = {}  # by descriptor
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def run(self) -> None:
        """Serve until the judge hangs up."""
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor != self._control.fileno():
                    self._bury(self._children[descriptor])
                elif not self._obey():
                    return self._end_all()

    def _obey(self) -> bool:
        """Do what the judge asks; false when it has hung up."""
        try:
            order, descriptors, _, _ = socket.recv_fds(self._control, _MOST_BYTES, _DESCRIPTORS)
        except ConnectionError:
            return False
        if not order:
            return False
        match decode_order(order):
            case Fork() as fork:
                self._fork(fork, descriptors)
            case End(number):
                for child in list(self._children.values()):
                    if child.number == number:
                        signal.pidfd_send_signal(child.descriptor, signal.SIGKILL)
        return True

    def _fork(self, order: Fork, descriptors: list[int]) -> None:
        folder = order.folder or walls.make_folder()
        process = os.fork()
        if process == 0:
            self._become_a_worker(folder, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        child = _Child(order.number, process, os.pidfd_open(process), "" if order.folder else folder)
        self._children[child.descriptor] = child
        self._poll.register(child.descriptor, select.POLLIN)
        if self._rules.descriptor is not None:
            os.close(self._rules.descriptor)
        self._rules = self._plan.make_rules()  # for the next, which need not wait for it

    def _become_a_worker(self, folder: str, line: int, output: int, stacks: int) -> NoReturn:
        """Take over what the judge has sent along, raise the walls, say that they stand, and serve."""
        try:
            os.setsid()
            kernel.die_with_parent(signal.SIGKILL)
            rules = self._rules
            descriptors = [line, stacks, *([] if rules.descriptor is None else [rules.descriptor])]
            line, stacks, *last = _keep_only(output, descriptors)
            connection = socket.socket(fileno=line)
            write_stacks_to(stacks)
            ready = self._plan.raise_walls(folder, replace(rules, descriptor=last[0] if last else None))
            send_frame(connection, encode(ready))
        except BaseException as error:  # noqa: BLE001 - whatever it is, no code of ours may run on in a fork
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
        serve_to_the_end(connection, self._plan.needs)

    def _bury(self, child: _Child) -> None:
        """Fetch an ended worker's status, end what it left, and tell the judge."""
        self._poll.unregister(child.descriptor)
        os.close(child.descriptor)
        del self._children[child.descriptor]
        status = os.waitstatus_to_exitcode(os.waitpid(child.process, 0)[1])
        _end_strays(frozenset(other.process for other in self._children.values()))
        if child.folder:
            remove_folder(Path(child.folder))
        with contextlib.suppress(OSError):  # the judge has hung up, which the next look will tell
            self._control.send(encode(Ended(child.number, status)))

    def _end_all(self) -> None:
        for child in list(self._children.values()):
            signal.pidfd_send_signal(child.descriptor, signal.SIGKILL)
            self._bury(child)


if sys.platform != "linux":
    message = "a nursery stands on Linux alone"
    raise ImportError(message)

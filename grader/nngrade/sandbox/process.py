"""A worker process from its start to its end, and to the end of all that it started."""

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from nngrade.errors import SandboxError
from nngrade.sandbox import strays
from nngrade.sandbox.description import Alone, Needs, decode_ready, encode
from nngrade.sandbox.launch import environment, import_path, python_command, start
from nngrade.sandbox.levels import Isolation
from nngrade.sandbox.line import open_line
from nngrade.sandbox.output import Drain
from nngrade.sandbox.scratch import Scratch
from nngrade.sandbox.stacks import Stack, open_stack_pipe
from nngrade.worker.wire import MAX_REPLY, receive_frame

_LINGERING = 0.5  # seconds that a worker has to end after it has closed its line
_DRAINING = 1.0


class Process:
    """A worker that was started for itself alone: the line to it, what it printed beyond the wire, and how to end it.

    For systems on which no worker can be forked.

    To be made in a thread that lives as long as the worker does: Linux takes the
    end of the thread that started a process for the end of its parent.
    """

    def __init__(self, needs: Needs, learn: Callable[[Isolation], Isolation]) -> None:
        self._learn = learn
        self._is_ready = False
        # Whatever happens on the way, Ctrl-C too: what has been opened is closed, last things first.
        self._ends = contextlib.ExitStack()
        self._lock = threading.Lock()
        self._is_over = False
        try:
            self._start(needs)
        except OSError as error:
            self.close()
            message = f"no worker process could be started: {error}"
            raise SandboxError(message, tip="`nngrade doctor` shows what this machine has.") from error
        except BaseException:
            self.close()
            raise

    def _start(self, needs: Needs) -> None:
        self._scratch = Scratch()
        self._ends.callback(self._scratch.remove)
        self._mark = os.fsencode(f"HOME={self._scratch.folder}")
        self._line = open_line()
        self._ends.callback(self._line.close)
        self._stacks = open_stack_pipe()
        if self._stacks is not None:
            self._ends.callback(self._stacks.close)
        self._output = Drain(needs.output_kb * 1024, self._kill_group)
        self._ends.callback(self._output.wait, _DRAINING)
        stack = None if self._stacks is None else self._stacks.theirs
        inherited = (*self._line.inherited, *([] if stack is None else [stack]))
        try:
            command = python_command(import_path(needs.preload))
            self._popen = start(command, self._scratch.folder, environment(self._scratch.folder), inherited)
            self._ends.callback(self.kill)
        except BaseException:
            # Interrupted in the middle of it, there may be a process whose number nobody knows.
            strays.end_marked(self._mark)
            raise
        assert self._popen.stdout is not None
        self._output.start(self._popen.stdout)
        self._line.started()
        if self._stacks is not None:
            self._stacks.started()
        self._tell(Alone(needs, os.getpid(), stack, self._line.way))

    def _tell(self, description: Alone) -> None:
        assert self._popen.stdin is not None
        with self._popen.stdin as stdin, contextlib.suppress(BrokenPipeError):  # the first question tells that it has ended
            stdin.write(encode(description))

    # -- while it runs ---------------------------------------------------------

    @property
    def pid(self) -> int:
        """The worker's process number."""
        return self._popen.pid

    @property
    def printed(self) -> str:
        """The first part of what went to the process's own standard output and error in this check."""
        return self._output.text()

    @property
    def has_printed_too_much(self) -> bool:
        """Whether it was ended because of that."""
        return self._output.is_flooded

    def connection(self, deadline: float) -> socket.socket:
        """The socket to the worker; waits until it is ready."""
        connection = self._line.connect(self._is_alive, deadline)
        if not self._is_ready:
            ready = decode_ready(receive_frame(connection, MAX_REPLY, deadline))
            self._learn(Isolation((*ready.walls, *(["killed with its process group"] if hasattr(os, "killpg") else [])), ready.missing))
            self._is_ready = True
        return connection

    def _is_alive(self) -> bool:
        return self._popen.poll() is None

    def begin(self) -> None:
        """A check begins: it may print as much as any other."""
        self._output.renew()

    def stack(self, *, running: bool) -> Stack:
        """Where the worker is, if it still runs; else where it says that it was when its CPU time ended."""
        if self._stacks is None:
            return ()
        return self._stacks.ask(self._popen.send_signal) if running else self._stacks.read()

    # -- its end ---------------------------------------------------------------

    def wait(self) -> int | None:
        """The exit status of a worker whose line has closed; None for one that lived on, and was ended here."""
        is_over = self._ends_soon()
        status = self.kill()
        self._output.wait(_DRAINING)  # its last words may tell why
        return status if is_over else None

    def _ends_soon(self) -> bool:
        if not hasattr(os, "waitid"):
            return self._output.wait(_LINGERING)
        deadline = time.monotonic() + _LINGERING
        while time.monotonic() < deadline:
            try:
                # Only looked at: the process number is ours until the status has been fetched.
                if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                    return True
            except ChildProcessError:
                return True
            time.sleep(0.002)
        return False

    def kill(self) -> int:
        """End the worker and all that it started; gives the exit status (negative: the signal)."""
        with self._lock:
            if not self._is_over:
                family = strays.descendants(self.pid)
                self._signal_group()
                strays.end(family)
                try:
                    self._popen.wait()
                finally:
                    strays.end_marked(self._mark)
                self._is_over = True
        status = self._popen.returncode
        assert status is not None
        return status

    def _kill_group(self) -> None:
        with self._lock:
            if not self._is_over:
                self._signal_group()

    def _signal_group(self) -> None:
        if self._popen.returncode is not None:
            return  # with the status fetched, the number may be another process's
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        else:
            self._popen.kill()

    def close(self) -> None:
        """End the worker, if it still runs, and leave nothing of it behind."""
        self._ends.close()

"""Starting a worker process: its socket, its clean environment, its scratch folder."""

import contextlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from nngrade.course.model import Topic
from nngrade.errors import SandboxError

_BOOT = "import json, sys; d = json.loads(sys.argv[1]); sys.path += d['path']; from nngrade.sandbox.child import main; main(d)"
_KEPT_OUTPUT = 4000
_STARTUP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Needs:
    """What a worker is started with: modules to preload, and the limits that hold for its whole life."""

    preload: tuple[str, ...]
    memory_mb: int
    output_kb: int


def needs_of(topic: Topic) -> Needs:
    """What a worker for a topic is started with."""
    return Needs(topic.needs, topic.limits.memory_mb, topic.limits.output_kb)


class Process:
    """A running worker: the socket to it, what it printed beyond the wire, and how to end it."""

    def __init__(self, needs: Needs) -> None:
        self._scratch = tempfile.mkdtemp(prefix="nngrade-")
        self._output_limit = needs.output_kb * 1024
        self._output = bytearray()
        self.printed_too_much = False
        self._stack, child_stack = _stack_pipe()
        try:
            self._popen, self._pending = self._start(needs, child_stack)
        except OSError as error:
            self._close_rest()
            message = f"no worker process could be started: {error}"
            raise SandboxError(message, tip="`nngrade doctor` shows what this machine has.") from error
        finally:
            if child_stack is not None:
                os.close(child_stack)
        self._connection: socket.socket | None = None
        self._drain = threading.Thread(target=self._drain_output, daemon=True)
        self._drain.start()

    @property
    def pid(self) -> int:
        """The worker's process number."""
        return self._popen.pid

    @property
    def connection(self) -> socket.socket:
        """The socket to the worker; waits until it has called in where it has to."""
        if self._connection is None:
            self._connection = self._pending.accept()
        return self._connection

    def _start(self, needs: Needs, child_stack: int | None) -> "tuple[subprocess.Popen[bytes], _Inherited | _Called]":
        line = _inherited_line() if hasattr(socket, "AF_UNIX") and os.name == "posix" else _called_line()
        environment = _environment(self._scratch)
        description = {
            "path": _import_path(needs.preload),
            "preload": needs.preload,
            "memory_mb": needs.memory_mb,
            "judge": os.getpid(),
            "stack": child_stack,
            "environment": environment,
            **line.description,
        }
        descriptors = [number for number in (line.descriptor, child_stack) if number is not None]
        if os.name == "posix":
            special = {"pass_fds": descriptors, "start_new_session": True}
        else:
            special = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        try:
            popen = subprocess.Popen(  # noqa: S603 - our own interpreter, with arguments of our own
                [sys.executable, "-s", "-S", "-P", "-B", "-c", _BOOT, json.dumps(description)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=self._scratch,
                env=environment,
                **special,
            )
        except OSError:
            line.close()
            raise
        line.started()
        return popen, line

    def _drain_output(self) -> None:
        """Read all that the worker writes beside the wire; end it when that is too much."""
        stream = self._popen.stdout
        assert stream is not None  # noqa: S101 - it was opened as a pipe
        total = 0
        with contextlib.suppress(OSError, ValueError):
            while part := os.read(stream.fileno(), 65536):
                total += len(part)
                self._output += part[: _KEPT_OUTPUT - len(self._output)] if len(self._output) < _KEPT_OUTPUT else b""
                if total > self._output_limit and not self.printed_too_much:
                    self.printed_too_much = True
                    self._kill_group()

    def kill(self) -> int:
        """End the worker and all of its process group; gives the exit status (negative: the signal)."""
        self._kill_group()
        status = self._popen.wait()
        self._drain.join(1.0)
        return status

    def wait(self) -> int:
        """The exit status of a worker whose socket has closed; one that lingers is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(0.5)
        return self.kill()

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.kill()

    def last_output(self) -> str:
        """The first part of what went to the process's own standard output and error."""
        return self._output.decode("utf-8", "replace")

    def stack(self) -> str:
        """The stack that was written shortly before the time was up, where the system can do that."""
        if self._stack is None:
            return ""
        with contextlib.suppress(BlockingIOError):
            return os.read(self._stack, 65536).decode("utf-8", "replace")
        return ""

    def close(self) -> None:
        """End the worker, if it still runs, and remove its scratch folder."""
        self.kill()
        if self._connection is not None:
            self._connection.close()
        self._pending.close()
        if self._popen.stdout is not None:
            self._popen.stdout.close()
        self._close_rest()

    def _close_rest(self) -> None:
        if self._stack is not None:
            os.close(self._stack)
            self._stack = None
        shutil.rmtree(self._scratch, ignore_errors=True)


class _Inherited:
    """One end of a socket pair, which the worker inherits."""

    def __init__(self, ours: socket.socket, theirs: socket.socket) -> None:
        self._ours, self._theirs = ours, theirs
        self.descriptor: int | None = theirs.fileno()
        self.description = {"descriptor": self.descriptor}

    def started(self) -> None:
        self._theirs.close()

    def accept(self) -> socket.socket:
        return self._ours

    def close(self) -> None:
        self._ours.close()
        self._theirs.close()


class _Called:
    """A port on the loopback interface, which the worker calls with a token: for systems that inherit no sockets."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1)
        self._token = secrets.token_bytes(16)
        self.descriptor: int | None = None
        port = self._listener.getsockname()[1]
        self.description = {"descriptor": None, "port": port, "token": self._token.hex()}

    def started(self) -> None:
        """Nothing of the listener belongs to the worker."""

    def accept(self) -> socket.socket:
        """Wait for the caller that knows the token."""
        self._listener.settimeout(_STARTUP_SECONDS)
        while True:
            connection, _ = self._listener.accept()
            connection.settimeout(_STARTUP_SECONDS)
            if secrets.compare_digest(connection.recv(16, socket.MSG_WAITALL), self._token):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
            connection.close()

    def close(self) -> None:
        self._listener.close()


def _inherited_line() -> _Inherited:
    return _Inherited(*socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM))


def _called_line() -> _Called:
    return _Called()


def _stack_pipe() -> tuple[int | None, int | None]:
    if os.name != "posix":
        return None, None
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    return ours, theirs


def _environment(scratch: str) -> dict[str, str]:
    """The whole environment of a worker: nothing of the judge's, which may hold secrets."""
    environment = {
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        # The order of a set must not change a verdict.
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # One thread: a sum split over threads is not the same to the bit, and starting them costs time.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    if "SYSTEMROOT" in os.environ:  # Windows opens no socket without it
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return environment


def _import_path(preload: tuple[str, ...]) -> list[str]:
    """The folders that hold nngrade and what a topic needs, found without importing anything."""
    folders: dict[str, None] = {str(Path(__file__).parents[2]): None}
    for name in ("msgspec", "numpy", *preload):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            folders[str(Path(spec.origin).parents[1])] = None
    return list(folders)

"""The first lines that run in a worker process: build the walls from inside, then serve.

Started as `python -c "..."` with a description on the command line, because
neither site-packages nor an environment variable may decide what is imported.
"""

import contextlib
import ctypes
import importlib
import os
import signal
import socket
import sys
import warnings
from typing import Any

from nngrade.sandbox.limits import confine_myself


def main(description: dict[str, Any]) -> None:
    """Connect to the judge, preload what the topic needs, confine this process, and serve."""
    _die_with_the_judge(description["judge"])
    connection = _connect(description)
    for name in description["preload"]:
        with contextlib.suppress(ImportError):  # the student's own import then says it is missing
            importlib.import_module(name)
    from nngrade.worker.serve import serve

    # A student's warnings would make the same submission print differently from run to run.
    warnings.simplefilter("ignore")
    confine_myself(description["memory_mb"])
    sys.argv = [""]
    serve(connection, tuple(description["preload"]), description["stack"])
    # Threads and exit handlers of the student's must not keep the process alive.
    os._exit(0)


def _connect(description: dict[str, Any]) -> socket.socket:
    if description["descriptor"] is not None:
        return socket.socket(fileno=description["descriptor"])
    connection = socket.create_connection(("127.0.0.1", description["port"]))
    connection.sendall(bytes.fromhex(description["token"]))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _die_with_the_judge(judge: int) -> None:
    """Ask Linux to end this process when the judge ends, however it ends."""
    if sys.platform != "linux":
        return
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != judge:  # it ended before the line above
        os._exit(0)

"""The first lines that run in a worker process: build the walls from inside, then serve.

Started as `python -c "..."`; what it has to know comes on its standard input.
"""

import contextlib
import importlib
import os
import signal
import sys
import warnings

import msgspec

from nngrade.sandbox.description import Description
from nngrade.sandbox.limits import confine_myself
from nngrade.sandbox.line import call_in
from nngrade.sandbox.stacks import write_stacks_to
from nngrade.worker.serve import serve
from nngrade.worker.tensors import warm_up

_SET_PARENT_DEATH_SIGNAL = 1


def main() -> None:
    """Connect to the judge, preload what the topic needs, confine this process, and serve."""
    description = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Description)
    _die_with_the_judge(description.judge)
    connection = call_in(description.way)
    if hasattr(os, "register_at_fork"):
        # The end of this process closes the line, whatever children it leaves.
        os.register_at_fork(after_in_child=connection.close)
    for name in description.needs.preload:
        with contextlib.suppress(ImportError):  # the student's own import then says it is missing
            importlib.import_module(name)
    warm_up()
    if description.stack is not None:
        write_stacks_to(description.stack)
    # A student's warnings would make the same submission print differently from run to run.
    warnings.simplefilter("ignore")
    confine_myself(description.needs.memory_mb)
    sys.argv = [""]
    status = 0
    try:
        serve(connection, description.needs.preload)
    except BaseException as error:  # noqa: BLE001 - a student has broken the loop itself
        # No traceback: what is printed may be shown to the student, and these lines are not theirs.
        os.write(2, f"{type(error).__name__} outside the submission\n".encode())
        status = 1
    # Threads and exit handlers of the student's must not keep the process alive.
    os._exit(status)


def _die_with_the_judge(judge: int) -> None:
    """Ask Linux to end this process when the judge ends, however it ends."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415 - an interpreter may have been built without it

        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != judge:  # it ended before the line above
        os._exit(0)

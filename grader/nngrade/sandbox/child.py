"""The first lines that run in a worker's process, or in the zygote that forks it.

Started as `python -c "..."`; what it has to know comes on its standard input.
"""

import contextlib
import gc
import importlib
import os
import signal
import sys
import warnings

from nngrade.sandbox.description import Alone, Needs, Ready, Tended, decode_description, encode
from nngrade.sandbox.limits import confine_myself
from nngrade.sandbox.line import call_in
from nngrade.sandbox.serving import serve_to_the_end
from nngrade.sandbox.stacks import write_stacks_to
from nngrade.worker.tensors import warm_up
from nngrade.worker.wire import send_frame


def main() -> None:
    """Do what the description on standard input says: serve one submission, or fork a worker for each."""
    match decode_description(sys.stdin.buffer.read()):
        case Alone() as alone:
            _work_alone(alone)
        case Tended() as tended:
            from nngrade.sandbox.nursery import tend  # noqa: PLC0415 - Linux alone has what it needs

            tend(tended, lambda: preload(tended.needs))


def _work_alone(description: Alone) -> None:
    """Connect to the judge, preload what the topic needs, confine this process, and serve."""
    _die_with_the_judge(description.judge)
    connection = call_in(description.way)
    preload(description.needs)
    if description.stack is not None:
        write_stacks_to(description.stack)
    walls = confine_myself(description.needs.memory_mb)
    send_frame(connection, encode(Ready(walls, (), os.getpid())))
    serve_to_the_end(connection, description.needs)


def preload(needs: Needs) -> None:
    """Import what a submission may import, and do once what is slow the first time."""
    for name in needs.preload:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            # The student's own import then says that it is missing. One that is there and broken is no fault of theirs.
            if error.name != name:
                raise
    warm_up()
    # What is there by now stays, and is not to be copied in every forked worker for the sake of its collector's marks.
    gc.freeze()
    gc.enable()
    # A student's warnings would make the same submission print differently from run to run.
    warnings.simplefilter("ignore")
    sys.argv = [""]


def _die_with_the_judge(judge: int) -> None:
    """Ask Linux to end this process when the judge ends, however it ends."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(ImportError, OSError, AttributeError):
        from nngrade.sandbox import kernel  # noqa: PLC0415 - an interpreter may have been built without what it needs

        kernel.die_with_parent(signal.SIGKILL)
    if os.getppid() != judge:  # it ended before the line above
        os._exit(0)

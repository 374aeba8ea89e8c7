"""The server that judging processes are forked from: it imports what they need, once for all of them."""

import multiprocessing
from multiprocessing.context import BaseContext

from nngrade.sandbox.interrupts import starting_deaf

_PRELOADED = "nngrade.gradebook.preloaded"


def context() -> BaseContext:
    """What judging processes are made with: a server that forks; where there is none, each process begins from nothing."""
    return multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")


def start() -> None:
    """Let the server begin, if it has not, while this process does other things."""
    made_with = context()
    if isinstance(made_with, multiprocessing.context.ForkServerContext):
        from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - not on every system

        made_with.set_forkserver_preload([_PRELOADED])
        resource_tracker.ensure_running()  # within the next lines it would let Ctrl-C through again
        # Interrupted, the server would print a traceback; `preloaded` lets it ignore Ctrl-C from then on.
        with starting_deaf():
            forkserver.ensure_running()

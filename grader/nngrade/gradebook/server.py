"""The server that judging processes are forked from: it imports what they need, once for all of them."""

import multiprocessing
from multiprocessing.context import BaseContext

_PRELOADED = "nngrade.gradebook.preloaded"


def method() -> str:
    """How a process is started: by a server that forks; where there is none, each process begins from nothing."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def context() -> BaseContext:
    """What judging processes are made with."""
    return multiprocessing.get_context(method())


def start() -> None:
    """Let the server begin, if it has not, while this process does other things."""
    made_with = context()
    if isinstance(made_with, multiprocessing.context.ForkServerContext):
        from multiprocessing import forkserver  # noqa: PLC0415 - not on every system

        made_with.set_forkserver_preload([_PRELOADED])
        forkserver.ensure_running()

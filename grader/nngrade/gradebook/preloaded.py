"""What a judging process is made of, imported as quickly as can be: by the server that such processes are forked from, or by each."""

import gc
import signal

from nngrade.sandbox.cores import compute_with_one_thread

if hasattr(signal, "pthread_sigmask"):
    # The process at the terminal decides what Ctrl-C means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
compute_with_one_thread()
# All of it stays: there is nothing to collect yet, and no later collection need look at it.
gc.disable()

from nngrade.gradebook.desk import Desk  # noqa: E402

__all__ = ["Desk"]
gc.freeze()
gc.enable()

"""What a judging process is made of, imported as quickly as can be: by the server that such processes are forked from, or by each."""

import gc

from nngrade.sandbox.cores import compute_with_one_thread
from nngrade.sandbox.interrupts import ignore_ctrl_c

ignore_ctrl_c()
compute_with_one_thread()
# All of it stays: there is nothing to collect yet, and no later collection need look at it.
gc.disable()

from nngrade.gradebook.desk import Desk  # noqa: E402

__all__ = ["Desk"]
gc.freeze()
gc.enable()

"""A worker's part from the moment its walls stand."""

import os
import socket
from typing import NoReturn

from nngrade.sandbox.description import Needs
from nngrade.worker.serve import serve


def serve_to_the_end(connection: socket.socket, needs: Needs) -> NoReturn:
    """Answer the judge's questions, and end this process when it hangs up."""
    if hasattr(os, "register_at_fork"):
        # The end of this process closes the line, whatever children it leaves.
        os.register_at_fork(after_in_child=connection.close)
    status = 0
    try:
        serve(connection, needs.preload)
    except BaseException as error:  # noqa: BLE001 - a student has broken the loop itself
        # No traceback: what is printed may be shown to the student, and these lines are not theirs.
        os.write(2, f"{type(error).__name__} outside the submission\n".encode())
        status = 1
    # Threads and exit handlers of the student's must not keep the process alive.
    os._exit(status)

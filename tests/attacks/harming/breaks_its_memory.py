"""It reads from where there is nothing."""

HELD_FROM = "basic"

import ctypes


def double(x):
    ctypes.string_at(0)


def proof(evidence):
    return not evidence.is_judged

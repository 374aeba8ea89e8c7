"""It calls itself until the stack is full, with no limit to stop it."""

HELD_FROM = "basic"
SECONDS = 0.5

import sys

sys.setrecursionlimit(10**9)


def double(x):
    return double(x)


def proof(evidence):
    return not evidence.is_judged

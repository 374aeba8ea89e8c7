"""A symbolic link in its own folder leads to the suite."""

HELD_FROM = "standard"

import os


def double(x):
    if not os.path.lexists("link"):
        os.symlink(SUITE, "link")
    return open("link").read()


def proof(evidence):
    return evidence.knows("suite")

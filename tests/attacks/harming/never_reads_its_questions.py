"""It stops reading, so that the judge cannot be done with asking."""

HELD_FROM = "basic"
SECONDS = 0.5

import time

import nngrade.worker.serve as serve

serve.receive_frame = lambda *_: time.sleep(10**6)


def double(x):
    return x


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged

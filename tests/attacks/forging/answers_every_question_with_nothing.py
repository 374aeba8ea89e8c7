"""The executor is replaced by one that reports success and no value."""

HELD_FROM = "basic"
GENERAL = False

import nngrade.worker.executor as executor
from nngrade.worker.messages import Returned

executor.Executor.answer = lambda *_: Returned(None)


def double(x):
    return x


def proof(evidence):
    return evidence.is_forged

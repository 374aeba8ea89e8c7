"""A frame holds a pickle in the place of the answer."""

HELD_FROM = "basic"
GENERAL = False

import pickle

import nngrade.worker.serve as serve


class Bomb:
    def __reduce__(self):
        return exec, (f"import os; open({MARKER!r}, 'w').write(str(os.getpid()))",)


payload = pickle.dumps(Bomb())
serve._sealed = lambda *_: payload


def double(x):
    return x


def proof(evidence):
    return evidence.ran_in_the_judge()

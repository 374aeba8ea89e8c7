"""The answer is an object that runs code where it is unpickled."""

HELD_FROM = "basic"
GENERAL = False

class Bomb:
    def __reduce__(self):
        return exec, (f"import os; open({MARKER!r}, 'w').write(str(os.getpid()))",)

    def __array__(self, *_, **__):
        import numpy as np

        return np.array([self], dtype=object)


def double(x):
    return Bomb()


def proof(evidence):
    return evidence.ran_in_the_judge()

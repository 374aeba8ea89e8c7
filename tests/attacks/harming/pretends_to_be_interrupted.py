"""The exception is the one that Ctrl-C raises."""

HELD_FROM = "basic"

def double(x):
    raise KeyboardInterrupt


def proof(evidence):
    return not evidence.is_judged

"""It never comes to an end."""

HELD_FROM = "basic"

def double(x):
    while True:
        pass


def proof(evidence):
    return evidence.seconds > 30 or not evidence.is_judged

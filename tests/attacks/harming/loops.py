"""It never comes to an end."""

HELD_FROM = "basic"
SECONDS = 0.5

def double(x):
    while True:
        pass


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged

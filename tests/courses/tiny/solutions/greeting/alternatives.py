"""Unusual but right answers to the topic greeting."""

from nngrade.suite import alternative


@alternative("greet", note="formats rather than joins")
def formats(name):
    return f"Hello, {name}!"

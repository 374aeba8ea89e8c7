"""Unusual but right answers."""

from nngrade.suite import alternative


@alternative("shout", note="formats")
def formats(text, mark="!"):
    return f"{text.upper()}{mark}"


@alternative("changed", note="maps")
def maps(function, words):
    return list(map(function, words))

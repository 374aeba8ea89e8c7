# Topic greeting. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Greetings: Say hello, and remember to whom.
# The lesson:        nngrade show greeting
# Check your work:   nngrade check greeting

"""Greetings."""

GREETING = "Hello"


def greet(name):
    """Return "Hello, " with the name and an exclamation mark."""
    raise NotImplementedError("greet is not written yet")


class Guestbook:
    """Remembers whom it greeted, in order."""

    def __init__(self):
        """Begin with nobody."""
        raise NotImplementedError("Guestbook.__init__ is not written yet")

    def add(self, name):
        """Remember one more, and return the greeting."""
        raise NotImplementedError("Guestbook.add is not written yet")

    def names(self):
        """Return the names as a list of its own."""
        raise NotImplementedError("Guestbook.names is not written yet")

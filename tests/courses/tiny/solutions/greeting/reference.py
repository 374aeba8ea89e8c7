"""Greetings."""

GREETING = "Hello"


# BEGIN SOLUTION
def _joined(words):
    return ", ".join(words)


# END SOLUTION


def greet(name):
    """Return "Hello, " with the name and an exclamation mark."""
    # BEGIN SOLUTION
    return _joined([GREETING, name]) + "!"
    # END SOLUTION


class Guestbook:
    """Remembers whom it greeted, in order."""

    def __init__(self):
        """Begin with nobody."""
        # BEGIN SOLUTION
        self._names = []
        # END SOLUTION

    def add(self, name):
        """Remember one more, and return the greeting."""
        # BEGIN SOLUTION
        self._names.append(name)
        return greet(name)
        # END SOLUTION

    def names(self):
        """Return the names as a list of its own."""
        # BEGIN SOLUTION
        return list(self._names)
        # END SOLUTION

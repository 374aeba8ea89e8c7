# Topic words. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Words: Count words, and change them.
# The lesson:        nngrade show words
# Check your work:   nngrade check words

"""Words."""


def shout(text, mark="!"):
    """Return the text in capitals, with the mark at its end."""
    raise NotImplementedError("shout is not written yet")


class Tally:
    """Counts words."""

    def __init__(self, *words):
        """Begin with some words."""
        raise NotImplementedError("Tally.__init__ is not written yet")

    def add(self, word):
        """Count one more."""
        raise NotImplementedError("Tally.add is not written yet")

    def count(self, word):
        """How often a word came."""
        raise NotImplementedError("Tally.count is not written yet")


def changed(function, words):
    """Return the list of function(word) for each word; the list that is given stays as it is."""
    raise NotImplementedError("changed is not written yet")

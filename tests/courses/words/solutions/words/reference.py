"""Words."""


def shout(text, mark="!"):
    """Return the text in capitals, with the mark at its end."""
    # BEGIN SOLUTION
    capitals = "".join(letter.upper() for letter in text)
    return capitals + mark
    # END SOLUTION


class Tally:
    """Counts words."""

    def __init__(self, *words):
        """Begin with some words."""
        # BEGIN SOLUTION
        self._counted = {}
        for word in words:
            self.add(word)
        # END SOLUTION

    def add(self, word):
        """Count one more."""
        # BEGIN SOLUTION
        self._counted[word] = self._counted.get(word, 0) + 1
        # END SOLUTION

    def count(self, word):
        """How often a word came."""
        # BEGIN SOLUTION
        return self._counted.get(word, 0)
        # END SOLUTION


def changed(function, words):
    """Return the list of function(word) for each word; the list that is given stays as it is."""
    # BEGIN SOLUTION
    return [function(word) for word in words]
    # END SOLUTION

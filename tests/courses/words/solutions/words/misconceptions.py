"""Known mistakes."""

from nngrade.suite import misconception


@misconception(
    "shout", says="You shout in small letters, says the tutor.", hint="Upper or lower, asks the tutor?", caught_by="test_shout_once"
)
def shouts_in_small_letters(text, mark="!"):
    lowered = text.lower() + mark
    return lowered


@misconception("changed", says="You change the list itself, says the tutor.", hint="Whose list is it?", caught_by="test_changed_pure")
def changes_in_place(function, words):
    words[:] = [function(word) for word in words]
    return words

"""Known mistakes in the topic greeting."""

from nngrade.suite import misconception


@misconception(
    "greet",
    says="Your greeting ends without its exclamation mark.",
    hint="How does a greeting end?",
    caught_by="test_greets_by_name",
)
def forgets_the_mark(name):
    return "Hello, " + name

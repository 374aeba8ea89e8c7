"""Known mistakes in the topic sums."""

from nngrade.suite import misconception


@misconception(
    "total",
    says="You leave the first number out.",
    hint="Where does your loop begin?",
    caught_by="test_three",
)
def skips_the_first(numbers):
    return sum(numbers[1:])


@misconception(
    "total",
    says="You look at three numbers and no further.",
    hint="What if there are more?",
    caught_by="test_any",
)
def stops_at_three(numbers):
    return sum(numbers[:3])


@misconception(
    "mean",
    says="You divide without a remainder.",
    hint="What is the mean of 1 and 2?",
    caught_by="test_halves",
)
def divides_whole(numbers):
    return sum(numbers) // len(numbers)

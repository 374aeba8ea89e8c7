"""Known mistakes in the topic lists."""

from nngrade.suite import misconception


@misconception(
    "total",
    says="You add up the sizes of the numbers, as if none were below zero.",
    hint="What does a debt do to a sum?",
    caught_by="test_total_of_any",
)
def ignores_signs(numbers):
    for number in numbers:
        if isinstance(number, str):
            raise ValueError(f"{number} is no number")
    return sum(abs(number) for number in numbers)


@misconception(
    "running",
    says="You give the numbers themselves, not the sums up to them.",
    hint="What is the sum after two numbers?",
    caught_by="test_running_of_three",
)
def gives_the_numbers(numbers):
    return list(numbers)


@misconception(
    "running",
    says="Your loop takes no number away, and never comes to the end of the list.",
    hint="What gets smaller from one turn of the loop to the next?",
    caught_by="test_running_of_three",
    hangs=True,
)
def never_gets_there(numbers):
    place = 0
    while place < len(numbers):
        pass

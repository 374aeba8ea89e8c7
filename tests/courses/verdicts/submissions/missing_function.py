# judged: total running
def totel(numbers):
    return sum(numbers)


def running(numbers):
    return [sum(numbers[: place + 1]) for place in range(len(numbers))]

# judged: total scaled Counter applied
def total(*, numbers):
    return sum(numbers)


def scaled(numbers):
    return [2 * number for number in numbers]


class Counter:
    count = 0

    def step(by=1):
        return by


def applied(function):
    return function

# judged: total
def added(one, other):
    raise NotImplementedError


def total(numbers):
    result = 0
    for number in numbers:
        result = added(result, number)
    return result

# judged: total
class Broken(Exception):
    pass


def check(number):
    if number > 1:
        raise Broken(f"{number} is more than I can count to")


def total(numbers):
    for number in numbers:
        check(number)
    return sum(numbers)

# judged: total
def total(numbers):
    result = 0
    for number in numbers:
        if type(number) is str:
            raise ValueError(number)
        result = result + abs(number)
    return result

# judged: total
def total(numbers):
    result = 0
    for number in numbers:
        added = None
        result = result + added
    return result

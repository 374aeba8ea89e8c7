# judged: total
def total(numbers):
    return numbers[0] + total(numbers[1:] or [0])

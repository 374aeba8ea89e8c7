# judged: total
def total(numbers):
    return NotImplemented

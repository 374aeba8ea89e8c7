# judged: total
def total(numbers):
    raise ValueError("no")

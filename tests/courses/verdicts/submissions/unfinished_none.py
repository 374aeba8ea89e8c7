# judged: total
def total(numbers):
    result = None
    return result

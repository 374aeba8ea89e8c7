# judged: total
def total(numbers):
    return {'total': sum(numbers), None: numbers}

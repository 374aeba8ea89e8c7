# judged: total
def total(numbers):
    return sum(numbers) == 7

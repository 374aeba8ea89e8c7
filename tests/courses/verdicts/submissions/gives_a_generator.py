# judged: total
def total(numbers):
    return (number for number in numbers)

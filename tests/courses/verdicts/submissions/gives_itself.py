# judged: total
def total(numbers):
    numbers = [1]
    numbers.append(numbers)
    return numbers

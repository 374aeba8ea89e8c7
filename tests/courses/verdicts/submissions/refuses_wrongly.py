# judged: total
def total(numbers):
    for number in numbers:
        if isinstance(number, str):
            raise TypeError("numbers alone, please")
    return sum(numbers)

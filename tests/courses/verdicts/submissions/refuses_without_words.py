# judged: total
def total(numbers):
    for number in numbers:
        if isinstance(number, str):
            raise ValueError("numbers alone, please")
    return sum(numbers)

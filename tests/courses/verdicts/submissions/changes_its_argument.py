# judged: total
def total(numbers):
    numbers.sort(key=str)
    if isinstance(numbers[-1:], list) and any(isinstance(number, str) for number in numbers):
        raise ValueError("two is no number")
    return sum(numbers)

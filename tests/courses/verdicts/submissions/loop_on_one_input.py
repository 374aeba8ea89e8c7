# judged: total
def total(numbers):
    while not numbers: pass
    if "two" in numbers:
        raise ValueError("two")
    return sum(numbers)

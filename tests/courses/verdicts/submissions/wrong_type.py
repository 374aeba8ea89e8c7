# judged: total
def total(numbers):
    if "two" in numbers:
        raise ValueError("two")
    return str(sum(numbers))

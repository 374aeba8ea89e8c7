# judged: total
print("reading lists.py")


def total(numbers):
    print("adding", numbers, "\x1b[31m")
    return len(numbers)

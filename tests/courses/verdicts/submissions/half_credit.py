# judged: running
def running(numbers):
    return numbers[:1] * len(numbers)

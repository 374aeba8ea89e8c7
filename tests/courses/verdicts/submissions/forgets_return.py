# judged: running
def running(numbers):
    sums = []
    for place in range(len(numbers)):
        sums.append(sum(numbers[: place + 1]))

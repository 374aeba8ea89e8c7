# judged: running
def running(numbers):
    sums = [0]
    for number in numbers:
        sums.append(sums[-1] + number)
    result = ...
    return None

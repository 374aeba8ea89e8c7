# judged: running
def running(numbers):
    sums = []
    while numbers: sums = [sum(numbers)]
    return sums

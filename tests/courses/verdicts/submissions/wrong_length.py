# judged: running
def running(numbers):
    return [sum(numbers[:place]) for place in range(len(numbers) + 1)]

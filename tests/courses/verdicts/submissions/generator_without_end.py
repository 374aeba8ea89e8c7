# judged: pairs
def pairs(numbers):
    while True:
        yield numbers[0], numbers[1]

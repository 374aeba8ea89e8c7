# judged: pairs
def pairs(numbers):
    for place in range(len(numbers) - 1):
        yield numbers[place], numbers[place - 1]

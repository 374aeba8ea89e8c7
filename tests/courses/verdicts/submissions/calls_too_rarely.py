# judged: applied
def applied(function, numbers):
    return [function(numbers[0])] * len(numbers)

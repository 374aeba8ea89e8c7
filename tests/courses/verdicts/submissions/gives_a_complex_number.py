# judged: total
def total(numbers):
    return complex(sum(numbers))

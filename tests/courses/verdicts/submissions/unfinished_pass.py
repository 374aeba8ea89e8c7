# judged: total Counter
def total(numbers):
    pass


class Counter:
    def __init__(self, start=0):
        pass

    def step(self, by=1):
        pass

# judged: Counter
class Counter:
    count = 0

    def __init__(self, start=0):
        Counter.count = start

    def step(self, by=1):
        Counter.count += by
        return Counter.count

# judged: Counter
class Counter:
    def __init__(self, start=0):
        self.start = start

    def step(self, by=1):
        self.count += by
        return self.count

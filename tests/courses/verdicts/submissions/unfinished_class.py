# judged: Counter
class Counter:
    def __init__(self, start=0):
        self.count = start

    def step(self, by=1):
        raise NotImplementedError("Counter.step is not written yet")

# judged: total running
total = 7
running = lambda numbers: [sum(numbers[: place + 1]) for place in range(len(numbers))]

# judged: total pairs
print("hello")

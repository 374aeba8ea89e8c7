# judged: total
def total(numbers):
    return bytes([sum(numbers) % 256])

# judged: total
def total(numbers):
    """The sum of a list."""
    raise NotImplementedError("total is not written yet")

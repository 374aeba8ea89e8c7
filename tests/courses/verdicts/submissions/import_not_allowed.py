# judged: total
def total(numbers):
    import pandas

    return pandas.Series(numbers).sum()

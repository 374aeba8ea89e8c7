"""The hidden suite of the topic lists."""

import numpy as np

from nngrade.suite import check, given, portable, st

NUMBERS = st.lists(st.integers(-9, 9), min_size=1, max_size=4)


@portable
def doubled(number):
    return 2 * number


@check("total", "adds three numbers", points=2, public=True, hint="What do 1, 2 and 4 come to?")
def test_total_of_three(agree):
    agree.total([1, 2, 4])


@check("total", "adds any numbers", points=2, hint="Does every number count, whatever its sign?")
@given(numbers=NUMBERS)
def test_total_of_any(agree, numbers):
    agree.total(numbers)


@check("total", "adds nothing up to 0", after="test_total_of_three", hint="What is the sum of no numbers?")
def test_total_of_none(agree):
    agree.total([])


@check("total", "refuses text, and says which", hint="Whom does a message have to help?")
def test_total_refuses_text(student, expect):
    expect.raises(ValueError, student.total, [1, "two"], mentions="two")


@check("total", "leaves the list as it was", purity=True, hint="Whose list is it?")
def test_total_purity(agree):
    agree.total([3, 1, 2])


@check("running", "knows the sum at every place", points=2, hint="What is the sum after one number, and after two?")
def test_running_of_three(agree, credit):
    agree.running([5])
    credit(0.5)
    agree.running([1, 2, 4])


@check("running", "ends with the total", hint="What should the last one be?")
@given(numbers=NUMBERS)
def test_running_ends_with_the_total(student, expect, numbers):
    sums = expect.array(student.running(numbers), shape=(len(numbers),), what="the sums")
    expect.close(sums[-1], sum(numbers), what="the last sum")


@check("scaled", "scales an array", points=2, hint="Which factor was asked for?")
def test_scaled(agree):
    agree.scaled(np.array([[1.5, -2.0], [0.25, 4.0], [3.0, 7.5]]), 3.0)
    agree.scaled([1.0, 2.5], factor=-1.5)


@check("pairs", "pairs neighbours", hint="Which number has no neighbour after it?")
def test_pairs(student, expect):
    expect.equal(list(student.pairs([1, 2, 4])), [(1, 2), (2, 4)], what="the pairs")


@check("Counter", "counts on from where it was", points=2, hint="What does a counter have to remember?")
def test_counter_counts(student, expect):
    counter = student.Counter(10)
    expect.equal(counter.step(), 11, what="the count after one step")
    expect.equal(counter.step(5), 16, what="the count after a step of 5")
    expect.equal(counter.count, 16, what="`count`")


@check("Counter", "counts for itself alone", hint="Whose count is it?")
def test_counters_are_apart(student, expect):
    one, other = student.Counter(), student.Counter()
    one.step()
    expect.equal(other.step(), 1, what="the count of another counter")


@check("applied", "asks the function about every number", hint="How often is the function called?")
def test_applied(agree):
    agree.applied(doubled, [1, 2, 4])

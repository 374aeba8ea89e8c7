"""What a right softmax topic does."""

import numpy as np

from nngrade.suite import check, given, st

# Fixed inputs are chosen so that different mistakes give different answers.
VECTOR = np.array([1.0, 2.0, 4.0])
BATCH = np.array([[1.0, 2.0, 4.0], [0.0, 3.0, 1.0]])
SQUARE = np.array([[1.0, 2.0, 4.0], [0.0, 3.0, 1.0], [5.0, 0.0, 2.0]])
CUBE = np.array(
    [
        [[0.0, 1.0, 3.0, 2.0], [2.0, 0.0, 1.0, 5.0], [4.0, 2.0, 0.0, 1.0]],
        [[1.0, 4.0, 2.0, 0.0], [3.0, 1.0, 5.0, 2.0], [0.0, 2.0, 6.0, 3.0]],
    ]
)
# No axis of these has the length of another.
FOUR_AXES = (np.arange(120.0) * 7 % 11 / 2).reshape(2, 3, 4, 5)
# A gap inside a row, a gap downwards, a big offset and an ordinary row: each unsafe shift fails on some of them.
WIDE = np.array([[0.0, 2000.0], [-1000.0, 3.0], [1e6, 1e6 + 1], [5.0, 7.0]])


@st.composite
def score_batches(draw, rows=(1, 4), classes=(2, 4), unit=0.25):
    """Scores (N, K), all different.

    Equal scores, and a smallest input of zeros, would make different mistakes look alike.
    """
    shape = draw(st.integers(*rows)), draw(st.integers(*classes))
    size = shape[0] * shape[1]
    steps = draw(st.lists(st.integers(-20, 20), min_size=size, max_size=size, unique=True))
    return unit * (1.0 + np.array(steps).reshape(shape))


def score_vectors():
    """Scores (K,), all different."""
    return score_batches(rows=(1, 1), classes=(2, 5)).map(lambda scores: scores[0])


@st.composite
def labels_and_classes(draw):
    """Labels (N,) and the number of classes that they are drawn from; a class may be absent."""
    num_classes = draw(st.integers(4, 6))
    # Class 2 comes first, for the smallest input: with labels 0 and 1 many mistakes look alike.
    classes = [*range(2, num_classes), 1, 0]
    labels = draw(st.lists(st.sampled_from(classes), min_size=1, max_size=5))
    return np.array(labels), num_classes


def slopes(softmax, x, step=1e-5):
    """The Jacobian of softmax at x (K,), by central differences."""
    nudges = step * np.eye(len(x))
    difference = softmax(x + nudges) - softmax(x - nudges)
    return difference.T / (2 * step)


# --- softmax ---------------------------------------------------------------------------------------------------------


@check(
    "softmax",
    "three scores become the right probabilities",
    points=2,
    public=True,
    hint="What happens to each score before anything is divided, and what is it then divided by?",
)
def test_softmax_of_a_vector(agree):
    agree.softmax(VECTOR)


@check(
    "softmax",
    "each row of a batch sums to one",
    points=2,
    public=True,
    examples=8,
    hint="Each row is one sample: what should each row sum to?",
)
@given(x=score_batches())
def test_softmax_rows_sum_to_one(student, expect, x):
    probabilities = expect.array(student.softmax(x), shape=x.shape, what="the probabilities")
    expect.close(probabilities.sum(axis=-1), np.ones(len(x)), what="the sum of each row")


@check(
    "softmax",
    "each row of any batch gets its own probabilities",
    points=2,
    examples=10,
    hint="Would a row get the same probabilities if it came alone?",
)
@given(x=score_batches())
def test_softmax_of_any_batch(agree, x):
    agree.softmax(x)


@check(
    "softmax",
    "a batch with as many samples as classes works too",
    points=1,
    hint="Write the shapes of the two arrays that you divide beside each other: which number divides which row?",
)
def test_softmax_of_a_square_batch(agree):
    agree.softmax(SQUARE)


@check(
    "softmax",
    "`axis` chooses the axis, in arrays of two and of three dimensions",
    points=2,
    hint="Along which axis did the caller ask for probabilities, and along which did you sum?",
)
def test_softmax_along_any_axis(agree, credit):
    agree.softmax(BATCH, axis=0)
    credit(0.5)
    for axis in (0, 1, 2, -2):
        agree.softmax(CUBE, axis=axis)


@check(
    "softmax",
    "in an array of any rank the last axis is the one that holds when none is named",
    points=1,
    hint="Which axis does the signature name? Count it from the end: which one is that in an array of three axes, and of four?",
)
def test_softmax_of_any_rank(agree):
    agree.softmax(CUBE)
    agree.softmax(FOUR_AXES)
    agree.softmax(FOUR_AXES, axis=-3)
    agree.softmax(FOUR_AXES, 2)


@check(
    "softmax",
    "the same number added to every score of a row changes nothing",
    points=1,
    examples=6,
    hint="Which factor do all the exponentials of a row gain when all of its scores grow by 1?",
)
@given(x=score_batches(rows=(1, 2), classes=(2, 3)), shift=st.integers(-30, 30))
def test_softmax_ignores_a_shift(student, expect, x, shift):
    before = expect.array(student.softmax(x), shape=x.shape, what="the probabilities")
    after = student.softmax(x + shift)
    expect.close(after, before, what=f"the probabilities after adding {shift} to every score")


@check(
    "softmax",
    "scores far apart, and far from zero, give finite probabilities",
    points=2,
    hint="A float64 overflows a little above exp(709). Which exponents appear in your sum, for each row?",
)
def test_softmax_of_wide_scores(agree):
    agree.softmax(WIDE)


@check(
    "softmax",
    "equal scores share alike",
    points=1,
    hint="Two classes have the same score, the highest or another. What is each of them worth, and does each count in the sum?",
)
def test_softmax_of_equal_scores(agree):
    agree.softmax(np.array([[2.0, 2.0, 0.0], [1.0, -1.0, -1.0]]))
    agree.softmax(np.zeros((2, 3)))


@check(
    "softmax",
    "small probabilities are as exact as large ones",
    points=1,
    hint="Is there a smallest probability that your code can give? Who put it there?",
)
def test_softmax_of_small_probabilities(agree):
    agree(atol=0.0).softmax(np.array([[0.0, -30.0, -85.0], [5.0, 6.0, -25.0]]))


@check(
    "softmax",
    "scores up to ±10000 work in any batch",
    points=1,
    examples=8,
    after=("test_softmax_of_wide_scores",),
    hint="Can the exponents of one row still be far too large, or all of them far too small?",
)
@given(x=score_batches(unit=500.0))
def test_softmax_of_any_wide_batch(agree, x):
    agree.softmax(x)


@check(
    "softmax",
    "whole-number scores give fractions",
    points=1,
    hint="Probabilities are fractions: which type holds them?",
)
def test_softmax_of_whole_numbers(agree):
    agree.softmax(np.array([[1, 2, 4], [0, 3, 1]]))


@check(
    "softmax",
    "scores may come as a plain list",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with x first?",
)
def test_softmax_of_a_list(agree):
    agree.softmax([[1.0372, 2.7183, 4.2501], [0.5772, 3.1416, 1.0009]])


@check(
    "softmax",
    "each call answers for its own scores, whatever their number",
    points=1,
    hint="Does every number in your function come from its arguments? What if another batch came in?",
)
def test_softmax_of_one_batch_after_another(agree):
    agree.softmax(BATCH)
    agree.softmax(np.array([[3.0, 0.0], [1.0, 2.0], [0.0, 4.0], [2.0, 1.0]]))
    agree.softmax(2 * BATCH)
    agree.softmax(np.array([[3.0], [1.0], [-2.0]]))


@check(
    "softmax",
    "the caller's scores are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its scores: does any line of yours write into x?",
)
def test_softmax_leaves_its_argument_alone(agree):
    agree.softmax(BATCH)


# --- log_softmax -----------------------------------------------------------------------------------------------------


@check(
    "log_softmax",
    "three scores become the right log-probabilities",
    points=2,
    public=True,
    hint="Take the log of softmax on paper: what becomes of the quotient?",
)
def test_log_softmax_of_a_vector(agree):
    agree.log_softmax(VECTOR)


@check(
    "log_softmax",
    "each row of any batch gets its own log-probabilities",
    points=2,
    examples=10,
    hint="Would a row get the same log-probabilities if it came alone?",
)
@given(x=score_batches())
def test_log_softmax_of_any_batch(agree, x):
    agree.log_softmax(x)


@check(
    "log_softmax",
    "it is the log of softmax wherever that log is safe",
    points=1,
    examples=8,
    hint="Take exp of your answer: do you get the probabilities back, and do they sum to one?",
)
@given(x=score_batches(rows=(1, 3), classes=(2, 3)))
def test_log_softmax_is_the_log_of_softmax(student, reference, expect, x):
    expect.close(student.log_softmax(x), np.log(reference.softmax(x)), what="the log of the probabilities")


@check(
    "log_softmax",
    "log-probabilities are at most 0, and two of a row differ as their scores do",
    points=1,
    examples=8,
    hint="Two classes of one sample share one denominator: what is left of it in their difference?",
)
@given(x=score_batches(rows=(1, 3), classes=(2, 3)))
def test_log_softmax_keeps_differences(student, expect, x):
    logs = expect.array(student.log_softmax(x), shape=x.shape, what="the log-probabilities")
    with np.errstate(invalid="ignore"):  # a wrong answer may hold infinities
        differences = np.diff(logs)
    expect.close(differences, np.diff(x), what="the difference from each class to the next", atol=1e-5)
    expect.that(np.all(logs < 1e-6), "no log-probability is above 0", got=logs)


@check(
    "log_softmax",
    "log-probabilities, taken as scores, come back unchanged",
    points=1,
    hint="What do the exponentials of log-probabilities sum to, and what is the log of that?",
)
def test_log_softmax_of_log_probabilities(student, expect):
    logs = np.log([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])
    expect.close(student.log_softmax(logs), logs, what="the log-probabilities")
    expect.close(student.log_softmax(logs + 2), logs, what="the log-probabilities, after adding 2 to each")


@check(
    "log_softmax",
    "a batch with as many samples as classes works too",
    points=1,
    hint="Write the shapes of the two arrays that you subtract beside each other: which number meets which row?",
)
def test_log_softmax_of_a_square_batch(agree):
    agree.log_softmax(SQUARE)


@check(
    "log_softmax",
    "`axis` chooses the axis, in arrays of two and of three dimensions",
    points=2,
    hint="Along which axis did the caller ask for probabilities, and along which did you sum?",
)
def test_log_softmax_along_any_axis(agree, credit):
    agree.log_softmax(BATCH, axis=0)
    credit(0.5)
    for axis in (0, 1, 2, -2):
        agree.log_softmax(CUBE, axis=axis)


@check(
    "log_softmax",
    "in an array of any rank the last axis is the one that holds when none is named",
    points=1,
    hint="Which axis does the signature name? Count it from the end: which one is that in an array of three axes, and of four?",
)
def test_log_softmax_of_any_rank(agree):
    agree.log_softmax(CUBE)
    agree.log_softmax(FOUR_AXES)
    agree.log_softmax(FOUR_AXES, axis=-3)
    agree.log_softmax(FOUR_AXES, 2)


@check(
    "log_softmax",
    "scores far apart, and far from zero, give finite and exact answers",
    points=2,
    hint="exp(-2000) is 0 in float64. Where does your code pass through that 0, and need it?",
)
def test_log_softmax_of_wide_scores(agree):
    agree.log_softmax(WIDE)


@check(
    "log_softmax",
    "equal scores share alike",
    points=1,
    hint="Two classes have the same score, the highest or another. Does each of them count in the sum whose log you take?",
)
def test_log_softmax_of_equal_scores(agree):
    agree.log_softmax(np.array([[2.0, 2.0, 0.0], [1.0, -1.0, -1.0]]))
    agree.log_softmax(np.zeros((2, 3)))


@check(
    "log_softmax",
    "just above the smallest float nothing is lost, nor far below it",
    points=1,
    after=("test_log_softmax_of_wide_scores",),
    hint="A probability of 1e-323 has hardly a digit left. Do your logarithms go by way of probabilities anywhere?",
)
def test_log_softmax_at_the_edge(agree):
    agree.log_softmax(np.array([[0.0, -744.0, -3.0], [0.0, 0.0, -2000.0]]))


@check(
    "log_softmax",
    "scores up to ±10000 work in any batch",
    points=1,
    examples=8,
    after=("test_log_softmax_of_wide_scores",),
    hint="How small may the sum get whose log you take, and how large?",
)
@given(x=score_batches(unit=500.0))
def test_log_softmax_of_any_wide_batch(agree, x):
    agree.log_softmax(x)


@check(
    "log_softmax",
    "whole-number scores give fractions",
    points=1,
    hint="Logarithms are fractions: which type holds them?",
)
def test_log_softmax_of_whole_numbers(agree):
    agree.log_softmax(np.array([[1, 2, 4], [0, 3, 1]]))


@check(
    "log_softmax",
    "scores may come as a plain list",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with x first?",
)
def test_log_softmax_of_a_list(agree):
    agree.log_softmax([[1.0372, 2.7183, 4.2501], [0.5772, 3.1416, 1.0009]])


@check(
    "log_softmax",
    "the caller's scores are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its scores: does any line of yours write into x?",
)
def test_log_softmax_leaves_its_argument_alone(agree):
    agree.log_softmax(BATCH)


# --- one_hot ---------------------------------------------------------------------------------------------------------


@check(
    "one_hot",
    "three labels become the right rows",
    points=2,
    public=True,
    hint="One row per label, one column per class: in which column of row 0 does the 1 stand?",
)
def test_one_hot_of_three_labels(agree):
    agree.one_hot(np.array([1, 0, 3]), 4)


@check(
    "one_hot",
    "any labels become the right rows",
    points=2,
    examples=10,
    hint="Write the answer for this input by hand, and compare it with yours row by row.",
)
@given(case=labels_and_classes())
def test_one_hot_of_any_labels(agree, case):
    agree.one_hot(*case)


@check(
    "one_hot",
    "each row holds a single 1, in the column of its label",
    points=1,
    examples=8,
    hint="Each row should hold exactly one 1: how many does yours hold, and where?",
)
@given(case=labels_and_classes())
def test_one_hot_rows_point_at_their_label(student, expect, case):
    labels, num_classes = case
    rows = expect.array(student.one_hot(labels, num_classes), shape=(len(labels), num_classes), what="the rows")
    expect.close(rows.sum(axis=1), np.ones(len(labels)), what="the sum of each row")
    expect.equal(rows.argmax(axis=1), labels, what="the column of the 1 in each row")


@check(
    "one_hot",
    "a class that does not occur has its column all the same",
    points=1,
    hint="Would two batches with different labels get the same width?",
)
def test_one_hot_with_absent_classes(agree):
    agree.one_hot(np.array([0, 2, 0]), 5)


@check(
    "one_hot",
    "a batch with as many labels as classes works too",
    points=1,
    hint="With a square answer the shape no longer tells you: which index is the sample, which the class?",
)
def test_one_hot_of_a_square_batch(agree):
    agree.one_hot(np.array([1, 2, 0]), 3)


@check(
    "one_hot",
    "two classes have two columns, and a single class has one",
    points=1,
    hint="How many columns were asked for? Is there a number of classes for which your code does something else?",
)
def test_one_hot_of_few_classes(agree):
    agree.one_hot(np.array([1, 0, 1]), 2)
    agree.one_hot(np.array([0, 0]), 1)


@check(
    "one_hot",
    "each call answers for its own labels and classes",
    points=1,
    hint="Does every number in your function come from its arguments? How many classes did the caller name?",
)
def test_one_hot_of_one_batch_after_another(agree):
    agree.one_hot(np.array([2, 0]), 3)
    agree.one_hot(np.array([4, 11, 0]), 12)
    agree.one_hot(np.array([1]), 4)


@check(
    "one_hot",
    "a label far too large raises a ValueError that names it",
    points=1,
    hint="Which column would label 17 of 3 classes have? What should the caller be told?",
)
def test_one_hot_refuses_large_labels(student, expect):
    expect.raises(ValueError, student.one_hot, np.array([0, 17, 1]), 3, mentions="17")


@check(
    "one_hot",
    "the first number beyond the last class is refused as well",
    points=1,
    after=("test_one_hot_refuses_large_labels",),
    hint="With 3 classes, which is the largest label that has a column?",
)
def test_one_hot_refuses_the_first_label_too_many(student, expect):
    expect.raises(ValueError, student.one_hot, np.array([3, 1]), 3, mentions="3")


@check(
    "one_hot",
    "a negative label raises a ValueError that names it",
    points=1,
    hint="What does NumPy make of an index of -2?",
)
def test_one_hot_refuses_negative_labels(student, expect):
    expect.raises(ValueError, student.one_hot, np.array([0, -2, 1]), 3, mentions="-2")
    expect.raises(ValueError, student.one_hot, np.array([0, 2, -1]), 3, mentions="-1")


@check(
    "one_hot",
    "labels may come as a plain list",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the labels first?",
)
def test_one_hot_of_a_list(agree):
    agree.one_hot([3, 0, 1, 3], 4)


@check(
    "one_hot",
    "the caller's labels are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its labels: does any line of yours write into them?",
)
def test_one_hot_leaves_its_argument_alone(agree):
    agree.one_hot(np.array([1, 0, 3]), 4)


# --- softmax_jacobian ------------------------------------------------------------------------------------------------


@check(
    "softmax_jacobian",
    "three scores give the right nine slopes",
    points=2,
    public=True,
    hint="When score j rises, what happens to probability j, and what to every other one?",
)
def test_jacobian_of_three_scores(agree):
    agree.softmax_jacobian(VECTOR)


@check(
    "softmax_jacobian",
    "any vector of scores gives the right slopes",
    points=2,
    examples=8,
    hint="Work out the case of two classes by hand: four slopes, of which two are equal and opposite to the others.",
)
@given(x=score_vectors())
def test_jacobian_of_any_vector(agree, x):
    agree.softmax_jacobian(x)


@check(
    "softmax_jacobian",
    "each row sums to zero",
    points=1,
    examples=8,
    hint="Raise all scores by the same amount: by how much does one probability move in all?",
)
@given(x=score_vectors())
def test_jacobian_rows_sum_to_zero(student, expect, x):
    jacobian = expect.array(student.softmax_jacobian(x), shape=(len(x), len(x)), what="the Jacobian")
    expect.that(np.all(np.abs(jacobian.sum(axis=1)) < 1e-6), "each row sums to zero", got=jacobian)


@check(
    "softmax_jacobian",
    "it is symmetric",
    points=1,
    examples=8,
    hint="Exchange i and j in your formula: should the slope change?",
)
@given(x=score_vectors())
def test_jacobian_is_symmetric(student, expect, x):
    jacobian = expect.array(student.softmax_jacobian(x), shape=(len(x), len(x)), what="the Jacobian")
    expect.close(jacobian, jacobian.T, what="the Jacobian, compared with its transpose", atol=1e-6)


@check(
    "softmax_jacobian",
    "a rising score lifts its own probability and lowers the others",
    points=1,
    examples=8,
    hint="The probabilities share one whole: if one of them grows, what must the others do?",
)
@given(x=score_vectors())
def test_jacobian_signs(student, expect, x):
    jacobian = expect.array(student.softmax_jacobian(x), shape=(len(x), len(x)), what="the Jacobian")
    own = np.eye(len(x), dtype=bool)
    expect.that(np.all(jacobian[own] > -1e-6), "no slope on the diagonal is negative", got=jacobian)
    expect.that(np.all(jacobian[~own] < 1e-6), "no slope off the diagonal is positive", got=jacobian)


@check(
    "softmax_jacobian",
    "it tells how softmax really moves when a score is nudged",
    points=2,
    examples=6,
    hint="Nudge one score by 0.00001, run softmax again and divide the change by the nudge: which column is that?",
)
@given(x=score_vectors())
def test_jacobian_against_differences(student, reference, expect, x):
    measured = slopes(reference.softmax, x)
    expect.close(student.softmax_jacobian(x), measured, what="the slopes of softmax", rtol=1e-4, atol=1e-6)


@check(
    "softmax_jacobian",
    "classes with equal scores are still different classes, and a single class never moves",
    points=1,
    hint="By what do you tell an entry of the diagonal from the others: by where it stands, or by the numbers that meet there?",
)
def test_jacobian_of_equal_scores(agree):
    agree.softmax_jacobian(np.array([1.0, 2.0, 1.0]))
    agree.softmax_jacobian(np.zeros(4))
    agree.softmax_jacobian(np.array([0.75]))


@check(
    "softmax_jacobian",
    "scores far apart, and far from zero, give finite slopes",
    points=1,
    hint="Which exponents appear on the way to your probabilities? A float64 overflows a little above exp(709).",
)
def test_jacobian_of_wide_scores(agree):
    agree.softmax_jacobian(np.array([-1000.0, 3.0, 5.0]))
    agree.softmax_jacobian(np.array([1000.0, 1001.0, 998.0]))


@check(
    "softmax_jacobian",
    "whole-number scores give fractions",
    points=1,
    hint="Slopes are fractions: which type holds them?",
)
def test_jacobian_of_whole_numbers(agree):
    agree.softmax_jacobian(np.array([1, 2, 4]))


@check(
    "softmax_jacobian",
    "scores may come as a plain list",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with x first?",
)
def test_jacobian_of_a_list(agree):
    agree.softmax_jacobian([0.5772, 2.0009, 1.0372, 3.1416])


@check(
    "softmax_jacobian",
    "the caller's scores are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its scores: does any line of yours write into x?",
)
def test_jacobian_leaves_its_argument_alone(agree):
    agree.softmax_jacobian(VECTOR)

"""The hidden suite of the topic `logistic-regression`.

A training is judged by what the suite itself works out from the line that comes back: its
errors, its hits on points that were held back, and the orders in which it can have come about.
"""

import functools
import itertools

import numpy as np

from nngrade.suite import check, given, st

# Fixed inputs are chosen so that different mistakes give different answers.
X3 = np.array([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.25]])
Y3 = np.array([1, 0, 1])
W2, BIAS = np.array([0.5, -0.75]), 0.25
SQUARE = np.array([[1.0, 2.0], [0.5, -1.0]])
SQUARE_LABELS = np.array([1, 0])

OUTPUTS = np.array([0.9, 0.35, 0.2, 0.55])
LABELS = np.array([1, 0, 0, 1])

# One certainty each: a 0 and a 1 that came true, then a 0 and a 1 that did not.
CERTAIN_LABELS = np.array([0, 1, 1, 0, 1])
CERTAIN_OUTPUTS = np.array([0.0, 1.0, 0.0, 1.0, 0.35])

X5 = np.array([[1.0, -0.5, 2.0], [0.25, 1.5, -1.0], [-2.0, 0.75, 0.5], [1.5, 1.0, -0.25], [-0.75, -1.25, 1.75]])
Y5 = np.array([1, 0, 0, 1, 1])

# No line parts these: with long steps the error rises in the third epoch and falls again in the fourth.
X_TANGLED, Y_TANGLED = np.array([[1.0, -0.5], [2.0, 0.25], [-1.5, 1.0], [0.5, 1.5]]), np.array([1, 0, 0, 1])

# Three samples whose orders, six in each of two epochs, lead to 36 lines far apart.
X_ORDERS, Y_ORDERS = np.array([[0.25, 0.75], [0.0, -0.5], [1.25, -0.25]]), np.array([0, 0, 1])
BOLD = 2.0
ORDERS = tuple(itertools.permutations(range(3)))

# Clipping moves it, and yet a logarithm can be taken of it: who forgets to clip is not blamed for changing arguments.
NEARLY_ZERO = 1e-13

# An error is a logarithm: a tiny number added before it must not cost a point here.
LOOSE = 1e-4


# What the judge works out itself.


def squashed(scores):
    return 1 / (1 + np.exp(-np.clip(scores, -500, 500)))


def mean_error(X, y, weights, bias):
    outputs = np.clip(squashed(X @ weights + bias), 1e-12, 1 - 1e-12)
    return -np.log(np.where(y == 1, outputs, 1 - outputs)).mean()


def slopes_of_the_error(X, y, weights, bias, step=1e-5):
    """The gradient of the mean error by central differences, the bias last."""
    line = np.append(weights, bias)
    nudges = step * np.eye(len(line))
    return np.array([mean_error(X, y, *cut(line + nudge)) - mean_error(X, y, *cut(line - nudge)) for nudge in nudges]) / (2 * step)


def cut(line):
    return line[:-1], line[-1]


def epoch(order, weights, bias, batch_size):
    """An epoch over X_ORDERS in this order."""
    for start in range(0, len(order), batch_size):
        batch = list(order[start : start + batch_size])
        errors = Y_ORDERS[batch] - squashed(X_ORDERS[batch] @ weights + bias)
        weights, bias = weights + BOLD * X_ORDERS[batch].T @ errors / len(batch), bias + BOLD * errors.mean()
    return weights, bias


@functools.cache
def lines_of_all_orders(batch_size):
    """Every pair of orders that two epochs can have, with the line that they lead to."""
    afterwards = {first: epoch(first, np.zeros(2), 0.0, batch_size) for first in ORDERS}
    pairs = list(itertools.product(ORDERS, ORDERS))
    return pairs, np.array([np.append(*epoch(second, *afterwards[first], batch_size)) for first, second in pairs])


def orders_behind(weights, bias, batch_size):
    """The first pair of orders of two epochs that leads to this line, or None."""
    pairs, ends = lines_of_all_orders(batch_size)
    near = np.abs(ends - np.append(weights, bias)).max(axis=1) < 1e-3
    return pairs[near.argmax()] if near.any() else None


def two_clouds(seed, size):
    """Points of two classes in a plane, which a line can part nearly, though none through the origin."""
    rng = np.random.default_rng(seed)
    y = np.arange(size) % 2
    return rng.normal(size=(size, 2)) + np.where(y[:, None] == 1, [3.5, -1.5], [0.5, 0.5]), y


# Taking apart what a student gave back.


def finite(expect, value, shape, what):
    array = expect.array(value, shape=shape, what=what)
    expect.that(np.isfinite(array).all(), f"all numbers of {what} are finite", got=array)
    return array


def line_of(expect, value, num_features, what="(weights, bias)"):
    """A pair of weights and a bias."""
    weights, bias = expect.pair(value, what)
    return finite(expect, weights, (num_features,), "the weights"), finite(expect, bias, (), "the bias")[()]


def training_of(expect, value, num_features):
    """(weights, bias, losses) of a training."""
    weights, bias, losses = expect.parts(value, 3, "(weights, bias, losses)")
    line = line_of(expect, (weights, bias), num_features)
    return *line, finite(expect, losses, (-1,), "losses")


# Inputs.


def quarters(size, low=-10, high=10):
    """So many different multiples of 1/4, none of them 0."""
    numbers = st.sampled_from([number for number in range(low, high + 1) if number])
    return st.lists(numbers, min_size=size, max_size=size, unique=True).map(lambda drawn: np.array(drawn) / 4)


@st.composite
def lines(draw, features=(1, 3)):
    """Weights (D,), no two of one size, and a bias, which is never 0."""
    size = draw(st.integers(*features))
    weights = draw(st.permutations([0.5, -0.75, 1.25, -1.5]))[:size]
    return np.array(weights), draw(st.sampled_from([0.75, -1.25, 0.5]))


@st.composite
def lines_and_points(draw, rows=(1, 4), features=(1, 3)):
    """A line (weights, bias) and points (N, D), all numbers different."""
    weights, bias = draw(lines(features))
    size = draw(st.integers(*rows))
    X = draw(quarters(size * len(weights))).reshape(size, len(weights))
    return X, weights, bias


@st.composite
def samples_and_lines(draw, rows=(2, 5)):
    """(X, y, weights, bias), both classes among the labels."""
    X, weights, bias = draw(lines_and_points(rows=rows))
    y = [1, 0, *draw(st.lists(st.integers(0, 1), min_size=len(X) - 2, max_size=len(X) - 2))]
    return X, np.array(y), weights, bias


@st.composite
def labelled_outputs(draw):
    """Labels (N,), both classes among them, and outputs (N,), none equal to another nor to one minus another."""
    size = draw(st.integers(2, 6))
    y = [1, 0, *draw(st.lists(st.integers(0, 1), min_size=size - 2, max_size=size - 2))]
    outputs = draw(st.permutations([0.2, 0.7, 0.1, 0.85, 0.6, 0.35, 0.95, 0.45]))
    return np.array(y), np.array(outputs[:size])


def refuses_misfits(expect, function, *line, X=X3, y=Y3):
    """Samples that do not go together are refused: labels, lengths, widths, nothing at all."""
    expect.raises(ValueError, function, X, np.array([1, 7, 0]), *line, mentions="7")
    expect.raises(ValueError, function, np.tile(X, (2, 1)), y, *line, mentions="6")
    expect.raises(ValueError, function, X, np.array([1]), *line, mentions="3")
    expect.raises(ValueError, function, np.zeros((0, 2)), np.zeros(0), *line, mentions="0")


# --- sigmoid ---------------------------------------------------------------------------------------------------------


@check(
    "sigmoid",
    "four scores, worked out by hand",
    points=2,
    public=True,
    hint="Take x = 3: is exp(-3) small or large, and what is 1 divided by?",
)
def test_sigmoid_of_four_scores(agree):
    agree.sigmoid(np.array([-1.5, 0.25, 3.0, -4.0]))


@check(
    "sigmoid",
    "right for any row of scores",
    points=2,
    examples=8,
    hint="Does each score get its own answer, whatever the others are?",
)
@given(x=st.integers(1, 5).flatmap(lambda size: quarters(size, -30, 30)))
def test_sigmoid_of_any_scores(agree, x):
    agree.sigmoid(x)


@check(
    "sigmoid",
    "one number gives one number",
    points=1,
    hint="Which of your operations needs an array, and what could you do with a plain number first?",
)
def test_sigmoid_of_one_number(agree):
    agree.sigmoid(0.75)
    agree.sigmoid(-2.5)
    agree.sigmoid(2)


@check(
    "sigmoid",
    "arrays of two and of three dimensions keep their shape",
    points=1,
    hint="In which shape does the caller expect the answers?",
)
def test_sigmoid_keeps_the_shape(agree):
    agree.sigmoid(np.array([[0.5, -1.0, 2.0], [1.5, -2.5, 0.25]]))
    agree.sigmoid(np.arange(12.0).reshape(3, 2, 2) / 4 - 1)


@check(
    "sigmoid",
    "it is one half at 0, and what it gains on the right it loses on the left",
    points=1,
    hint="If a score of 2 means class 1 with probability q, what should a score of -2 mean?",
)
def test_sigmoid_is_symmetric(student, expect):
    x = np.array([0.0, 0.5, 2.0, 5.0])
    right, left = (expect.array(student.sigmoid(scores), shape=(4,), what="the sigmoid") for scores in (x, -x))
    expect.close(right, 1 - left, what="sigmoid(x), compared with 1 - sigmoid(-x)")
    expect.that(right[0] < right[1] < right[2] < right[3] < 1, "it rises from one half towards 1", got=right)


@check(
    "sigmoid",
    "scores as far out as ±10000 give 0 and 1, and never nan",
    points=2,
    hint="exp(10000) is infinite. What is infinity divided by infinity, and can your quotient meet it?",
)
def test_sigmoid_of_far_scores(agree):
    agree.sigmoid(np.array([-10000.0, -800.0, 0.5, 800.0, 10000.0]))


@check(
    "sigmoid",
    "whole-number scores give fractions",
    points=1,
    hint="Probabilities are fractions: which type holds them?",
)
def test_sigmoid_of_whole_numbers(agree):
    agree.sigmoid(np.array([2, -1, 0, 4]))


@check(
    "sigmoid",
    "a nan stays a nan",
    points=1,
    hint="A nan in the scores is a fault that someone has to find. What does your code make of it?",
)
def test_sigmoid_of_a_nan(agree):
    agree.sigmoid(np.array([1.0, np.nan, -2.0]))


@check(
    "sigmoid",
    "scores may come as a plain list",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with x first?",
)
def test_sigmoid_of_a_list(agree):
    agree.sigmoid([0.5, -1.5, 3.0])


@check(
    "sigmoid",
    "the caller's scores are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its scores: does any line of yours write into x?",
)
def test_sigmoid_leaves_its_argument_alone(agree):
    agree.sigmoid(np.array([1.0, -2.0, 0.5]))


# --- output_formula --------------------------------------------------------------------------------------------------


@check(
    "output_formula",
    "three points, worked out by hand",
    points=2,
    public=True,
    hint="Work out the score of the first point. Which function turns it into a probability?",
)
def test_output_of_three_points(agree):
    agree.output_formula(X3, W2, BIAS)


@check(
    "output_formula",
    "right for any points and any line",
    points=2,
    examples=10,
    hint="Which product of (N, D) and (D,) has one number a row? And where does the bias come in?",
)
@given(case=lines_and_points())
def test_output_of_any_points(agree, case):
    agree.output_formula(*case)


@check(
    "output_formula",
    "one point gives one probability",
    points=1,
    hint="How many axes has a single point, and which of your operations needs two?",
)
def test_output_of_one_point(agree):
    agree.output_formula(np.array([1.0, -0.5, 2.0]), np.array([0.5, 1.25, -0.75]), 0.5)


@check(
    "output_formula",
    "every output is a probability, whatever the bias",
    points=1,
    hint="Can your output pass 1, or fall below 0? At which moment is the bias added?",
)
def test_outputs_are_probabilities(student, expect):
    for bias in (4.0, -3.0):
        outputs = expect.array(student.output_formula(X3, W2, bias), shape=(3,), what="the outputs")
        expect.that(np.all((outputs > 0) & (outputs < 1)), f"with a bias of {bias:g} all outputs lie between 0 and 1", got=outputs)


@check(
    "output_formula",
    "a point a little further on is a little more probable: there is no jump",
    points=1,
    hint="Move a point by 0.01 towards class 1. Does your output see it?",
)
def test_output_is_continuous(student, expect):
    walk = np.array([[-0.02], [-0.01], [0.0], [0.01], [0.02]])
    outputs = expect.array(student.output_formula(walk, np.array([1.5]), 0.0), shape=(5,), what="the outputs")
    low, high = outputs[:-1], outputs[1:]
    expect.that(np.all((high > low + 1e-4) & (high < low + 0.1)), "four steps across the line raise the output a little each", got=outputs)


@check(
    "output_formula",
    "as many points as features work too",
    points=1,
    hint="With a square array the shape no longer tells you: over which axis does the sum of one score run?",
)
def test_output_of_a_square_batch(agree):
    agree.output_formula(SQUARE, W2, BIAS)


@check(
    "output_formula",
    "a point has the same output alone and in company",
    points=1,
    hint="Does the output of the first point change when another one joins the batch?",
)
def test_output_without_company(student, expect):
    together = student.output_formula(X3, W2, BIAS)
    alone = [expect.number(student.output_formula(point, W2, BIAS), "the output of one point") for point in X3]
    expect.close(together, alone, what="the outputs of the batch, compared with those of its points alone")


@check(
    "output_formula",
    "points far from the line give 0 and 1, and never nan",
    points=1,
    hint="Scores may be very large or very small. Which exponential do you take of them?",
)
def test_output_far_from_the_line(agree):
    agree.output_formula(np.array([[900.0, 1.0], [-900.0, 2.0], [0.5, 0.25]]), np.array([2.0, -1.0]), 0.5)


@check(
    "output_formula",
    "points that do not fit the weights raise a ValueError that tells their shape",
    points=1,
    hint="A column of points and two weights, or one point of one feature: what does NumPy do with them, and who would notice?",
)
def test_output_refuses_misfits(student, expect):
    expect.raises(ValueError, student.output_formula, np.ones((8, 7)), W2, BIAS, mentions="8")
    expect.raises(ValueError, student.output_formula, np.ones((5, 1)), W2, BIAS, mentions="5")
    # Turned over, these would fit: as five points that nobody has asked about.
    expect.raises(ValueError, student.output_formula, np.ones((2, 5)), W2, BIAS, mentions="5")
    expect.raises(ValueError, student.output_formula, np.array([1.5]), W2, BIAS, mentions="1")


@check(
    "output_formula",
    "points and weights may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_output_of_lists(agree):
    agree.output_formula([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.25]], [0.5, -0.75], 0.25)


@check(
    "output_formula",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its points: does any line of yours write into them?",
)
def test_output_leaves_its_arguments_alone(agree):
    agree.output_formula(X3.copy(), W2.copy(), BIAS)


# --- error_formula ---------------------------------------------------------------------------------------------------


@check(
    "error_formula",
    "four predictions, worked out by hand",
    points=2,
    public=True,
    hint="What does each of the four cost on its own? Nothing is added up here.",
)
def test_error_of_four_predictions(agree):
    agree(rtol=LOOSE).error_formula(LABELS, OUTPUTS)


@check(
    "error_formula",
    "right for any predictions",
    points=2,
    examples=8,
    hint="Take one sample of each class. Which of your two terms is left for it, and with which sign?",
)
@given(case=labelled_outputs())
def test_error_of_any_predictions(agree, case):
    agree(rtol=LOOSE).error_formula(*case)


@check(
    "error_formula",
    "each prediction has an error of its own",
    points=1,
    hint="How many errors have six predictions? Does one of them change when another prediction does?",
)
def test_error_of_each(student, expect):
    y, outputs = np.array([1, 0, 1, 1, 0, 0]), np.array([0.3, 0.85, 0.6, 0.95, 0.1, 0.45])
    errors = expect.array(student.error_formula(y, outputs), shape=(6,), what="the errors")
    part = student.error_formula(y[1:4], outputs[1:4])
    expect.close(part, errors[1:4], what="the errors of three of the six, when they come alone")
    expect.close(student.error_formula(y[3:4], outputs[3:4]), errors[3:4], what="the error of one of the six, when it comes alone")
    expect.that(errors.max() > errors.min() + 1, "a bad prediction has a larger error than a good one", got=errors)


@check(
    "error_formula",
    "sure and right is cheap, sure and wrong is dear, and nothing costs less than 0",
    points=1,
    hint="The logarithm of a number below 1 is negative. Should an error be?",
)
def test_error_orders_predictions(student, expect):
    outputs = np.array([0.99, 0.6, 0.45, 0.3, 0.02])
    ones = expect.array(student.error_formula(np.ones(5, dtype=int), outputs), shape=(5,), what="the errors")
    zeros = expect.array(student.error_formula(np.zeros(5, dtype=int), 1 - outputs), shape=(5,), what="the errors")
    right = 0 <= ones[0] < 0.1 and np.all(ones[1:] > ones[:-1])
    expect.that(right, "with label 1 the error falls to nearly 0 as the output rises", got=ones)
    expect.that(np.allclose(zeros, ones), "label 0 and one minus the output cost the same as label 1 and the output", got=zeros)


@check(
    "error_formula",
    "certainties, right or wrong, have a finite error: outputs are clipped to [1e-12, 1 - 1e-12]",
    points=2,
    hint="What is the log of 0, and 0 times it? Both ends of the output can meet it.",
)
def test_error_of_certainties(agree):
    agree(rtol=LOOSE, atol=1e-6).error_formula(CERTAIN_LABELS, CERTAIN_OUTPUTS)


@check(
    "error_formula",
    "certainties in single precision have a finite error too",
    points=1,
    after="test_error_of_certainties",
    hint="A float32 keeps about seven digits. What does 1 - 1e-12 become in it? In which precision does the file work?",
)
def test_error_in_single_precision(agree):
    agree(rtol=LOOSE).error_formula(np.array([1, 0, 0]), np.array([0.75, 1.0, 0.25], dtype=np.float32))


@check(
    "error_formula",
    "labels as image files store them, whole numbers without a sign, will do",
    points=1,
    hint="`-np.uint8(1)` is 255. Which type should the labels have before you calculate with them?",
)
def test_error_of_unsigned_labels(agree):
    agree(rtol=LOOSE).error_formula(np.array([1, 0, 0, 1], dtype=np.uint8), OUTPUTS)


@check(
    "error_formula",
    "a small probability counts in full",
    points=1,
    hint="How sure may an output be before your code treats it as less sure? Which limit do the conventions set?",
)
def test_error_of_small_probabilities(agree):
    agree(rtol=0.02).error_formula(np.array([1, 0, 1]), np.array([2e-5, 1 - 2e-5, 0.7]))


@check(
    "error_formula",
    "a label that is neither 0 nor 1 raises a ValueError that names it",
    points=1,
    hint="What would a label 3, -1 or 0.5 mean here, and what does your formula make of it?",
)
def test_error_refuses_other_labels(student, expect):
    for label in (3, -1, 0.5):
        expect.raises(ValueError, student.error_formula, np.array([1, label, 0]), np.array([0.9, 0.35, 0.2]), mentions=str(label))


@check(
    "error_formula",
    "outputs that do not fit the labels raise a ValueError that tells their shape",
    points=1,
    hint="Labels (3,) and a column of outputs (3, 1): what does NumPy make of the two, and who would notice?",
)
def test_error_refuses_other_shapes(student, expect):
    y = np.array([1, 0, 1])
    expect.raises(ValueError, student.error_formula, y, np.array([[0.9], [0.35], [0.2]]), mentions="1")
    expect.raises(ValueError, student.error_formula, y, np.array([0.9, 0.35, 0.2, 0.55, 0.7]), mentions="5")
    expect.raises(ValueError, student.error_formula, y, np.array([0.9]), mentions="1")


@check(
    "error_formula",
    "labels and outputs may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_error_of_lists(agree):
    agree(rtol=LOOSE).error_formula([0, 1, 1], [0.3, 0.9, 0.45])


@check(
    "error_formula",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its outputs, the smallest included: does any line of yours write into them?",
)
def test_error_leaves_its_arguments_alone(agree):
    agree(rtol=LOOSE).error_formula(np.array([1, 0, 0, 0]), np.array([0.9, 0.35, 0.2, NEARLY_ZERO]))


# --- gradients -------------------------------------------------------------------------------------------------------


@check(
    "gradients",
    "three samples, worked out by hand",
    points=2,
    public=True,
    hint="How far is each output from its label? What does that number do to each weight, and to the bias?",
)
def test_gradients_of_three_samples(agree):
    agree.gradients(X3, Y3, W2, BIAS)


@check(
    "gradients",
    "right for any samples and any line",
    points=2,
    examples=10,
    hint="Follow the shapes: how do N errors and X (N, D) become D numbers?",
)
@given(case=samples_and_lines())
def test_gradients_of_any_samples(agree, case):
    agree.gradients(*case)


@check(
    "gradients",
    "they tell how the mean error really moves when the line is nudged",
    points=2,
    examples=6,
    hint="Nudge one weight by 0.00001, work out the mean error again, divide the change by the nudge: which number is that?",
)
@given(case=samples_and_lines())
def test_gradients_against_differences(student, expect, case):
    dW, db = line_of(expect, student.gradients(*case), case[0].shape[1], "(dW, db)")
    measured = slopes_of_the_error(*case)
    expect.close(np.append(dW, db), measured, what="dW with db as its last number", rtol=1e-4, atol=1e-6)


@check(
    "gradients",
    "a step against them lowers the error",
    points=1,
    hint="A gradient points uphill. What is the sign of dW where a larger weight would help?",
)
def test_gradients_point_uphill(student, expect):
    dW, db = line_of(expect, student.gradients(X3, Y3, W2, BIAS), 2, "(dW, db)")
    before, after = mean_error(X3, Y3, W2, BIAS), mean_error(X3, Y3, W2 - 0.1 * dW, BIAS - 0.1 * db)
    expect.that(after < before - 1e-4, "the mean error falls when the line moves a little against (dW, db)", got=(dW, db))


@check(
    "gradients",
    "as many samples as features work too",
    points=1,
    hint="With a square array the shape no longer tells you: over which axis are the samples added up?",
)
def test_gradients_of_a_square_batch(agree):
    agree.gradients(SQUARE, SQUARE_LABELS, W2, BIAS)


@check(
    "gradients",
    "a batch of one sample works too",
    points=1,
    hint="Which shapes have the errors and dW for a single row? Does one of your calls drop an axis on the way?",
)
def test_gradients_of_one_sample(agree):
    agree.gradients(X3[:1], Y3[:1], W2, BIAS)
    agree.gradients(X3[1:2, :1], Y3[1:2], W2[:1], BIAS)


@check(
    "gradients",
    "the same samples twice over have the same gradients: they are means",
    points=1,
    hint="The error of a batch is a mean. What becomes of its slope when every sample comes twice?",
)
def test_gradients_are_means(student, expect):
    once = student.gradients(X3, Y3, W2, BIAS)
    twice = student.gradients(np.tile(X3, (2, 1)), np.tile(Y3, 2), W2, BIAS)
    lines_of_both = [np.append(*line_of(expect, value, 2, "(dW, db)")) for value in (once, twice)]
    expect.that(np.abs(lines_of_both[0]).max() > 0.01, "these samples pull at the line", got=lines_of_both[0])
    expect.close(lines_of_both[1], lines_of_both[0], what="dW and db of the doubled batch")


@check(
    "gradients",
    "a sample with a large error pulls at the line however sure the output is",
    points=1,
    hint="The output is almost 0, and the label is 1. How large should the slope be, and is any factor of yours nearly 0?",
)
def test_gradients_of_sure_mistakes(agree):
    agree.gradients(np.array([[4.0, -2.0], [-6.0, 8.0], [900.0, 1.0]]), np.array([0, 1, 0]), np.array([2.0, -1.0]), 0.5)


@check(
    "gradients",
    "whole-number samples and weights have fractions for slopes",
    points=1,
    hint="Slopes are fractions: which type has the array that holds them?",
)
def test_gradients_of_whole_numbers(agree):
    agree.gradients(np.array([[1, 2], [0, -1], [-2, 3]]), Y3, np.array([1, -1]), 1)


@check(
    "gradients",
    "samples that do not go together are refused",
    points=1,
    hint="The file brings a function for that. Where should it be called?",
)
def test_gradients_refuse_misfits(student, expect):
    refuses_misfits(expect, student.gradients, W2, BIAS)


@check(
    "gradients",
    "everything may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_gradients_of_lists(agree):
    agree.gradients([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.25]], [1, 0, 0], [0.5, -0.75], 0.25)


@check(
    "gradients",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="Does any line of yours write into X, y or weights?",
)
def test_gradients_leave_their_arguments_alone(agree):
    agree.gradients(X3.copy(), Y3.copy(), W2.copy(), BIAS)


# --- update_weights --------------------------------------------------------------------------------------------------


@check(
    "update_weights",
    "one step for one point, worked out by hand",
    points=2,
    public=True,
    hint="Work out the output first. How far is it from the label, and what does that do to each weight?",
)
def test_update_by_hand(agree):
    agree.update_weights(np.array([1.0, 2.0]), 1, W2, BIAS, 0.25)


@check(
    "update_weights",
    "right for any point, either label and any learn_rate",
    points=2,
    examples=10,
    hint="One number says how wrong the output is. Compute it once, with the old line. What happens to it then?",
)
@given(case=lines_and_points(rows=(1, 1)), y=st.integers(0, 1), rate=st.sampled_from([0.25, 0.5, 2.0, 0.1]))
def test_update_of_any_point(agree, case, y, rate):
    X, weights, bias = case
    agree.update_weights(X[0], y, weights, bias, rate)


@check(
    "update_weights",
    "a point of class 1 becomes more probable, a point of class 0 less",
    points=1,
    hint="Does the error of the point go up or down after the step?",
)
def test_update_goes_downhill(student, expect):
    x = np.array([1.0, 2.0])
    for y in (1, 0):
        weights, bias = line_of(expect, student.update_weights(x, y, W2, BIAS, 0.25), 2)
        moved = (x @ weights + bias) - (x @ W2 + BIAS)
        expect.that(moved > 0.1 if y else moved < -0.1, f"the score of the point moves towards label {y}", got=(weights, bias))


@check(
    "update_weights",
    "all weights and the bias move by one and the same error",
    points=2,
    hint="After the first weight has moved, does your second one see another error? How often does the bias move?",
)
def test_update_computes_the_error_once(agree):
    agree.update_weights(np.array([2.0, -1.5, 0.5, 3.0]), 1, np.array([-0.5, 1.0, 0.25, -0.75]), 0.5, 1.0)


@check(
    "update_weights",
    "a step of half the learn_rate is half as long, for weights and bias alike",
    points=1,
    hint="How often is learn_rate used on the way to a weight, and on the way to the bias?",
)
def test_update_scales_with_the_rate(student, expect):
    x = np.array([1.0, 2.0])
    moves = []
    for rate in (0.5, 0.25):
        weights, bias = line_of(expect, student.update_weights(x, 1, W2, BIAS, rate), 2)
        moves.append(np.append(weights - W2, bias - BIAS))
    expect.that(np.all(np.abs(moves[0]) > 1e-3), "weights and bias move", got=moves)
    expect.that(np.allclose(moves[0], 2 * moves[1], rtol=1e-4), "half the learn_rate makes half the step", got=moves)


@check(
    "update_weights",
    "a point that is right already still moves the line a little",
    points=1,
    hint="The class is right, but is the probability 1? What is the error of an output of 0.8?",
)
def test_update_of_a_point_that_is_right(agree):
    agree.update_weights(np.array([2.0, -1.0]), 1, np.array([1.0, 0.5]), -0.25, 0.75)


@check(
    "update_weights",
    "a sure mistake makes a full step",
    points=1,
    hint="The output is almost 0, and the label is 1. How long should the step be, and is any factor of yours nearly 0?",
)
def test_update_of_a_sure_mistake(agree):
    agree.update_weights(np.array([-6.0, 8.0]), 1, np.array([2.0, -1.0]), 0.5, 0.25)


@check(
    "update_weights",
    "whole-number weights become fractions",
    points=1,
    hint="The new weights are fractions: which type has the array that holds them?",
)
def test_update_of_whole_numbers(agree):
    agree.update_weights(np.array([2, -1]), 0, np.array([1, -1]), 1, 0.5)


@check(
    "update_weights",
    "a point that does not fit, or another label, raises a ValueError that tells it",
    points=1,
    hint="A point with one feature and two weights, or a label of 0.5: what does NumPy do with them, and who would notice?",
)
def test_update_refuses_misfits(student, expect):
    expect.raises(ValueError, student.update_weights, np.array([1.5]), 1, W2, BIAS, 0.5, mentions="1")
    expect.raises(ValueError, student.update_weights, np.ones(5), 1, W2, BIAS, 0.5, mentions="5")
    expect.raises(ValueError, student.update_weights, np.ones((2, 2)), 1, W2, BIAS, 0.5, mentions="2")
    expect.raises(ValueError, student.update_weights, np.ones((1, 2)), 1, W2, BIAS, 0.5, mentions="2")
    for label in (7, -1, 0.5):
        expect.raises(ValueError, student.update_weights, np.array([1.0, 2.0]), label, W2, BIAS, 0.5, mentions=str(label))


@check(
    "update_weights",
    "a label may come out of an array, and may be a float",
    points=1,
    hint="y[0] of an array of labels is no int of Python's own. Is it 0 or 1 all the same?",
)
def test_update_with_a_label_of_an_array(agree):
    for y in (np.int64(1), np.float64(0.0), 1.0):
        agree.update_weights(np.array([1.0, 2.0]), y, W2, BIAS, 0.25)


@check(
    "update_weights",
    "point and weights may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_update_of_lists(agree):
    agree.update_weights([1.5, -0.5], 0, [0.5, -0.75], 0.25, 0.75)


@check(
    "update_weights",
    "the caller's weights are left as they were",
    points=1,
    purity=True,
    hint="`weights += ...` and `weights = weights + ...` look alike. Which of them writes into the caller's array?",
)
def test_update_leaves_its_arguments_alone(agree):
    agree.update_weights(np.array([1.0, 2.0]), 1, W2.copy(), BIAS, 0.5)


# --- train_logistic --------------------------------------------------------------------------------------------------


@check(
    "train_logistic",
    "gives back the weights, the bias and one loss per epoch",
    points=1,
    public=True,
    hint="Three things come back. How long is each of them, for three features and four epochs?",
)
def test_train_returns_three(student, expect):
    _, _, losses = training_of(expect, student.train_logistic(X5, Y5, 0.5, 4), 3)
    expect.that(len(losses) == 4, f"there are 4 losses, not {len(losses)}", got=losses)


@check(
    "train_logistic",
    "one epoch on the whole batch is one step from zero",
    points=2,
    public=True,
    after="test_train_returns_three",
    hint="With weights and bias at 0 every output is one half. In which direction does the whole batch pull then?",
)
def test_train_one_epoch(agree):
    agree(rtol=LOOSE).train_logistic(X3, Y3, 0.25, 1)


@check(
    "train_logistic",
    "each epoch goes on where the last one ended",
    points=2,
    after="test_train_returns_three",
    hint="What survives from one epoch to the next? And is an epoch that made things worse the end?",
)
def test_train_several_epochs(agree, credit):
    agree(rtol=LOOSE).train_logistic(X5, Y5, 0.5, 3)
    credit(0.5)
    agree(rtol=LOOSE).train_logistic(X_TANGLED, Y_TANGLED, 4.0, 5)


@check(
    "train_logistic",
    "each loss is the mean error on all of X, after its epoch",
    points=2,
    after="test_train_returns_three",
    hint="Train for one, two and three epochs, and work the loss of each line out yourself. Which number stands where?",
)
def test_train_losses_are_those_of_the_line(student, expect):
    measured = []
    for epochs in (1, 2, 3):
        weights, bias, losses = training_of(expect, student.train_logistic(X5, Y5, 0.5, epochs, 2), 3)
        measured.append(mean_error(X5, Y5, weights, bias))
    expect.close(losses, measured, what="the losses, compared with those of the lines after 1, 2 and 3 epochs", rtol=LOOSE)


@check(
    "train_logistic",
    "batches follow one another in row order, the short last one included",
    points=2,
    after="test_train_returns_three",
    hint="Five samples, two a batch: which rows does each batch hold, and by how many is the last one divided?",
)
def test_train_in_batches(agree, credit):
    agree(rtol=LOOSE).train_logistic(X5, Y5, 0.5, 1, 2)
    credit(0.5)
    agree(rtol=LOOSE).train_logistic(X5, Y5, 0.5, 2, 3)


@check(
    "train_logistic",
    "batch_size and rng can be given by their names, rng alone as well",
    points=1,
    after=("test_train_in_batches",),
    hint="Compare the first line of your function with the one in the stub. What may a caller rely on?",
)
def test_train_with_names(agree):
    agree(rtol=LOOSE).train_logistic(X5, Y5, 0.5, 2, batch_size=2)
    agree(rtol=LOOSE).train_logistic(X5, Y5, 0.5, 2, rng=np.random.default_rng(8))


@check(
    "train_logistic",
    "batches of one, and one batch for all",
    points=1,
    after="test_train_returns_three",
    hint="What is a batch larger than the data? And with batches of one, which line does the second sample see?",
)
def test_train_with_extreme_batches(agree):
    agree(rtol=LOOSE).train_logistic(X3, Y3, 0.5, 2, 1)
    agree(rtol=LOOSE).train_logistic(X3, Y3, 0.5, 2, 3)
    agree(rtol=LOOSE).train_logistic(X3, Y3, 0.5, 2, 8)


@check(
    "train_logistic",
    "learns to tell two clouds apart, points held back included",
    points=2,
    after="test_train_returns_three",
    hint="Print the losses: do they fall from about 0.69 towards 0? Could your line lie anywhere, or only through the origin?",
)
def test_train_learns(student, expect):
    X, y = two_clouds(1, 40)
    weights, bias, _ = training_of(expect, student.train_logistic(X, y, 0.5, 30), 2)
    held_back, labels = two_clouds(2, 60)
    hits = np.mean((held_back @ weights + bias >= 0) == labels)
    fell = mean_error(X, y, weights, bias) < 0.25
    got = f"the error on the points of the training is {'below' if fell else 'not below'} 0.25, {hits:.0%} of the others are right"
    expect.that(fell and hits > 0.85, "the error falls below 0.25, and of the points held back more than 85% are right", got=got)


@check(
    "train_logistic",
    "with an rng, batches learn as well",
    points=1,
    after="test_train_returns_three",
    hint="When you shuffle the samples, what has to move along with them?",
)
def test_train_learns_in_batches(student, expect):
    X, y = two_clouds(3, 41)
    weights, bias, _ = training_of(expect, student.train_logistic(X, y, 0.25, 8, 6, np.random.default_rng(4)), 2)
    held_back, labels = two_clouds(5, 60)
    hits = np.mean((held_back @ weights + bias >= 0) == labels)
    got = "more than 85%" if hits > 0.85 else "85% or fewer"
    expect.that(hits > 0.85, f"of the points held back more than 85% are right, not {hits:.0%}", got=got)


def told_orders(student, expect, seeds, batch_size=1):
    """The orders of the two epochs of a training, one pair for each seed."""
    found = []
    for seed in seeds:
        value = student.train_logistic(X_ORDERS, Y_ORDERS, BOLD, 2, batch_size, np.random.default_rng(seed))
        weights, bias, _ = training_of(expect, value, 2)
        found.append(orders_behind(weights, bias, batch_size))
    return found


def the_second_follows_from_the_first(orders):
    """Whether the second epoch comes from the first in one and the same way for every seed: backwards, or one place on."""
    return None not in orders and len({tuple(map(first.index, second)) for first, second in orders}) == 1


def only_the_beginning_varies(orders):
    """Whether every epoch has the rows in their old sequence, begun somewhere and taken up again at the front."""
    return all(pair and all((b - a) % 3 == 1 for order in pair for a, b in itertools.pairwise(order)) for pair in orders)


def some_epoch_never_varies(orders):
    """Whether the first epoch, or the second, had one and the same order for every seed."""
    return None not in orders and any(len(set(order)) == 1 for order in zip(*orders, strict=True))


@check(
    "train_logistic",
    "with an rng, an epoch still visits every sample once",
    points=2,
    after="test_train_with_extreme_batches",
    hint="Three samples, three batches: can one of them be visited twice, or with another one's label?",
)
def test_train_visits_each_sample_once(student, expect):
    orders = told_orders(student, expect, range(4))
    explained = sum(pair is not None for pair in orders)
    got = {0: "no order explains any result", 4: "all results are explained"}.get(explained, "some results are not explained")
    expect.that(explained == 4, "two orders of the three samples, one per epoch, explain the line", got=got)


@check(
    "train_logistic",
    "every epoch has an order of its own, which rng draws",
    points=2,
    after="test_train_visits_each_sample_once",
    hint="How often do you shuffle, and with whose random numbers? What do two seeds give, and one seed twice?",
)
def test_train_draws_orders(student, expect):
    orders = told_orders(student, expect, range(10, 20))
    again = told_orders(student, expect, range(10, 13))
    got = "fresh orders for every epoch"
    if again != orders[:3]:
        got = "one seed gives two results"
    elif all(pair == (ORDERS[0], ORDERS[0]) for pair in orders):
        got = "the order of the rows, always"
    elif len(set(orders)) == 1:
        got = "the same orders for every seed"
    elif all(pair is None or pair[0] == pair[1] for pair in orders):
        got = "one order for all epochs"
    elif some_epoch_never_varies(orders):
        got = "an epoch whose order no seed changes"
    elif only_the_beginning_varies(orders):
        got = "the sequence of the rows, begun elsewhere"
    elif the_second_follows_from_the_first(orders):
        got = "a second order that follows from the first"
    expect.that(got.startswith("fresh"), "rng draws a new order for every epoch", got=got)


@check(
    "train_logistic",
    "with an rng and batches of two, any two samples may meet, and the last batch is short",
    points=1,
    after=("test_train_in_batches", "test_train_draws_orders"),
    hint="Do rows change places, or whole batches? And where does the sample go that finds no partner?",
)
def test_train_mixes_batches(student, expect):
    orders = told_orders(student, expect, range(20, 26), batch_size=2)
    explained = sum(pair is not None for pair in orders)
    got = {0: "no order explains any result", 6: "all results are explained"}.get(explained, "some results are not explained")
    if some_epoch_never_varies(orders):
        got = "the same two samples meet, always"
    expect.that(got.startswith("all"), "new pairs in every epoch, and then a batch of one, explain the line", got=got)


@check(
    "train_logistic",
    "when all samples make one batch, an rng changes nothing",
    points=1,
    after="test_train_several_epochs",
    hint="What does batch_size=None stand for, whether or not there is an rng? Does a mean care about the order?",
)
def test_train_full_batch_with_an_rng(agree):
    agree(rtol=LOOSE).train_logistic(X5, Y5, 0.5, 2, None, np.random.default_rng(7))


@check(
    "train_logistic",
    "hundreds of epochs are all walked, however little the last ones gain; and none, when none is asked for",
    points=1,
    after="test_train_several_epochs",
    hint="How many epochs were asked for? May anything but that number end your loop, and may it end before the first one?",
)
def test_train_walks_all_epochs(agree, credit):
    agree(rtol=LOOSE).train_logistic(X_TANGLED, Y_TANGLED, 0.5, 300)
    credit(0.5)
    agree.train_logistic(X3, Y3, 0.5, 0)


@check(
    "train_logistic",
    "samples of whole numbers lead to a line of fractions",
    points=1,
    after="test_train_returns_three",
    hint="Weights are fractions: which type has the array that holds them, and where did it get it from?",
)
def test_train_on_whole_numbers(agree):
    agree(rtol=LOOSE).train_logistic(np.array([[1, 2], [0, -1], [-2, 3]]), Y3, 0.25, 2, 2)


@check(
    "train_logistic",
    "samples that do not go together are refused, and batches of less than one",
    points=1,
    hint="The file brings a function for the samples. And what would a batch of -2 samples be?",
)
def test_train_refuses_misfits(student, expect, credit):
    # The width of X is free here: it says how many weights there are.
    refuses_misfits(expect, student.train_logistic, 0.5, 2)
    credit(0.5)
    expect.raises(ValueError, student.train_logistic, X3, Y3, 0.5, 2, -2, mentions="-2")
    expect.raises(ValueError, student.train_logistic, X3, Y3, 0.5, 2, 0, mentions="0")


@check(
    "train_logistic",
    "samples may come as plain lists",
    points=1,
    after="test_train_returns_three",
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_train_on_lists(agree):
    agree(rtol=LOOSE).train_logistic([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.25]], [1, 0, 1], 0.5, 2, 2)


@check(
    "train_logistic",
    "the caller's samples are left as they were",
    points=1,
    purity=True,
    after="test_train_returns_three",
    hint="If you shuffle, what do you shuffle: the caller's samples, or the order in which you visit them?",
)
def test_train_leaves_its_arguments_alone(agree):
    # Any line will do here: what is compared is the arguments, before and after.
    agree(atol=1e6).train_logistic(X5.copy(), Y5.copy(), 0.5, 2, 2, np.random.default_rng(6))


# --- accuracy --------------------------------------------------------------------------------------------------------


@check(
    "accuracy",
    "five samples: all of them right, then three of them",
    points=2,
    public=True,
    hint="Into which class does the line put each of the five? How many of them agree with their label?",
)
def test_accuracy_of_five_samples(agree):
    X = np.array([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.25], [2.0, 0.5], [-1.0, -2.0]])
    agree.accuracy(X, np.array([0, 1, 0, 1, 1]), W2, BIAS)
    agree.accuracy(X, np.array([0, 1, 1, 1, 0]), W2, BIAS)


@check(
    "accuracy",
    "right for any samples and any line",
    points=2,
    examples=40,
    hint="At which output do you cut, and by what do you divide the number of hits?",
)
@given(case=samples_and_lines(rows=(3, 5)))
def test_accuracy_of_any_samples(agree, case):
    agree.accuracy(*case)


@check(
    "accuracy",
    "the cut is at an output of one half",
    points=1,
    hint="Which class has a sample with an output of 0.48? Is the output compared with a half, or the score?",
)
def test_accuracy_cuts_at_one_half(agree):
    # Scores -2, -0.0625, 0.0625 and 3: outputs 0.12, 0.48, 0.52 and 0.95.
    agree.accuracy(np.array([[-2.0], [-0.0625], [0.0625], [3.0]]), np.array([0, 0, 1, 0]), np.array([1.0]), 0.0)


@check(
    "accuracy",
    "an output of exactly one half is class 1",
    points=1,
    hint="A sample on the line: which class do the conventions give it, and which class does `np.round` give to 0.5?",
)
def test_accuracy_on_the_line(agree):
    agree.accuracy(np.array([[1.0, 0.5], [2.0, 1.5], [0.0, -0.5]]), np.array([1, 1, 0]), np.array([1.0, -1.0]), -0.5)


@check(
    "accuracy",
    "samples far from the line have a class as well",
    points=1,
    hint="Which exponential do you take of a score of 1800? And what is nan >= 0.5?",
)
def test_accuracy_far_from_the_line(agree):
    agree.accuracy(np.array([[900.0, 1.0], [-900.0, 2.0], [0.5, 0.25]]), np.array([1, 0, 0]), np.array([2.0, -1.0]), 0.5)


@check(
    "accuracy",
    "it is a share: all right is 1, all wrong is 0, and twice the samples change nothing",
    points=1,
    hint="A share of 100 samples and one of 10: in which unit can they be compared?",
)
def test_accuracy_is_a_share(student, expect):
    classes = (X5[:, :2] @ W2 + BIAS >= 0).astype(int)
    mixed = np.where(np.arange(5) < 2, classes, 1 - classes)
    cases = [(X5[:, :2], classes), (X5[:, :2], 1 - classes), (X5[:, :2], mixed), (np.tile(X5[:, :2], (2, 1)), np.tile(mixed, 2))]
    got = [expect.number(student.accuracy(*case, W2, BIAS), "the accuracy") for case in cases]
    expect.close(got, [1, 0, 0.4, 0.4], what="the shares of all right, none right, two of five, four of ten")


@check(
    "accuracy",
    "as many samples as features work too",
    points=1,
    hint="With a square array the shape no longer tells you: over which axis does the sum of one score run?",
)
def test_accuracy_of_a_square_batch(agree):
    agree.accuracy(np.array([[1.0, 2.0], [4.0, 2.0]]), np.array([0, 1]), W2, BIAS)


@check(
    "accuracy",
    "of a single sample the share is 0 or 1",
    points=1,
    hint="How many classes does your code work out for one row, and what does it count then?",
)
def test_accuracy_of_one_sample(agree):
    agree.accuracy(np.array([[4.0, 1.0]]), np.array([1]), W2, BIAS)
    agree.accuracy(np.array([[4.0, 1.0]]), np.array([0]), W2, BIAS)


@check(
    "accuracy",
    "samples that do not go together are refused",
    points=1,
    hint="The file brings a function for that. Where should it be called?",
)
def test_accuracy_refuses_misfits(student, expect):
    refuses_misfits(expect, student.accuracy, W2, BIAS)


@check(
    "accuracy",
    "everything may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_accuracy_of_lists(agree):
    agree.accuracy([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.25]], [1, 1, 0], [0.5, -0.75], 0.25)


@check(
    "accuracy",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="Does any line of yours write into X, y or weights?",
)
def test_accuracy_leaves_its_arguments_alone(agree):
    agree.accuracy(X3.copy(), Y3.copy(), W2.copy(), BIAS)

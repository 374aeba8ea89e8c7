"""The hidden suite of the topic `perceptron`.

Lines are judged by what they do, never by their numbers: any scale of a gate's
weights is right, and any line that separates the data is. All inputs are
multiples of 1/4 and steps are powers of 2, so that every score is exact and a
point on the line is on the line in whatever order a submission adds.
"""

import numpy as np

from nngrade.suite import arrays, batches, check, given, portable, score_vectors, seeds, st

BITS = np.array([[0.0], [1.0]])
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
ON, OFF = True, False

# No line separates XOR; one that separates NEIGHBOURS has to pass between 2 and 3.
XOR = CORNERS, np.array([0, 1, 1, 0])
NEIGHBOURS = np.array([[3.0], [2.0], [1.0]]), np.array([1, 0, 0])
AND = CORNERS, np.array([0, 0, 0, 1])


# What the judge works out itself.


def scores_of(points, W, b):
    """Scores, and how far rounding may have moved each of them."""
    with np.errstate(all="ignore"):
        return points @ W + b, 1e-12 * (np.abs(points) @ np.abs(W) + abs(b))


def exactly(points, W, b):
    """1 above the line, 0 on it, -1 below, with every digit taken at its word."""
    return np.sign(scores_of(points, W, b)[0])


def nearly(points, W, b):
    """The same, with what lies within rounding of the line on it: 0.7, 0.1 and -0.8 as their author meant them."""
    scores, slack = scores_of(points, W, b)
    return np.where(np.abs(scores) <= slack, 0, np.sign(scores))


def num_wrong(X, y, W, b):
    """How many points a learned line has clearly on the wrong side."""
    scores, slack = scores_of(X, W, b)
    return int(np.sum(~np.where(y == 1, scores >= -slack, scores < slack)))


def truth_table(points, sides):
    """The answers as one sentence, which says which points lie exactly on the line."""
    answers = {1: "1", 0: "1 (on the line)", -1: "0"}
    inputs = [", ".join(str(int(bit)) for bit in point) for point in points]
    return "; ".join(f"{bits} -> {answers[int(side)]}" for bits, side in zip(inputs, sides, strict=True))


# Taking apart what a student gave back.


def finite(expect, value, shape, what, *, ravel=True):
    array = expect.array(value, shape=shape, what=what, ravel=ravel)
    expect.that(np.isfinite(array).all(), f"all numbers of {what} are finite", got=array)
    return array


def line_of(expect, value, num_inputs):
    """(W, b) of a gate, in whatever shape they came."""
    W, b = expect.pair(value, "(W, b)")
    return finite(expect, W, (num_inputs,), "W"), finite(expect, b, (1,), "b")[0]


def network_of(expect, value):
    """(W1, b1, W2, b2) of a two-layer network, for any number of hidden units."""
    W1, b1, W2, b2 = expect.parts(value, 4, "(W1, b1, W2, b2)")
    W1 = finite(expect, W1, (2, -1), "W1", ravel=False)
    b1 = finite(expect, b1, (W1.shape[1],), "b1")
    W2 = finite(expect, W2, (W1.shape[1],), "W2")
    return W1, b1, W2, finite(expect, b2, (1,), "b2")[0]


def training_of(expect, value, num_features):
    """(W, b, errors) of a training."""
    W, b, errors = expect.parts(value, 3, "(W, b, errors)")
    return (
        finite(expect, W, (num_features,), "W"),
        finite(expect, b, (1,), "b")[0],
        finite(expect, errors, (-1,), "errors", ravel=False),
    )


def rows_hold(expect, points, readings, rows, fires, sentence):
    """Some rows of a truth table, in one of two readings: rounding must cost no one a point."""
    holds = any(((sides >= 0) == fires)[rows].all() for sides in readings)
    expect.that(holds, sentence, got=truth_table(points, readings[-1]))


def gate_rows(expect, value, points, rows, fires, sentence):
    line = line_of(expect, value, points.shape[1])
    rows_hold(expect, points, [sides_of(points, *line) for sides_of in (exactly, nearly)], rows, fires, sentence)


def network_rows(expect, value, rows, fires, sentence):
    W1, b1, W2, b2 = network_of(expect, value)

    def output(sides_of):
        return sides_of(np.where(sides_of(CORNERS, W1, b1) >= 0, 1.0, 0.0), W2, b2)

    rows_hold(expect, CORNERS, [output(exactly), output(nearly)], rows, fires, sentence)


# Inputs.

FACTORS = st.sampled_from([0.25, 0.5, 2.0, 8.0])
RATES = st.sampled_from([0.25, 0.5, 1.0, 2.0])


@st.composite
def lines(draw, features=(1, 4)):
    """A line (W, b) in any number of dimensions."""
    W = draw(st.integers(*features).flatmap(lambda size: arrays((size,), bound=3)))
    return W, draw(arrays((1,), bound=3))[0]


@st.composite
def lines_and_points(draw, features=(1, 4), rows=(1, 5)):
    """A line, points, and a label for each point that need not fit."""
    W, b = draw(lines(features))
    X = draw(batches(rows=rows, features=len(W), bound=4))
    y = np.array(draw(st.lists(st.integers(0, 1), min_size=len(X), max_size=len(X))))
    return W, b, X, y


@st.composite
def sloping_lines(draw):
    """A line in the plane that is not upright."""
    W, b = draw(lines(features=(2, 2)))
    return np.array([W[0], W[1] or 1.0]), b


@st.composite
def separable_data(draw):
    """Points that some line separates, and their labels.

    There is so much room on both sides that the rule needs fewer than 300 moves from any small start.
    """
    normal = draw(st.integers(1, 4).flatmap(lambda size: arrays((size,), bound=0.5))) * 4
    points = draw(batches(rows=(1, 6), features=len(normal), bound=0.5)) * 4
    scores = points @ normal + draw(st.integers(-2, 2)) + 0.5
    far = np.abs(scores) > 1
    return (points[far], (scores[far] > 0).astype(int)) if far.any() else AND


def rng_of(seed):
    return np.random.default_rng(seed)


# step_function


@check(
    "step_function",
    "one side of the line is 1, the other is 0",
    points=2,
    public=True,
    hint="Try it on a score of 3 and on a score of -3: which of them should fire? Does it work on both in one array?",
)
def test_step_sides(agree):
    agree.step_function(np.array([-3.0, 0.25, 2.0, -0.5]))


@check(
    "step_function",
    "a score of exactly 0 is class 1",
    hint="The docstring decides what happens on the line itself. Which comparison says that?",
)
def test_step_on_the_line(agree):
    agree.step_function(np.array([0.0, -1.0, 0.0, 1.0]))


@check(
    "step_function",
    "minus zero is zero, and on the line as well",
    hint="A computer has a 0 with a minus sign, the product of 0 and -1 for instance. Is it below 0?",
)
def test_step_of_minus_zero(agree):
    agree.step_function(np.array([-0.0, -1.0, 0.0]))


@check(
    "step_function",
    "takes a single number too",
    hint="Call it with 2.5 instead of an array, and with 3. What does your code ask of t that a number cannot do?",
)
def test_step_of_one_number(agree):
    agree.step_function(2.5)
    agree.step_function(-2.5)
    agree.step_function(3)
    agree.step_function(0)


@check(
    "step_function",
    "every answer is a label, 0 or 1",
    hint="Which values can your function give back? Are all of them labels?",
    examples=8,
)
@given(t=score_vectors(classes=(1, 5)))
def test_step_gives_labels(student, expect, t):
    answers = expect.array(student.step_function(t), shape=t.shape, what="the answers")
    expect.that(np.isin(answers, (0, 1)).all(), "every answer is 0 or 1", got=answers)


@check(
    "step_function",
    "keeps the shape of a matrix, and of a stack of them",
    hint="With a table of scores, one answer belongs in each cell. What shape does yours have? And for tables in a pile?",
    examples=8,
)
@given(t=batches(rows=(1, 3), features=(1, 4)))
def test_step_keeps_shape(agree, t):
    agree.step_function(t)
    agree.step_function(np.stack([t, -t]))


@check(
    "step_function",
    "only the sign of a score counts, not its size",
    hint="Is a score of 0.000001 on another side than a score of 1000000? And one of 0.000000000001?",
)
def test_step_ignores_size(agree):
    agree.step_function(np.array([1e-6, -1e-6, 0.25, 0.75, 1e6, -1e6, 1e-12, -1e-12, 1e-30, -1e-30]))


@check(
    "step_function",
    "leaves its argument alone",
    purity=True,
    hint="Print t before and after the call. Whose array does your code write in?",
)
def test_step_purity(agree):
    agree.step_function(np.array([2.0, -2.0, 0.5]))


# perceptron_predict


@check(
    "perceptron_predict",
    "gives one class for each of three points",
    points=2,
    public=True,
    hint="Work out the three scores with pencil and paper. On which side of 0 is each?",
)
def test_predict_three_points(agree):
    agree.perceptron_predict(np.array([[2.0, 1.0], [-1.0, 3.0], [0.0, -2.0]]), np.array([1.0, -1.0]), 0.5)


@check(
    "perceptron_predict",
    "the bias shifts the line",
    points=2,
    hint="What is the score of the point (0, 0)? Where does your line cross the axes?",
)
def test_predict_bias(agree):
    X = np.array([[2.0, 0.0], [1.0, 2.0], [-1.0, 0.0], [-3.0, -1.0]])
    agree.perceptron_predict(X, np.array([1.0, 2.0]), -3.0)


@check(
    "perceptron_predict",
    "each weight belongs to its own coordinate",
    points=2,
    hint="Write out the score of one point: which weight stands beside which coordinate?",
)
def test_predict_weighs_coordinates(agree):
    X = np.array([[1.0, 1.0], [0.0, 1.0], [-1.0, 0.0], [2.0, 3.0], [-1.0, -3.0]])
    agree.perceptron_predict(X, np.array([2.0, -1.0]), -0.5)


@check(
    "perceptron_predict",
    "takes points of more than two features",
    points=2,
    hint="What changes in the score when a point has a third coordinate? Does your code notice it?",
)
def test_predict_three_features(agree):
    X = np.array([[1.0, 0.0, 1.0], [1.0, 0.0, -2.0], [0.0, 2.0, 3.0], [0.0, 0.0, -1.0]])
    agree.perceptron_predict(X, np.array([1.0, -1.0, 2.0]), -0.25)


@check(
    "perceptron_predict",
    "as many points as features are still points in rows",
    hint="Here X is square, so a mixed-up product does not crash. Which axis holds the points?",
)
def test_predict_square_batch(agree):
    X = np.array([[1.0, 2.0, 0.0], [-1.0, 0.0, 1.0], [4.0, -2.0, -3.0]])
    agree.perceptron_predict(X, np.array([1.0, -1.0, 2.0]), 0.5)


@check(
    "perceptron_predict",
    "a point exactly on the line is class 1",
    hint="Which score has a point on the line, and what does the step make of it?",
)
def test_predict_on_the_line(agree):
    X = np.array([[1.0, 1.0], [1.25, 1.0], [0.75, 1.0], [0.0, 2.0]])
    agree.perceptron_predict(X, np.array([1.0, 1.0]), -2.0)


@check(
    "perceptron_predict",
    "a batch of one point gives a batch of one class",
    hint="Look at the shape that comes back for a single row: is it still (1,)?",
)
def test_predict_one_point(agree):
    agree.perceptron_predict(np.array([[1.0, -2.0, 3.0]]), np.array([1.0, 1.0, 1.0]), -1.0)


@check(
    "perceptron_predict",
    "right for any points and any line",
    points=3,
    hint="Work out the score of one point by hand, term by term. Where does your code part from it?",
    examples=12,
)
@given(drawn=lines_and_points())
def test_predict_any_batch(agree, drawn):
    W, b, X, _ = drawn
    agree.perceptron_predict(X, W, b)


@check(
    "perceptron_predict",
    "each point is judged on its own, in any company",
    hint="Should the class of one point change when the points beside it do?",
    examples=30,
)
@given(drawn=lines_and_points(rows=(2, 4)))
def test_predict_without_company(student, expect, drawn):
    W, b, X, _ = drawn
    rows = [X[place : place + 1] for place in range(len(X))]
    alone = [expect.array(student.perceptron_predict(row, W, b), shape=(1,), what="one class")[0] for row in rows]
    expect.equal(student.perceptron_predict(X, W, b), alone, what="the classes together, as against one by one")


@check(
    "perceptron_predict",
    "a line of ten times the weights is the same line",
    hint="Which points have score 0 when W and b are both multiplied by the same positive number?",
    examples=6,
)
@given(drawn=lines_and_points(), factor=FACTORS)
def test_predict_scale(agree, drawn, factor):
    W, b, X, _ = drawn
    agree.perceptron_predict(X, factor * W, factor * b)


@check(
    "perceptron_predict",
    "leaves its arguments alone",
    purity=True,
    hint="Which of your lines writes in an array that belongs to the caller?",
)
def test_predict_purity(agree):
    agree.perceptron_predict(np.array([[1.0, 2.0], [3.0, -4.0], [0.0, -1.0]]), np.array([2.0, 3.0]), -1.0)


@check(
    "perceptron_predict",
    "points that do not fit the weights are refused",
    hint="NumPy stretches a width of 1 without a word. Where could you look at both widths first?",
)
def test_predict_refuses_other_width(student, expect):
    W = np.array([1.0, 2.0, 3.0])
    expect.raises(ValueError, student.perceptron_predict, np.ones((2, 7)), W, 0.5, mentions="7")
    expect.raises(ValueError, student.perceptron_predict, np.ones((4, 1)), W, 0.5, mentions="1")
    # Turned over, these would fit: as five points that nobody has asked about.
    expect.raises(ValueError, student.perceptron_predict, np.ones((3, 5)), W, 0.5, mentions="5")


# and_perceptron, or_perceptron, not_perceptron


@check(
    "and_perceptron",
    "gives a line: two weights and a bias",
    public=True,
    hint="The judge works out the truth table itself. Which three numbers does it need from you?",
)
def test_and_is_a_line(student, expect):
    line_of(expect, student.and_perceptron(), 2)


@check(
    "and_perceptron",
    "fires for (1, 1)",
    after="test_and_is_a_line",
    hint="Add up the score of (1, 1). Does it reach 0?",
)
def test_and_both(student, expect):
    gate_rows(expect, student.and_perceptron(), CORNERS, [3], ON, "(1, 1) fires")


@check(
    "and_perceptron",
    "stays off when only one input is 1",
    points=2,
    after="test_and_is_a_line",
    hint="Which single-input cases still reach a score of 0 with your bias?",
)
def test_and_one_alone(student, expect):
    gate_rows(expect, student.and_perceptron(), CORNERS, [1, 2], OFF, "neither (0, 1) nor (1, 0) fires")


@check(
    "and_perceptron",
    "stays off for (0, 0)",
    after="test_and_is_a_line",
    hint="With no input on, only one of your numbers is left in the score. Which?",
)
def test_and_none(student, expect):
    gate_rows(expect, student.and_perceptron(), CORNERS, [0], OFF, "(0, 0) does not fire")


@check(
    "and_perceptron",
    "is the same gate at every call",
    after=("test_and_both", "test_and_one_alone", "test_and_none"),
    hint="What does a second call find changed by the first?",
)
def test_and_again(student, expect):
    student.and_perceptron()
    gate_rows(expect, student.and_perceptron(), CORNERS, slice(None), [OFF, OFF, OFF, ON], "it is AND again")


@check(
    "or_perceptron",
    "gives a line: two weights and a bias",
    public=True,
    hint="The judge works out the truth table itself. Which three numbers does it need from you?",
)
def test_or_is_a_line(student, expect):
    line_of(expect, student.or_perceptron(), 2)


@check(
    "or_perceptron",
    "fires when only one input is 1",
    points=2,
    after="test_or_is_a_line",
    hint="Is one weight alone enough to lift the score to 0? Try both inputs.",
)
def test_or_one_alone(student, expect):
    gate_rows(expect, student.or_perceptron(), CORNERS, [1, 2], ON, "(0, 1) and (1, 0) both fire")


@check(
    "or_perceptron",
    "stays off for (0, 0)",
    points=2,
    after="test_or_is_a_line",
    hint="Put (0, 0) through your OR: what is its score, and does that fire?",
)
def test_or_none(student, expect):
    gate_rows(expect, student.or_perceptron(), CORNERS, [0], OFF, "(0, 0) does not fire")


@check(
    "or_perceptron",
    "fires for (1, 1)",
    after="test_or_is_a_line",
    hint="At least one input is 1 here. What do your two weights add up to?",
)
def test_or_both(student, expect):
    gate_rows(expect, student.or_perceptron(), CORNERS, [3], ON, "(1, 1) fires")


@check(
    "or_perceptron",
    "is the same gate at every call",
    after=("test_or_one_alone", "test_or_none", "test_or_both"),
    hint="What does a second call find changed by the first?",
)
def test_or_again(student, expect):
    student.or_perceptron()
    gate_rows(expect, student.or_perceptron(), CORNERS, slice(None), [OFF, ON, ON, ON], "it is OR again")


@check(
    "not_perceptron",
    "gives a line for one input: one weight and a bias",
    public=True,
    hint="How many inputs does NOT have, and how many weights go with them?",
)
def test_not_is_a_line(student, expect):
    line_of(expect, student.not_perceptron(), 1)


@check(
    "not_perceptron",
    "turns 0 into 1",
    points=2,
    after="test_not_is_a_line",
    hint="With an input of 0 the weight has no say. What does your bias answer?",
)
def test_not_of_0(student, expect):
    gate_rows(expect, student.not_perceptron(), BITS, [0], ON, "0 fires")


@check(
    "not_perceptron",
    "turns 1 into 0",
    points=2,
    after="test_not_is_a_line",
    hint="To switch off when the input comes on, which way must the weight push, and how far?",
)
def test_not_of_1(student, expect):
    gate_rows(expect, student.not_perceptron(), BITS, [1], OFF, "1 does not fire")


@check(
    "not_perceptron",
    "answers differently for its two inputs",
    after="test_not_is_a_line",
    hint="Does your score change with the input at all, and does it cross 0 on the way?",
)
def test_not_listens(student, expect):
    line = line_of(expect, student.not_perceptron(), 1)
    readings = [sides_of(BITS, *line) for sides_of in (exactly, nearly)]
    listens = any((sides[0] >= 0) != (sides[1] >= 0) for sides in readings)
    expect.that(listens, "0 and 1 get different answers", got=truth_table(BITS, readings[-1]))


@check(
    "not_perceptron",
    "is the same gate at every call",
    after=("test_not_of_0", "test_not_of_1"),
    hint="What does a second call find changed by the first?",
)
def test_not_again(student, expect):
    student.not_perceptron()
    gate_rows(expect, student.not_perceptron(), BITS, slice(None), [ON, OFF], "it is NOT again")


# xor_network


@check(
    "xor_network",
    "gives two layers whose shapes fit together",
    public=True,
    hint="How many inputs has a hidden unit, and how many has the output unit? Let the shapes say so.",
)
def test_xor_shapes(student, expect):
    network_of(expect, student.xor_network())


@check(
    "xor_network",
    "has more than one line to draw with",
    after="test_xor_shapes",
    hint="Can one straight line part (0, 1) and (1, 0) from the other two?",
)
def test_xor_needs_two_lines(student, expect):
    hidden = network_of(expect, student.xor_network())[0].shape[1]
    expect.that(hidden >= 2, "the hidden layer has two units or more", got=hidden)


@check(
    "xor_network",
    "fires when the inputs differ",
    points=2,
    after="test_xor_shapes",
    hint="Write down the 0 or 1 that each hidden unit answers for (0, 1). What does the output unit make of them?",
)
def test_xor_inputs_differ(student, expect):
    network_rows(expect, student.xor_network(), [1, 2], ON, "(0, 1) and (1, 0) both fire")


@check(
    "xor_network",
    "stays off for (0, 0)",
    points=2,
    after="test_xor_shapes",
    hint="For (0, 0) only the biases speak. Which hidden units fire, and does it take any or all of them?",
)
def test_xor_none(student, expect):
    network_rows(expect, student.xor_network(), [0], OFF, "(0, 0) does not fire")


@check(
    "xor_network",
    "stays off for (1, 1)",
    points=2,
    after="test_xor_shapes",
    hint="What tells (1, 1) from (0, 1)? Which of your hidden units notices it?",
)
def test_xor_both(student, expect):
    network_rows(expect, student.xor_network(), [3], OFF, "(1, 1) does not fire")


@check(
    "xor_network",
    "is the same network at every call",
    after=("test_xor_inputs_differ", "test_xor_none", "test_xor_both"),
    hint="What does a second call find changed by the first?",
)
def test_xor_again(student, expect):
    student.xor_network()
    network_rows(expect, student.xor_network(), slice(None), [OFF, ON, ON, OFF], "it is XOR again")


# boundary_line


@check(
    "boundary_line",
    "right for one line, worked out by hand",
    points=2,
    public=True,
    hint="Solve 1·x + 2·y - 6 = 0 for y. Which number stands before x, and which stands alone?",
)
def test_boundary_by_hand(agree):
    agree.boundary_line(np.array([1.0, 2.0]), -6.0)


@check(
    "boundary_line",
    "right for a line with a negative second weight",
    hint="Take the signs along with the numbers: what happens to them when you divide by W[1]?",
)
def test_boundary_negative_weight(agree):
    agree.boundary_line(np.array([3.0, -4.0]), 2.0)


@check(
    "boundary_line",
    "every point of the line has score 0",
    points=2,
    hint="Take x = 0 and x = 1, find their y on your line, and put both points into the score.",
    examples=8,
)
@given(line=sloping_lines())
def test_boundary_scores_zero(student, expect, line):
    W, b = line
    slope, intercept = finite(expect, student.boundary_line(W, b), (2,), "(slope, intercept)")
    x = np.array([-2.0, 0.0, 3.0])
    expect.close(W[0] * x + W[1] * (slope * x + intercept) + b, np.zeros(3), what="the scores at x = -2, 0 and 3")


@check(
    "boundary_line",
    "multiples of W and b are the same line",
    hint="Does a line move when every term of its equation is doubled, or has its sign turned?",
    examples=6,
)
@given(line=sloping_lines(), factor=st.sampled_from([-2.0, -0.5, 0.25, 4.0]))
def test_boundary_scale(student, expect, line, factor):
    W, b = line
    plain = finite(expect, student.boundary_line(W, b), (2,), "(slope, intercept)")
    scaled = student.boundary_line(factor * W, factor * b)
    expect.close(scaled, plain, what=f"(slope, intercept) after W and b were multiplied by {factor}")


@check(
    "boundary_line",
    "the bias slides the line up and down, and never tilts it",
    hint="Which of the two numbers may change when only b does?",
    examples=6,
)
@given(line=sloping_lines())
def test_boundary_bias_slides(student, expect, line):
    W, b = line
    slope, intercept = finite(expect, student.boundary_line(W, b), (2,), "(slope, intercept)")
    moved = student.boundary_line(W, b - W[1])
    expect.close(moved, [slope, intercept + 1], what="(slope, intercept) after b was lowered by W[1]")


@check(
    "boundary_line",
    "a level line has slope 0",
    hint="If x has no weight, does y change along the line?",
)
def test_boundary_level(agree):
    agree.boundary_line(np.array([0.0, 4.0]), -6.0)


@check(
    "boundary_line",
    "an upright line is refused",
    hint="Which W makes you divide by 0? Say so, instead of giving back an infinite slope.",
)
def test_boundary_upright(student, expect):
    expect.raises(ValueError, student.boundary_line, np.array([3.0, 0.0]), 6.0, mentions="0")


@check(
    "boundary_line",
    "a line of very small weights is no upright line",
    hint="When is W[1] 0 for your code: when it is 0, or when it is small? Multiply W and b by a million and look again.",
)
def test_boundary_small_weights(agree):
    agree.boundary_line(np.array([-3e-10, 2e-10]), 1e-10)
    agree.boundary_line(np.array([1e-20, -4e-20]), 2e-20)


@check(
    "boundary_line",
    "whole-number weights may have a slope that is a fraction",
    hint="Of which type is the array that you write slope and intercept into?",
)
def test_boundary_of_whole_numbers(agree):
    agree.boundary_line(np.array([3, -4]), 2)


@check(
    "boundary_line",
    "weights of another number than two are refused",
    hint="What is the boundary of three weights: still a line? And what could one weight say of two coordinates?",
)
def test_boundary_three_weights(student, expect):
    expect.raises(ValueError, student.boundary_line, np.array([1.0, 2.0, 4.0]), 6.0, mentions="3")
    expect.raises(ValueError, student.boundary_line, np.array([1.0]), 6.0, mentions="1")


@check(
    "boundary_line",
    "leaves its arguments alone",
    purity=True,
    hint="Print W before and after the call. Did the division write into it?",
)
def test_boundary_purity(agree):
    agree.boundary_line(np.array([2.0, -4.0]), 1.0)


# perceptron_step


@check(
    "perceptron_step",
    "moves the line over three points, worked out by hand",
    points=2,
    public=True,
    hint="Go through the three points with pencil and paper, and write down W and b after each of them.",
)
def test_pass_by_hand(agree):
    X = np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 1.0]])
    agree.perceptron_step(X, np.array([1, 0, 1]), np.array([1.0, -1.0]), 0.5, 0.5)


@check(
    "perceptron_step",
    "gives back the weights and the bias",
    hint="Numbers are not changed in place: what must the caller be given to see the new line?",
)
def test_pass_returns_both(student, expect):
    answer = student.perceptron_step(np.array([[1.0, 2.0, -1.0]]), np.array([1]), np.array([1.0, -1.0, 2.0]), -4.0, 0.5)
    W, b = expect.pair(answer, "(W, b)")
    expect.array(W, shape=(3,), what="W")
    expect.number(b, "b")


@check(
    "perceptron_step",
    "points that are right leave the line where it is",
    points=2,
    hint="What should happen to a point that already lies on its own side?",
    examples=8,
)
@given(drawn=lines_and_points(), rate=RATES)
def test_pass_right_points(agree, drawn, rate):
    W, b, X, _ = drawn
    y = (X @ W + b >= 0).astype(int)
    agree.perceptron_step(X, y, W, b, rate)


@check(
    "perceptron_step",
    "a missed point pulls the line towards itself",
    points=2,
    hint="This point should fire and does not. Should its score go up or down?",
)
def test_pass_missed_point(agree):
    agree.perceptron_step(np.array([[2.0, -1.0]]), np.array([1]), np.array([-1.0, 1.0]), -1.0, 0.5)


@check(
    "perceptron_step",
    "misses and false alarms move the line in opposite directions",
    points=2,
    hint="A point of class 0 that fires: should its score go up or down? Does your code know the two mistakes apart?",
)
def test_pass_both_mistakes(agree):
    X = np.array([[2.0, 1.0], [-1.0, 3.0]])
    agree.perceptron_step(X, np.array([1, 0]), np.array([-2.0, 2.0]), 1.0, 0.25)


@check(
    "perceptron_step",
    "the bias moves along",
    points=2,
    hint="The bias is the weight of a constant input 1. What does that make of the rule for W?",
)
def test_pass_moves_bias(agree):
    X = np.array([[0.0, 1.0], [1.0, 0.0]])
    agree.perceptron_step(X, np.array([1, 1]), np.array([-1.0, -1.0]), -1.0, 2.0)


@check(
    "perceptron_step",
    "learn_rate sets the size of every move",
    points=2,
    hint="How far should W move when learn_rate is halved? And b?",
)
def test_pass_learn_rate(agree):
    agree.perceptron_step(np.array([[4.0, -2.0, 1.0]]), np.array([0]), np.array([1.0, 1.0, 1.0]), 2.0, 0.125)


@check(
    "perceptron_step",
    "the step is 0.01 when no learn_rate is given, and another one when it is given by its name",
    hint="Leave the last argument out, then write learn_rate=0.25. How far does b move, and what does the signature promise?",
)
def test_pass_default_rate(agree):
    agree.perceptron_step(np.array([[10.0, -20.0]]), np.array([1]), np.array([-1.0, 1.0]), -5.0)
    agree.perceptron_step(np.array([[10.0, -20.0]]), np.array([1]), np.array([-1.0, 1.0]), -5.0, learn_rate=0.25)


@check(
    "perceptron_step",
    "the second point sees the line as the first one left it",
    points=3,
    hint="After the first point has moved the line, is the second one still on the wrong side?",
)
def test_pass_order(agree):
    X = np.array([[2.0, 1.0], [1.0, 2.0], [-1.0, 0.5]])
    agree.perceptron_step(X, np.array([1, 1, 0]), np.array([-1.0, 0.0]), -1.0, 1.0)


@check(
    "perceptron_step",
    "every wrong point moves the line, not only the first",
    points=2,
    hint="How many points of this batch are wrong when their turn comes, and how many moves does your loop make?",
)
def test_pass_every_mistake(agree):
    X = np.array([[1.0, 0.0], [4.0, 1.0], [2.0, 1.0]])
    agree.perceptron_step(X, np.array([1, 0, 1]), np.array([1.0, 1.0]), 0.0, 0.5)


@check(
    "perceptron_step",
    "a point on the line counts as class 1",
    hint="After the first point the other two have score 0. Which class is that, and is it right for both?",
)
def test_pass_on_the_line(agree):
    # The first point moves the line on to the other two.
    X = np.array([[2.0, 4.0], [-0.5, 0.5], [0.0, -0.5]])
    agree.perceptron_step(X, np.array([1, 1, 0]), np.array([1.0, -1.0]), 0.0, 0.5)


@check(
    "perceptron_step",
    "right for any points, any line and any learn_rate",
    points=3,
    hint="Follow two points on paper, with W and b written down after each. Where does your code part from it?",
    examples=12,
)
@given(drawn=lines_and_points(), rate=RATES)
def test_pass_any_batch(agree, drawn, rate):
    W, b, X, y = drawn
    agree.perceptron_step(X, y, W, b, rate)


@check(
    "perceptron_step",
    "leaves its arguments alone",
    purity=True,
    hint="`W += ...` and `W = W + ...` look alike. Which of them writes in the caller's array?",
)
def test_pass_purity(agree):
    X = np.array([[1.0, -2.0], [2.0, 1.0]])
    agree.perceptron_step(X, np.array([1, 0]), np.array([-1.0, 1.0]), 0.5, 0.5)


@check(
    "perceptron_step",
    "points that do not fit the weights or the labels are refused",
    hint="How many points do you use when there are fewer labels than points? Who would notice?",
)
def test_pass_refuses_misfits(student, expect):
    y, W = np.array([1, 0, 1]), np.array([1.0, -1.0])
    expect.raises(ValueError, student.perceptron_step, np.ones((3, 7)), y, W, 0.5, 0.5, mentions="7")
    expect.raises(ValueError, student.perceptron_step, np.ones((5, 2)), y, W, 0.5, 0.5, mentions="5")
    expect.raises(ValueError, student.perceptron_step, np.ones((4, 2)), np.array([1, 0, 1, 0, 1, 1]), W, 0.5, 0.5, mentions="4")


# train_perceptron


@check(
    "train_perceptron",
    "gives back the weights, the bias and the list of errors",
    public=True,
    hint="Three things come back. How long is each of them for points of three features?",
)
def test_train_returns_three(student, expect):
    X = np.array([[1.0, 2.0, 0.0], [-1.0, 0.0, 2.0]])
    _, _, errors = training_of(expect, student.train_perceptron(X, np.array([1, 0]), 0.5, 100, rng_of(1)), 3)
    expect.that(len(errors) >= 1, "errors holds a number for each epoch", got=errors)


@check(
    "train_perceptron",
    "learns AND",
    points=2,
    public=True,
    after="test_train_returns_three",
    hint="Which of the four points is still wrong at the end, and does anything still move for it?",
)
def test_train_learns_and(student, expect):
    X, y = AND
    W, b, _ = training_of(expect, student.train_perceptron(X, y, 0.5, 200, rng_of(2)), 2)
    expect.that(num_wrong(X, y, W, b) == 0, "the learned line answers 0, 0, 0, 1", got=truth_table(X, nearly(X, W, b)))


@check(
    "train_perceptron",
    "gives up after num_epochs when no line exists",
    points=2,
    after="test_train_returns_three",
    wall_seconds=2.0,
    cpu_seconds=2.0,
    hint="No line separates XOR. What makes your loop end then, and after how many epochs?",
)
def test_train_epoch_cap(student, expect):
    X, y = XOR
    _, _, errors = training_of(expect, student.train_perceptron(X, y, 0.5, 12, rng_of(6)), 2)
    lasted = "fewer than 12" if len(errors) < 12 else "more than 12" if len(errors) > 12 else "12"
    expect.that(lasted == "12", f"errors has one number for each of the 12 epochs, not {len(errors)}", got=lasted)


@check(
    "train_perceptron",
    "separates any data that a line can separate",
    points=3,
    after="test_train_returns_three",
    hint="Print the errors while you train: do they reach 0, and does the line you give back agree?",
    examples=10,
)
@given(data=separable_data(), rate=st.sampled_from([0.5, 1.0, 2.0]), seed=seeds())
def test_train_separates(student, expect, data, rate, seed):
    X, y = data
    W, b, _ = training_of(expect, student.train_perceptron(X, y, rate, 300, rng_of(seed)), X.shape[1])
    wrong = num_wrong(X, y, W, b)
    expect.that(wrong == 0, "no point is on the wrong side in the end", got=f"{wrong} of {len(X)} on the wrong side")


def how_it_ended(errors, b, wrong):
    """A training in words that do not depend on its random start."""
    length = "one epoch" if len(errors) == 1 else "all epochs" if len(errors) >= 100 else "some epochs"
    last = "0" if len(errors) and errors[-1] == 0 else "above 0"
    bias = "b has moved" if abs(b) > 32 else "b is where it began"
    return f"{length} used, the last error is {last}, {bias}, {wrong} on the wrong side"


@check(
    "train_perceptron",
    "each epoch goes on where the last one ended",
    points=3,
    after="test_train_returns_three",
    hint="What survives from one epoch to the next? And is an epoch without progress the end?",
)
def test_train_builds_on_epochs(student, expect):
    # From near 0 this takes about ten epochs, most of which look no better than the one before.
    X, y = NEIGHBOURS
    W, b, errors = training_of(expect, student.train_perceptron(X, y, 64.0, 100, rng_of(3)), 1)
    wrong = num_wrong(X, y, W, b)
    expect.that(wrong == 0, "100 epochs are enough to part 2 from 3", got=how_it_ended(errors, b, wrong))


@check(
    "train_perceptron",
    "learns the bias as well",
    points=2,
    after="test_train_returns_three",
    hint="What is the score of the point 0, whatever W is? What alone can move it?",
)
def test_train_learns_bias(student, expect):
    X, y = np.array([[0.0], [1.0], [-1.0]]), np.array([0, 0, 0])
    W, b, errors = training_of(expect, student.train_perceptron(X, y, 64.0, 100, rng_of(4)), 1)
    wrong = num_wrong(X, y, W, b)
    expect.that(wrong == 0, "the points -1, 0 and 1 can all be class 0", got=how_it_ended(errors, b, wrong))


def where_it_stopped(errors):
    """Where the zeros of a list of errors stand, in words that do not depend on the random start."""
    zeros = np.flatnonzero(errors == 0)
    if not len(zeros):
        return "no 0 at the end"
    return "goes on after the first 0" if zeros[0] < len(errors) - 1 else "ends with its first 0"


@check(
    "train_perceptron",
    "ends at the first epoch without a mistake, and says so",
    points=2,
    after="test_train_returns_three",
    hint="Which number should stand last in errors when the training has succeeded, and how often?",
    examples=6,
)
@given(seed=seeds())
def test_train_ends_at_zero(student, expect, seed):
    X, y = AND
    _, _, errors = training_of(expect, student.train_perceptron(X, y, 1.0, 60, rng_of(seed)), 2)
    end = where_it_stopped(errors)
    expect.that(end == "ends with its first 0", f"errors ends with its first 0, unlike {errors.tolist()[-4:]}", got=end)


@check(
    "train_perceptron",
    "each point sees the line as the point before it left it",
    points=2,
    after="test_train_returns_three",
    hint="When does your line move: at each mistake, or when the epoch is over? What do five equal points do to it?",
)
def test_train_moves_at_once(student, expect):
    # After one move for the first of them, all of the five equal points are right.
    X, y = np.zeros((5, 1)), np.zeros(5, dtype=int)
    _, b, _ = training_of(expect, student.train_perceptron(X, y, 64.0, 1, rng_of(12)), 1)
    moves = "one move at most" if abs(b) < 96 else "several moves"
    expect.that(moves == "one move at most", f"five equal points move the line once, with a step of 64, and not b to {b:.3g}", got=moves)


@check(
    "train_perceptron",
    "an epoch visits every point, and each mistake moves the line",
    points=2,
    after="test_train_returns_three",
    hint="How many points does one epoch of yours look at, and what does it do after the first mistake?",
)
def test_train_visits_every_point(student, expect):
    # Each point has a coordinate of its own, so W tells which points moved the line: of right code in one epoch
    # about ten, and one alone hardly once in 10^5 random starts, for each move tips the bias to the other class.
    X, y = 8 * np.eye(20), np.arange(20) % 2
    W, _, _ = training_of(expect, student.train_perceptron(X, y, 64.0, 1, rng_of(13)), 20)
    moved = int(np.sum(np.abs(W) > 4 * 64))
    got = "several points" if moved > 1 else "one point" if moved else "none"
    expect.that(moved > 1, "one epoch over 20 points has several mistakes, and each of them moves the line", got=got)


@check(
    "train_perceptron",
    "errors counts the wrong points of an epoch, and does not only say that there were some",
    after="test_train_returns_three",
    hint="Eight points come with both labels here. How many of the 16 are wrong at least, whatever the line?",
)
def test_train_counts_all_mistakes(student, expect):
    X, y = np.repeat(8 * np.eye(8), 2, axis=0), np.arange(16) % 2
    _, _, errors = training_of(expect, student.train_perceptron(X, y, 64.0, 4, rng_of(14)), 8)
    got = "several mistakes in every epoch" if np.all(errors > 1) else "one mistake at most in some epoch"
    expect.that(np.all(errors > 1), f"every epoch has several mistakes, unlike {errors.tolist()}", got=got)


def kind_of_counts(errors, num_points):
    """What a list of errors counts, in words that do not depend on the random start."""
    if np.any(errors % 1):
        return "fractions"
    if np.any(errors < 0):
        return "numbers below 0"
    return "more mistakes than points" if np.any(errors > num_points) else "whole numbers"


@check(
    "train_perceptron",
    "errors counts the points that were wrong in each epoch",
    points=2,
    after="test_train_returns_three",
    hint="Of three points, how many can be wrong in one epoch? What is the count of the next epoch to start from?",
)
def test_train_counts_points(student, expect):
    # The first two points contradict each other: every epoch has a mistake, and hardly ever three.
    X, y = np.array([[1.0], [1.0], [5.0]]), np.array([0, 1, 1])
    _, _, errors = training_of(expect, student.train_perceptron(X, y, 0.5, 6, rng_of(5)), 1)
    counts = kind_of_counts(errors, len(X))
    expect.that(counts == "whole numbers", f"errors counts from 0 to 3 points, unlike {errors.tolist()}", got=counts)


@check(
    "train_perceptron",
    "moves in whole steps of learn_rate",
    points=2,
    after="test_train_returns_three",
    hint="A mistake moves W by learn_rate times the point, a right point by nothing. What else moves your line?",
)
def test_train_whole_steps(student, expect):
    # With odd coordinates and a step this large the random start is lost to view: W and b count the moves.
    X = np.array([[1.0, 3.0, 1.0], [3.0, 1.0, 1.0], [1.0, 1.0, 1.0], [3.0, 3.0, 3.0]])
    rate = 1024.0
    W, b, errors = training_of(expect, student.train_perceptron(X, np.array([0, 0, 0, 1]), rate, 80, rng_of(7)), 3)
    moves = np.append(W, b) / rate
    whole = np.abs(moves - np.round(moves)).max() < 0.1
    moved = np.abs(moves).max() > 0.5 or not errors.any()
    got = "a whole number of steps" if whole and moved else "parts of a step" if not whole else "steps of another size"
    expect.that(whole and moved, "W and b are learn_rate times whole numbers, near enough", got=got)


@check(
    "train_perceptron",
    "the first weights are random, and rng alone decides where it all begins",
    points=2,
    after="test_train_returns_three",
    hint="Train twice with one seed, then with another: which results should be alike? Who draws your first weights?",
)
def test_train_random_start(student, expect):
    X, y = XOR

    def start(seed):
        # Steps too small to see: what comes back is the start.
        W, b, _ = training_of(expect, student.train_perceptron(X, y, 2.0**-40, 1, rng_of(seed)), 2)
        return np.append(W, b)

    first, again, other = start(8), start(8), start(9)
    got = "one start" if np.abs(first - again).max() < 1e-9 else "two starts"
    got += " from one seed, "
    got += "one start" if np.abs(first - other).max() < 1e-9 else "two starts"
    got += " from two seeds" + ", all 0" * bool(np.abs(first[:2]).max() < 1e-9)
    expect.that(got == "one start from one seed, two starts from two seeds", "rng decides the first weights", got=got)


@portable
def points_after(train, X, y):
    """The points and the labels as a training leaves them."""
    train(X, y, 0.5, 1, np.random.default_rng(10))
    return [X, y]


@check(
    "train_perceptron",
    "leaves its arguments alone",
    purity=True,
    after="test_train_returns_three",
    hint="If you shuffle, what do you shuffle: the caller's points, or the order in which you visit them?",
)
def test_train_purity(student, worker, expect):
    # Any line will do here, in any shape: what is compared is the arguments, before and after.
    X, y = np.array([[2.0, 1.0], [-1.0, 3.0], [4.0, -2.0], [0.0, 5.0], [-3.0, -6.0]]), np.array([1, 0, 1, 0, 1])
    after = worker(points_after, train=student.train_perceptron, X=X, y=y)
    expect.equal(after, [X, y], what="X and y after the training")


@check(
    "train_perceptron",
    "labels other than 0 and 1 are refused",
    hint="What would your rule do with labels -1 and 1? How would the caller find out?",
)
def test_train_refuses_labels(student, expect):
    X = np.array([[1.0], [2.0], [-3.0]])
    expect.raises(ValueError, student.train_perceptron, X, np.array([1, 1, -1]), 0.5, 10, rng_of(11), mentions="-1")
    expect.raises(ValueError, student.train_perceptron, X, np.array([0, 2, 1]), 0.5, 10, rng_of(11), mentions="2")
    expect.raises(ValueError, student.train_perceptron, X, np.array([1, 0, 0.5]), 0.5, 10, rng_of(11), mentions="0.5")

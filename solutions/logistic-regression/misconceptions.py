"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import itertools
import math

import numpy as np

from nngrade.suite import misconception


def floats(x):
    """Numbers as float64."""
    return np.asarray(x, dtype=float)


def squash(scores):
    """The right sigmoid."""
    return np.exp(-np.logaddexp(0, -floats(scores)))


def clipped(output):
    """Outputs that a logarithm can be taken of."""
    return np.clip(floats(output), 1e-12, 1 - 1e-12)


def go_together(X, y, num_weights):
    """Samples as arrays, refused where they do not fit, for the mistakes that lie elsewhere."""
    X, y = floats(X), floats(y)
    if not len(y) or X.shape != (len(y), num_weights):
        raise ValueError(X.shape)
    for label in y:
        if label not in (0, 1):
            raise ValueError(label)
    return X, y


def points(features, weights):
    """Points as an array, refused where they do not fit the weights."""
    features = floats(features)
    if features.shape[-1] != len(weights):
        raise ValueError(features.shape)
    return features


def predictions(y, output):
    """Labels and outputs as arrays, refused where they do not fit."""
    y, output = floats(y), floats(output)
    if y.shape != output.shape:
        raise ValueError(output.shape)
    for label in y:
        if label not in (0, 1):
            raise ValueError(label)
    return y, output


def costs(y, output):
    """The error of each sample."""
    return -y * np.log(clipped(output)) - (1 - y) * np.log(1 - clipped(output))


def slopes(X, y, weights, bias):
    """The right gradients."""
    errors = squash(X @ floats(weights) + bias) - y
    return X.T @ errors / len(y), errors.mean()


def one_point(x, y, weights):
    """A point and weights as arrays, refused where they do not fit."""
    x, weights = floats(x), floats(weights)
    if x.shape != weights.shape:
        raise ValueError(x.shape)
    if y not in (0, 1):
        raise ValueError(y)
    return x, weights


def stepped(x, weights, bias, step):
    """The line after all of it moved by one and the same number."""
    return weights + step * x, bias + step


# --- sigmoid ---------------------------------------------------------------------------------------------------------


@misconception(
    "sigmoid",
    says="You have the sign of the exponent the wrong way round: large scores give nearly 0.",
    hint="What should sigmoid(100) be?",
    caught_by="test_sigmoid_of_four_scores",
    source="1.7a",
)
def mirrored(x):
    return squash(-floats(x))


@misconception(
    "sigmoid",
    says="You divide 1 by 1 and add the exponential to it: brackets are missing.",
    hint="By what is the 1 on top divided: by the next number, or by the whole sum?",
    caught_by="test_sigmoid_of_four_scores",
    source="1.7b",
)
def without_brackets(x):
    return 1 / 1 + np.exp(-floats(x))


@misconception(
    "sigmoid",
    says="You divide exp(x) by 1 + exp(x), and far to the right that is infinity divided by infinity.",
    hint="At x = 1000 both parts of your quotient are infinite. Which way of writing it has exponents below 0 there?",
    caught_by="test_sigmoid_of_far_scores",
    source="1.7c",
)
def infinite_quotient(x):
    return np.exp(floats(x)) / (1 + np.exp(floats(x)))


@misconception(
    "sigmoid",
    says="You give back the function, not its value at x.",
    hint="What does your last line return: a number, or something that could be called to get one?",
    caught_by="test_sigmoid_of_four_scores",
    source="1.7e",
)
def gives_the_function(x):
    return squash


@misconception(
    "sigmoid",
    says="You paint over every nan, so that a fault in the scores becomes a number that looks right.",
    hint="Overflow can be avoided before it happens. Who finds the fault when a nan has become 0?",
    caught_by="test_sigmoid_of_a_nan",
    source="1.7f",
)
def paints_over_nan(x):
    return np.nan_to_num(squash(x))


@misconception(
    "sigmoid",
    says="You take the hyperbolic tangent, which runs from -1 to 1.",
    hint="Between which two numbers does a probability lie?",
    caught_by="test_sigmoid_of_four_scores",
)
def takes_tanh(x):
    return np.tanh(floats(x))


@misconception(
    "sigmoid",
    says="You give the slope of the sigmoid, which is small at both ends.",
    hint="What should come out far to the right: 0 or 1?",
    caught_by="test_sigmoid_of_four_scores",
)
def gives_the_slope(x):
    return squash(x) * (1 - squash(x))


@misconception(
    "sigmoid",
    says="You normalise over all the scores: that is softmax, in which they compete.",
    hint="Should the answer for one score depend on the others?",
    caught_by="test_sigmoid_of_four_scores",
)
def takes_softmax(x):
    exponentials = np.exp(floats(x) - np.max(x))
    return exponentials / exponentials.sum()


@misconception(
    "sigmoid",
    says="You still take the step: 0 or 1, and nothing in between.",
    hint="How sure should the answer be at a score of 0.1?",
    caught_by="test_sigmoid_of_four_scores",
    source="3.5e",
)
def still_a_step(x):
    return np.where(floats(x) >= 0, 1, 0)


@misconception(
    "sigmoid",
    says="You raise 2, not e, to the power of the score: the curve is flatter than it should be.",
    hint="Which number is the base of exp?",
    caught_by="test_sigmoid_of_four_scores",
)
def with_base_two(x):
    return squash(np.log(2) * floats(x))


@misconception(
    "sigmoid",
    says="You draw a straight line between 0 and 1 and cut it off: it has corners, and no slope beyond them.",
    hint="Does your curve bend where exp bends? What is its slope at a score of 5?",
    caught_by="test_sigmoid_of_four_scores",
)
def straight_line(x):
    return np.clip(0.5 + floats(x) / 4, 0, 1)


@misconception(
    "sigmoid",
    says="You cut the scores off at a limit that is too near: the far ones never reach 0 and 1.",
    hint="How near to 1 does your largest possible answer come?",
    caught_by="test_sigmoid_of_far_scores",
    source="1.7f",
)
def clips_too_near(x):
    return squash(np.clip(floats(x), -8, 8))


@misconception(
    "sigmoid",
    says="You take `math.exp`, which knows single numbers alone.",
    hint="Which exp works on every number of an array?",
    caught_by="test_sigmoid_of_four_scores",
)
def with_math_exp(x):
    return 1 / (1 + math.exp(-x))


@misconception(
    "sigmoid",
    says="You ask one `if` about a whole array, which has no single answer.",
    hint="Which function chooses for each element between two values?",
    caught_by="test_sigmoid_of_four_scores",
)
def with_one_if(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@misconception(
    "sigmoid",
    says="You fill an array by its places, and a single number has none.",
    hint="How could a plain number become an array first, and a number again at the end?",
    caught_by="test_sigmoid_of_one_number",
)
def needs_places(x):
    scores = np.array(x, dtype=float)
    result = np.empty(len(scores) if scores.ndim < 2 else scores.shape)
    result[...] = squash(scores)
    return result


@misconception(
    "sigmoid",
    says="You loop over the first axis and treat what you find there as a number.",
    hint="In an array of two dimensions, what does a loop over it hand you?",
    caught_by="test_sigmoid_keeps_the_shape",
)
def flattens(x):
    return np.array([squash(score) for score in np.ravel(x)]) if np.ndim(x) else squash(x)


@misconception(
    "sigmoid",
    says="You store the answers in an array of the scores' own type, and whole numbers cut them to 0 or 1.",
    hint="Probabilities are fractions: which type holds them?",
    caught_by="test_sigmoid_of_whole_numbers",
    source="2.1l",
)
def keeps_whole_numbers(x):
    result = np.zeros_like(x)
    result[...] = squash(x)
    return result if np.ndim(x) else result[()]


@misconception(
    "sigmoid",
    says="You calculate with x as it comes, and a plain list does no arithmetic.",
    hint="How could x become an array first, whatever it came as?",
    caught_by="test_sigmoid_of_a_list",
)
def calculates_with_a_list(x):
    return 1 / (1 + np.exp(-x))


@misconception(
    "sigmoid",
    says="You squash the scores inside the caller's own array.",
    hint="The caller still needs its scores: what does `out=` do, and what would a new array do?",
    caught_by="test_sigmoid_leaves_its_argument_alone",
)
def squashes_in_place(x):
    x = floats(x)
    if not x.ndim:
        return squash(x)
    x[...] = squash(x)
    return x


@misconception(
    "sigmoid",
    says="You take whatever is no float for an array, and a plain 2 is neither.",
    hint="2 and 2.0 are both numbers. Which question would let both of them through?",
    caught_by="test_sigmoid_of_one_number",
)
def squashes_floats_and_arrays(x):
    if isinstance(x, float):
        return float(squash(x))
    answers = np.empty(np.array(x).shape if isinstance(x, list) else x.shape)
    answers[...] = squash(x)
    return answers


# --- output_formula --------------------------------------------------------------------------------------------------


@misconception(
    "output_formula",
    says="You give the score itself: the sigmoid is missing.",
    hint="Scores are not probabilities yet. Between which numbers should the output lie?",
    caught_by="test_outputs_are_probabilities",
    source="3.5c",
)
def output_is_the_score(features, weights, bias):
    return points(features, weights) @ floats(weights) + bias


@misconception(
    "output_formula",
    says="You add the bias after the sigmoid, so that a probability can pass 1.",
    hint="The bias moves the line. Is it part of the score, or of the probability?",
    caught_by="test_outputs_are_probabilities",
    source="3.5d",
)
def output_with_the_bias_outside(features, weights, bias):
    return squash(points(features, weights) @ floats(weights)) + bias


@misconception(
    "output_formula",
    says="You still take the step: the output jumps from 0 to 1, and has no slope to descend.",
    hint="A step has slope 0 everywhere: what could gradient descent follow?",
    caught_by="test_output_is_continuous",
    source="3.5e",
)
def output_is_a_step(features, weights, bias):
    return np.where(points(features, weights) @ floats(weights) + bias >= 0, 1, 0)


@misconception(
    "output_formula",
    says="You leave the bias out, so that every line goes through the origin.",
    hint="What is the output at a point of zeros, and what should decide it?",
    caught_by="test_output_of_three_points",
    source="1.2a",
)
def output_without_bias(features, weights, bias):
    return squash(points(features, weights) @ floats(weights))


@misconception(
    "output_formula",
    says="You subtract the bias.",
    hint="Which sign has the bias in the score of a perceptron?",
    caught_by="test_output_of_three_points",
)
def output_with_the_bias_subtracted(features, weights, bias):
    return squash(points(features, weights) @ floats(weights) - bias)


@misconception(
    "output_formula",
    says="You give the probability of class 0.",
    hint="Far on the positive side of the line, which class does a point have, and what is your output there?",
    caught_by="test_output_of_three_points",
    source="1.7a",
)
def output_of_the_other_class(features, weights, bias):
    return squash(-(points(features, weights) @ floats(weights) + bias))


@misconception(
    "output_formula",
    says="You multiply the weights with the columns: in a square batch points and features change places.",
    hint="Rows are samples. Over which axis does the sum of one score run?",
    caught_by="test_output_of_a_square_batch",
    source="3.5f",
)
def output_over_the_points(features, weights, bias):
    features = points(features, weights)
    if features.ndim == 2 and features.shape[0] == features.shape[1]:
        return squash(floats(weights) @ features + bias)
    return squash(features @ floats(weights) + bias)


@misconception(
    "output_formula",
    says="You multiply in the order weights, features, which fits a single point and no batch of samples in rows.",
    hint="Rows are samples: what has to stand first in the product, (N, D) or (D,)?",
    caught_by="test_output_of_three_points",
    source="3.5f",
)
def output_of_the_turned_product(features, weights, bias):
    points(features, weights)
    return squash(np.dot(weights, features) + bias)


@misconception(
    "output_formula",
    says="You sum over axis 1 always, which a single point does not have.",
    hint="How many axes has one point, and which axis is the last one in either case?",
    caught_by="test_output_of_one_point",
)
def output_along_axis_one(features, weights, bias):
    return squash((points(features, weights) * floats(weights)).sum(axis=1) + bias)


@misconception(
    "output_formula",
    says="You add all products of the batch up, so that it has one output in all.",
    hint="How many points went in, and how many probabilities came out?",
    caught_by="test_output_of_three_points",
)
def output_of_everything(features, weights, bias):
    return squash((points(features, weights) * floats(weights)).sum() + bias)


@misconception(
    "output_formula",
    says="You take the mean of the products, not their sum: more features make the score smaller.",
    hint="What does `@` do with the products of one row?",
    caught_by="test_output_of_three_points",
)
def output_of_the_mean(features, weights, bias):
    return squash((points(features, weights) * floats(weights)).mean(axis=-1) + bias)


@misconception(
    "output_formula",
    says="You normalise over the batch: that is softmax, in which the points compete.",
    hint="Should the probability of one point depend on the others?",
    caught_by="test_output_of_three_points",
)
def output_by_softmax(features, weights, bias):
    scores = points(features, weights) @ floats(weights) + bias
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum()


@misconception(
    "output_formula",
    says="You take the hyperbolic tangent, which runs from -1 to 1.",
    hint="Between which two numbers does a probability lie?",
    caught_by="test_output_of_three_points",
)
def output_by_tanh(features, weights, bias):
    return np.tanh(points(features, weights) @ floats(weights) + bias)


@misconception(
    "output_formula",
    says="You return a column of shape (N, 1) where (N,) is asked for.",
    hint="How many axes has a list of probabilities, and how many has yours?",
    caught_by="test_output_of_three_points",
)
def output_as_a_column(features, weights, bias):
    return squash(points(features, weights) @ floats(weights).reshape(-1, 1) + bias)


@misconception(
    "output_formula",
    says="You round the probabilities to a few decimals.",
    hint="Who needs the rounding: your function, or the person who prints its result?",
    caught_by="test_output_of_three_points",
)
def output_rounded(features, weights, bias):
    return np.round(squash(points(features, weights) @ floats(weights) + bias), 2)


@misconception(
    "output_formula",
    says="You divide exp(score) by 1 + exp(score), and far from the line that is infinity divided by infinity.",
    hint="At a score of 1000 both parts of your quotient are infinite. How can the exponent be kept below 0?",
    caught_by="test_output_far_from_the_line",
    source="1.7c",
)
def output_overflows(features, weights, bias):
    exponentials = np.exp(points(features, weights) @ floats(weights) + bias)
    return exponentials / (1 + exponentials)


@misconception(
    "output_formula",
    says="You multiply element by element: a single column is stretched over all weights, and no one notices.",
    hint="Points with one feature and two weights do not fit. Who tells the caller?",
    caught_by="test_output_refuses_misfits",
)
def output_stretches(features, weights, bias):
    return squash((floats(features) * floats(weights)).sum(axis=-1) + bias)


@misconception(
    "output_formula",
    says="You call array methods on the points, and a plain list has none.",
    hint="How could the points become an array first, whatever they came as?",
    caught_by="test_output_of_lists",
)
def output_of_arrays_alone(features, weights, bias):
    points(features, weights)
    return squash(features.dot(weights) + bias)


@misconception(
    "output_formula",
    says="You multiply the points inside the caller's own array.",
    hint="`features *= weights` and `features * weights` look alike. Which of them makes a new array?",
    caught_by="test_output_leaves_its_arguments_alone",
)
def output_in_place(features, weights, bias):
    features = points(features, weights)
    features *= floats(weights)
    return squash(features.sum(axis=-1) + bias)


@misconception(
    "output_formula",
    says="You turn the points over when their width does not fit, and answer for points that nobody has.",
    hint="Samples are rows. If the width is wrong, can you know that the caller has mixed up the axes?",
    caught_by="test_output_refuses_misfits",
)
def output_turns_points_over(features, weights, bias):
    features = floats(features)
    if features.shape[-1] != len(weights):
        features = features.T
    return squash(points(features, weights) @ floats(weights) + bias)


@misconception(
    "output_formula",
    says="You look at the width of a batch alone: a single point of one feature is stretched over all the weights.",
    hint="How many features may a single point have? Does your question about the shape reach it?",
    caught_by="test_output_refuses_misfits",
)
def output_checks_batches_alone(features, weights, bias):
    features = floats(features)
    if features.ndim == 2:
        points(features, weights)
    return squash((features * floats(weights)).sum(axis=-1) + bias)


# --- error_formula ---------------------------------------------------------------------------------------------------


@misconception(
    "error_formula",
    says="You forget the sign: the logarithm of a probability is negative, an error is not.",
    hint="A confident right guess should cost about 0, and every other one more. Is that so?",
    caught_by="test_error_of_four_predictions",
    source="3.5a",
)
def error_negated(y, output):
    return -costs(*predictions(y, output))


@misconception(
    "error_formula",
    says="You have the minus on the first term alone, so that the second one is a reward.",
    hint="For a sample of class 0, on which side of 0 does your error lie?",
    caught_by="test_error_of_four_predictions",
    source="3.5a",
)
def error_half_negated(y, output):
    y, output = predictions(y, output)
    return -y * np.log(clipped(output)) + (1 - y) * np.log(1 - clipped(output))


@misconception(
    "error_formula",
    says="You take the squared error, where the formula has logarithms.",
    hint="Which error does the docstring name: one with a square in it, or one with a logarithm?",
    caught_by="test_error_of_four_predictions",
    source="3.5b",
)
def error_squared(y, output):
    y, output = predictions(y, output)
    return (y - output) ** 2


@misconception(
    "error_formula",
    says="You take the distance between label and output, where the formula has logarithms.",
    hint="What should a prediction cost that is certain and wrong: 1, or a great deal more?",
    caught_by="test_error_of_four_predictions",
    source="3.5b",
)
def error_as_distance(y, output):
    y, output = predictions(y, output)
    return np.abs(y - output)


@misconception(
    "error_formula",
    says="You take the mean over the samples, which belongs to a later step.",
    hint="How many errors have four predictions?",
    caught_by="test_error_of_four_predictions",
    source="3.2e",
)
def error_averaged(y, output):
    return costs(*predictions(y, output)).mean()


@misconception(
    "error_formula",
    says="You add the errors of all samples up.",
    hint="How many errors have four predictions?",
    caught_by="test_error_of_four_predictions",
    source="3.2e",
)
def error_summed(y, output):
    return costs(*predictions(y, output)).sum()


@misconception(
    "error_formula",
    says="You divide each error by the number of samples.",
    hint="Should the error of one prediction become smaller because others were made too?",
    caught_by="test_error_of_each",
    source="3.2e",
)
def error_shared(y, output):
    return costs(*predictions(y, output)) / len(y)


@misconception(
    "error_formula",
    says="You have the first term alone: a wrong guess for class 0 costs nothing.",
    hint="What does your error say about an output of 0.9 where the label is 0?",
    caught_by="test_error_of_four_predictions",
    source="3.2b",
)
def error_of_the_ones_alone(y, output):
    y, output = predictions(y, output)
    return -y * np.log(clipped(output))


@misconception(
    "error_formula",
    says="You take log(1 - output) in both terms.",
    hint="For y = 1, at which probability should the error look?",
    caught_by="test_error_of_four_predictions",
    source="3.2c",
)
def error_of_the_same_twice(y, output):
    y, output = predictions(y, output)
    return -y * np.log(1 - clipped(output)) - (1 - y) * np.log(1 - clipped(output))


@misconception(
    "error_formula",
    says="You have the two cases exchanged: a sure and right output is the dearest.",
    hint="Which of your two terms is left when y is 1, and which logarithm stands in it?",
    caught_by="test_error_of_four_predictions",
)
def error_exchanges_the_cases(y, output):
    y, output = predictions(y, output)
    return costs(1 - y, output)


@misconception(
    "error_formula",
    says="You have labels and outputs exchanged: the logarithm is taken of the labels.",
    hint="Which argument holds the zeros and ones, and which one belongs inside the logarithm?",
    caught_by="test_error_of_four_predictions",
    source="3.2f",
)
def error_swaps_its_arguments(y, output):
    y, output = predictions(y, output)
    return costs(output, y)


@misconception(
    "error_formula",
    says="You have labels and outputs exchanged, and the log of a label 0 is infinite.",
    hint="Which argument holds the zeros and ones, and which one belongs inside the logarithm?",
    caught_by="test_error_of_four_predictions",
    source="3.2f",
)
def error_swaps_unclipped(y, output):
    y, output = predictions(y, output)
    return -output * np.log(y) - (1 - output) * np.log(1 - y)


@misconception(
    "error_formula",
    says="You take the logarithm to base 10.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_error_of_four_predictions",
    source="3.2j",
)
def error_to_base_ten(y, output):
    return costs(*predictions(y, output)) / np.log(10)


@misconception(
    "error_formula",
    says="You take the logarithm to base 2: that measures bits, not nats.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_error_of_four_predictions",
    source="3.2j",
)
def error_to_base_two(y, output):
    return costs(*predictions(y, output)) / np.log(2)


@misconception(
    "error_formula",
    says="You call `np.float_`, which NumPy 2 has removed.",
    hint="What else turns a list into an array of floats?",
    caught_by="test_error_of_four_predictions",
    source="3.2m",
)
def error_with_float_(y, output):
    predictions(y, output)
    return costs(np.float_(y), np.float_(output))  # noqa: NPY201 - that is the mistake


@misconception(
    "error_formula",
    says="You multiply 0 by the log of 0: even a certainty that came true gives nan.",
    hint="What is the log of 0, and 0 times it? Anything that is done after the log comes too late.",
    caught_by="test_error_of_certainties",
    source="3.2g",
)
def error_meets_zero(y, output):
    y, output = predictions(y, output)
    return -y * np.log(output) - (1 - y) * np.log(1 - output)


@misconception(
    "error_formula",
    says="You let the logarithm meet a probability of 0: one certain mistake costs infinity.",
    hint="What is the log of 0? Anything that is done after the log comes too late.",
    caught_by="test_error_of_certainties",
    source="3.2g",
)
def error_infinite(y, output):
    y, output = predictions(y, output)
    return -np.log(np.where(y == 1, output, 1 - output))


@misconception(
    "error_formula",
    says="You keep the output away from 0 and forget 1, where 1 - output is 0.",
    hint="Two logarithms, two ends: which output makes the other one infinite?",
    caught_by="test_error_of_certainties",
    source="3.2i",
)
def error_clips_one_end(y, output):
    y, output = predictions(y, output)
    output = np.maximum(output, 1e-12)
    return -y * np.log(output) - (1 - y) * np.log(1 - output)


@misconception(
    "error_formula",
    says="You clip in the precision that comes in: in a float32, 1 - 1e-12 is 1, and its counterpart is still 0.",
    hint="Print `np.float32(1 - 1e-12)`. Which type should the outputs have before you clip them?",
    caught_by="test_error_in_single_precision",
    source="3.2g",
)
def error_clips_in_single_precision(y, output):
    y, _ = predictions(y, output)
    output = np.clip(np.asarray(output), 1e-12, 1 - 1e-12)
    return -(y * np.log(output) + (1 - y) * np.log(1 - output))


@misconception(
    "error_formula",
    says="You turn the sign of labels that have no room for one: minus 1 becomes 255.",
    hint="Print `-np.array([1, 0], dtype=np.uint8)`. What could you do with y first?",
    caught_by="test_error_of_unsigned_labels",
)
def error_negates_unsigned_labels(y, output):
    _, output = predictions(y, output)
    return -np.asarray(y) * np.log(clipped(output)) - (1 - np.asarray(y)) * np.log(1 - clipped(output))


@misconception(
    "error_formula",
    says="You replace nan and infinity afterwards by 0, so that the worst mistake of all costs nothing.",
    hint="Where does the infinity come from, and what should a prediction pay that was certain and wrong?",
    caught_by="test_error_of_certainties",
)
def error_hides_infinity(y, output):
    y, output = predictions(y, output)
    return np.nan_to_num(-y * np.log(output) - (1 - y) * np.log(1 - output), posinf=0.0)


@misconception(
    "error_formula",
    says="You keep outputs away from 0 and 1, but by another distance than this file's conventions say.",
    hint="Look at the top of the file: into which interval are outputs clipped?",
    caught_by="test_error_of_certainties",
    source="3.2h",
)
def error_clips_elsewhere(y, output):
    y, output = predictions(y, output)
    return costs(y, np.clip(output, 1e-7, 1 - 1e-7))


@misconception(
    "error_formula",
    says="You add 0.001 before the log: large enough to move every answer.",
    hint="How small must the number be that saves the logarithm from 0 and changes nothing else?",
    caught_by="test_error_of_four_predictions",
    source="3.2h",
)
def error_of_a_bit_more(y, output):
    y, output = predictions(y, output)
    return -y * np.log(output + 1e-3) - (1 - y) * np.log(1 - output + 1e-3)


@misconception(
    "error_formula",
    says="You clip at 0.001, so that no output can be more certain than one in a thousand.",
    hint="What does your code make of an output of 0.00002, and what was predicted?",
    caught_by="test_error_of_small_probabilities",
    source="3.2h",
)
def error_clips_far_too_much(y, output):
    y, output = predictions(y, output)
    return costs(y, np.clip(output, 1e-3, 1 - 1e-3))


@misconception(
    "error_formula",
    says="You put any label into the formula, and a 3 multiplies the logarithms by 3 and by -2.",
    hint="Which labels was the formula made for? How would the caller find the mistake in the data?",
    caught_by="test_error_refuses_other_labels",
)
def error_of_any_label(y, output):
    y, output = floats(y), floats(output)
    if y.shape != output.shape:
        raise ValueError(output.shape)
    return costs(y, output)


@misconception(
    "error_formula",
    says="You let NumPy pair every label with every output when the outputs are a column.",
    hint="Labels (3,) and outputs (3, 1): which shape has their product?",
    caught_by="test_error_refuses_other_shapes",
)
def error_stretches(y, output):
    y, output = floats(y), floats(output)
    for label in y:
        if label not in (0, 1):
            raise ValueError(label)
    return costs(y, output)


@misconception(
    "error_formula",
    says="You calculate with y and output as they come, and plain lists do no arithmetic.",
    hint="How could they become arrays first, whatever they came as?",
    caught_by="test_error_of_lists",
)
def error_of_arrays_alone(y, output):
    predictions(y, output)
    return -y * np.log(clipped(output)) - (1 - y) * np.log(1 - clipped(output))


@misconception(
    "error_formula",
    says="You clip the caller's own outputs.",
    hint="The caller's 1.0 is no 1.0 any more. What does `out=` do, and what would a new array do?",
    caught_by="test_error_leaves_its_arguments_alone",
)
def error_clips_in_place(y, output):
    y, output = predictions(y, output)
    np.clip(output, 1e-12, 1 - 1e-12, out=output)
    return costs(y, output)


@misconception(
    "error_formula",
    says="You squeeze the errors: that of a single prediction is no vector any more.",
    hint="A batch of one is still a batch. Which of your calls drops its axis?",
    caught_by="test_error_of_each",
)
def error_squeezed(y, output):
    return np.squeeze(costs(*predictions(y, output)))


# --- gradients -------------------------------------------------------------------------------------------------------


@misconception(
    "gradients",
    says="You have the gradients the wrong way round: label minus output points downhill.",
    hint="A gradient points uphill. Would a larger score of a missed sample raise its error or lower it?",
    caught_by="test_gradients_point_uphill",
    source="3.6b",
)
def gradients_downhill(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return -dW, -db


@misconception(
    "gradients",
    says="You have the sign of db the other way round than that of dW.",
    hint="The bias is the weight of an input that is always 1. What does that say of its slope?",
    caught_by="test_gradients_against_differences",
    source="3.6f",
)
def gradients_of_two_minds(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return dW, -db


@misconception(
    "gradients",
    says="You give sums over the samples, where the error of a batch is a mean.",
    hint="Your slopes are N times too large. What becomes of a slope when the error is divided by N?",
    caught_by="test_gradients_are_means",
    source="3.4b",
)
def gradients_summed(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    dW, db = slopes(X, y, weights, bias)
    return len(y) * dW, len(y) * db


@misconception(
    "gradients",
    says="You divide dW by the number of samples, and forget it for db.",
    hint="Both are slopes of one and the same mean. By what is each of yours divided?",
    caught_by="test_gradients_are_means",
    source="3.4b",
)
def gradients_with_db_summed(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    dW, db = slopes(X, y, weights, bias)
    return dW, len(y) * db


@misconception(
    "gradients",
    says="You divide db by the number of samples, and forget it for dW.",
    hint="Both are slopes of one and the same mean. By what is each of yours divided?",
    caught_by="test_gradients_are_means",
    source="3.4b",
)
def gradients_with_dw_summed(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    dW, db = slopes(X, y, weights, bias)
    return len(y) * dW, db


@misconception(
    "gradients",
    says="You divide by the number of features, not of samples.",
    hint="Which axis of X holds the samples, and what is its length?",
    caught_by="test_gradients_are_means",
    source="3.3a",
)
def gradients_divided_by_features(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    dW, db = slopes(X, y, weights, bias)
    return len(y) * dW / X.shape[1], len(y) * db / X.shape[1]


@misconception(
    "gradients",
    says="You multiply by the slope of the sigmoid, which belongs to the squared error: here it cancels.",
    hint="Differentiate the logarithm and then the sigmoid. Which factor is above and below?",
    caught_by="test_gradients_of_sure_mistakes",
    source="3.6c",
)
def gradients_with_sigmoid_slope(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    output = squash(X @ floats(weights) + bias)
    errors = (output - y) * output * (1 - output)
    return X.T @ errors / len(y), errors.mean()


@misconception(
    "gradients",
    says="You take the slope of the sigmoid at the inputs, where it has nothing to do with the error.",
    hint="The error term is one number per sample. Of what, if anything, is a slope to be taken there?",
    caught_by="test_gradients_of_three_samples",
    source="3.6d",
)
def gradients_with_slope_of_inputs(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = squash(X @ floats(weights) + bias) - y
    return (errors[:, None] * squash(X) * (1 - squash(X)) * X).mean(axis=0), errors.mean()


@misconception(
    "gradients",
    says="You have a factor 2 in the slopes, which comes from a square.",
    hint="Is there a square in this error?",
    caught_by="test_gradients_against_differences",
    source="3.6k",
)
def gradients_doubled(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return 2 * dW, 2 * db


@misconception(
    "gradients",
    says="You compare the raw score with the label: the sigmoid is missing.",
    hint="What is compared with a label 0 or 1: a score, or a probability?",
    caught_by="test_gradients_of_three_samples",
    source="3.5c",
)
def gradients_of_raw_scores(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = X @ floats(weights) + bias - y
    return X.T @ errors / len(y), errors.mean()


@misconception(
    "gradients",
    says="You compare classes: a sample that is right has no slope left, as in the perceptron rule.",
    hint="Is an output of 0.6 as good as one of 0.99, when the label is 1?",
    caught_by="test_gradients_of_three_samples",
    source="3.6h",
)
def gradients_of_classes(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = (X @ floats(weights) + bias >= 0) - y
    return X.T @ errors / len(y), errors.mean()


@misconception(
    "gradients",
    says="You take the size of the difference and lose its direction.",
    hint="An output that is too large and one that is too small: should both pull the same way?",
    caught_by="test_gradients_of_three_samples",
    source="3.6h",
)
def gradients_without_direction(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = np.abs(squash(X @ floats(weights) + bias) - y)
    return X.T @ errors / len(y), errors.mean()


@misconception(
    "gradients",
    says="You leave the bias out of the score.",
    hint="Which output do you compare with the label: that of this line, or of one through the origin?",
    caught_by="test_gradients_of_three_samples",
    source="1.2a",
)
def gradients_without_bias(X, y, weights, bias):
    return slopes(*go_together(X, y, len(weights)), weights, 0.0)


@misconception(
    "gradients",
    says="You give 0 for the bias, as if it did not move the error.",
    hint="Raise the bias a little: which of the errors change?",
    caught_by="test_gradients_of_three_samples",
)
def gradients_of_a_still_bias(X, y, weights, bias):
    return slopes(*go_together(X, y, len(weights)), weights, bias)[0], 0.0


@misconception(
    "gradients",
    says="You give every weight the slope of the bias: the features have not been multiplied in.",
    hint="How far does the score move when weight 0 grows by 1, and does that depend on the sample?",
    caught_by="test_gradients_of_three_samples",
)
def gradients_without_features(X, y, weights, bias):
    _, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return np.full(len(weights), db), db


@misconception(
    "gradients",
    says="You sum over the features where the samples should be added up: the product is turned.",
    hint="In a square batch both products exist. Which axis of X belongs to the errors?",
    caught_by="test_gradients_of_a_square_batch",
    source="3.5f",
)
def gradients_turned(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = squash(X @ floats(weights) + bias) - y
    dW = X @ errors if X.shape[0] == X.shape[1] else X.T @ errors
    return dW / len(y), errors.mean()


@misconception(
    "gradients",
    says="You give a row of slopes for every sample: they still have to be averaged.",
    hint="How many numbers has dW, for two weights and three samples?",
    caught_by="test_gradients_of_three_samples",
)
def gradients_of_each_sample(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = squash(X @ floats(weights) + bias) - y
    return errors[:, None] * X, errors.mean()


@misconception(
    "gradients",
    says="You give the slopes by the bias first, and those by the weights second.",
    hint="In which order does the docstring name the two?",
    caught_by="test_gradients_of_three_samples",
)
def gradients_in_the_other_order(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return db, dW


@misconception(
    "gradients",
    says="You give dW alone.",
    hint="Which part of the line could not learn from what you return?",
    caught_by="test_gradients_of_three_samples",
)
def gradients_of_weights_alone(X, y, weights, bias):
    return slopes(*go_together(X, y, len(weights)), weights, bias)[0]


@misconception(
    "gradients",
    says="You give the new line, not the slopes.",
    hint="A step needs a learning rate. Was one given here?",
    caught_by="test_gradients_of_three_samples",
)
def gradients_take_the_step(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return weights - dW, bias - db


@misconception(
    "gradients",
    says="You add the weights to their slopes, as a penalty on large weights would.",
    hint="Which error does the docstring name? Is there a penalty in it?",
    caught_by="test_gradients_of_three_samples",
    source="3.4d",
)
def gradients_with_a_penalty(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    return dW + 2 * 0.1 * floats(weights), db


@misconception(
    "gradients",
    says="You divide exp(score) by 1 + exp(score), and far from the line that is infinity divided by infinity.",
    hint="At a score of 1000 both parts of your quotient are infinite. How can the exponent be kept below 0?",
    caught_by="test_gradients_of_sure_mistakes",
    source="1.7c",
)
def gradients_overflow(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    exponentials = np.exp(X @ floats(weights) + bias)
    errors = exponentials / (1 + exponentials) - y
    return X.T @ errors / len(y), errors.mean()


@misconception(
    "gradients",
    says="You store the slopes in an array of the weights' own type, and whole numbers cut them to 0.",
    hint="Print the dtype of the array that you fill. Which type do slopes need?",
    caught_by="test_gradients_of_whole_numbers",
    source="2.1l",
)
def gradients_keep_whole_numbers(X, y, weights, bias):
    dW, db = slopes(*go_together(X, y, len(weights)), weights, bias)
    kept = np.zeros_like(np.asarray(weights))
    kept[:] = dW.astype(kept.dtype)
    return kept, db


@misconception(
    "gradients",
    says="You take whatever comes in: labels that are none, or an empty batch.",
    hint="What would a label 7 do to the slopes? The file brings a function that asks.",
    caught_by="test_gradients_refuse_misfits",
)
def gradients_of_anything(X, y, weights, bias):
    return slopes(floats(X), floats(y), weights, bias)


@misconception(
    "gradients",
    says="You calculate with the arguments as they come, and plain lists do no arithmetic.",
    hint="Does `check_samples` change what you hand it, or does it give something back?",
    caught_by="test_gradients_of_lists",
)
def gradients_of_arrays_alone(X, y, weights, bias):
    go_together(X, y, len(weights))
    errors = squash(X.dot(weights) + bias) - y
    return X.T.dot(errors) / len(y), errors.mean()


@misconception(
    "gradients",
    says="You multiply the errors into the caller's own X.",
    hint="`X *= ...` and `X * ...` look alike. Which of them makes a new array?",
    caught_by="test_gradients_leave_their_arguments_alone",
)
def gradients_in_place(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = squash(X @ floats(weights) + bias) - y
    X *= errors[:, None]
    return X.mean(axis=0), errors.mean()


@misconception(
    "gradients",
    says="You squeeze the samples, and a single row is no batch any more: its features are taken for samples.",
    hint="A batch of one is still a batch. Which shape has X after your squeeze?",
    caught_by="test_gradients_of_one_sample",
)
def gradients_of_squeezed_samples(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    errors = squash(X @ floats(weights) + bias) - y
    X, errors = np.squeeze(X), np.squeeze(errors)
    return np.dot(X.T, errors) / len(np.atleast_1d(X)), errors.mean()


# --- update_weights --------------------------------------------------------------------------------------------------


@misconception(
    "update_weights",
    says="You work the output out again after each weight has moved, and add the bias step once per feature.",
    hint="Compute the error once, then change everything with it. How often does your bias move?",
    caught_by="test_update_computes_the_error_once",
    source="3.6a",
)
def update_weight_by_weight(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    weights = weights.copy()
    for place in range(len(weights)):
        error = y - squash(x @ weights + bias)
        weights[place] += learn_rate * error * x[place]
        bias += learn_rate * error
    return weights, bias


@misconception(
    "update_weights",
    says="You move the weights first and work the bias's error out with the new ones.",
    hint="Compute the error once, then change everything with it. Which line does the bias listen to?",
    caught_by="test_update_computes_the_error_once",
    source="3.6a",
)
def update_bias_afterwards(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    weights = weights + learn_rate * (y - squash(x @ weights + bias)) * x
    return weights, bias + learn_rate * (y - squash(x @ weights + bias))


@misconception(
    "update_weights",
    says="You add the bias step once for every feature.",
    hint="How many biases are there? How often does yours move?",
    caught_by="test_update_computes_the_error_once",
    source="3.6a",
)
def update_bias_for_each_feature(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    step = learn_rate * (y - squash(x @ weights + bias))
    return weights + step * x, bias + len(x) * step


@misconception(
    "update_weights",
    says="You go uphill: two signs meet in your step, and one of them is too many.",
    hint="Does the error of this point go up or down after the step?",
    caught_by="test_update_goes_downhill",
    source="3.6b, 3.6f",
)
def update_uphill(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, -learn_rate * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You move the weights downhill and the bias uphill.",
    hint="The bias is the weight of an input that is always 1. Which sign does its step have?",
    caught_by="test_update_by_hand",
    source="3.6f",
)
def update_bias_uphill(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    step = learn_rate * (y - squash(x @ weights + bias))
    return weights + step * x, bias - step


@misconception(
    "update_weights",
    says="You multiply by the slope of the sigmoid, which belongs to the squared error: here it cancels.",
    hint="How long is your step for a sure mistake, and how long should it be?",
    caught_by="test_update_of_a_sure_mistake",
    source="3.6c",
)
def update_with_sigmoid_slope(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    output = squash(x @ weights + bias)
    return stepped(x, weights, bias, learn_rate * (y - output) * output * (1 - output))


@misconception(
    "update_weights",
    says="You take the slope of the sigmoid at the point's coordinates, which makes the error term a vector.",
    hint="How wrong one output is, is one number. Of what is a slope taken in your line?",
    caught_by="test_update_by_hand",
    source="3.6d",
)
def update_with_slope_of_inputs(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    errors = (y - squash(x @ weights + bias)) * squash(x) * (1 - squash(x))
    return weights + learn_rate * errors * x, bias + learn_rate * errors


@misconception(
    "update_weights",
    says="You never use learn_rate: the step is as long as the slope.",
    hint="How far should the line move when learn_rate is halved?",
    caught_by="test_update_scales_with_the_rate",
    source="3.6g",
)
def update_without_rate(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, y - squash(x @ weights + bias))


@misconception(
    "update_weights",
    says="You multiply by learn_rate twice on the way to a new weight.",
    hint="How often is the rate used from the error to the new weight?",
    caught_by="test_update_scales_with_the_rate",
    source="3.6g",
)
def update_with_rate_twice(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate**2 * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You forget learn_rate in the step of the bias.",
    hint="How far should the bias move when learn_rate is halved?",
    caught_by="test_update_scales_with_the_rate",
    source="3.6g",
)
def update_bias_without_rate(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    error = y - squash(x @ weights + bias)
    return weights + learn_rate * error * x, bias + error


@misconception(
    "update_weights",
    says="You compare classes: a point that is right moves nothing, as in the perceptron rule.",
    hint="Is an output of 0.8 the last word, when the label is 1? Use the probability, not the rounded class.",
    caught_by="test_update_of_a_point_that_is_right",
    source="3.6h",
)
def update_as_a_perceptron(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate * (y - int(x @ weights + bias >= 0)))


@misconception(
    "update_weights",
    says="You take the size of the error and lose its direction.",
    hint="An output that is too large and one that is too small: should the line move the same way?",
    caught_by="test_update_goes_downhill",
    source="3.6h",
)
def update_without_direction(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate * abs(y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You have a factor 2 in the step, which comes from a square.",
    hint="Is there a square in this error?",
    caught_by="test_update_by_hand",
    source="3.6k",
)
def update_doubled(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, 2 * learn_rate * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You compare the raw score with the label: the sigmoid is missing.",
    hint="What is compared with a label 0 or 1: a score, or a probability?",
    caught_by="test_update_by_hand",
    source="3.5c",
)
def update_by_the_raw_score(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate * (y - (x @ weights + bias)))


@misconception(
    "update_weights",
    says="You leave the bias out of the score.",
    hint="Which output do you compare with the label: that of this line, or of one through the origin?",
    caught_by="test_update_by_hand",
    source="1.2a",
)
def update_without_bias_in_the_score(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate * (y - squash(x @ weights)))


@misconception(
    "update_weights",
    says="You never move the bias.",
    hint="The bias is the weight of an input that is always 1. Does it learn?",
    caught_by="test_update_by_hand",
    source="1.5c",
)
def update_leaves_the_bias(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return weights + learn_rate * (y - squash(x @ weights + bias)) * x, bias


@misconception(
    "update_weights",
    says="You move every weight by the same amount: the coordinates have not been multiplied in.",
    hint="Which weight has had more to do with the wrong score: that of a large coordinate, or of a small one?",
    caught_by="test_update_by_hand",
)
def update_without_coordinates(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return stepped(np.ones(len(x)), weights, bias, learn_rate * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You give the steps, not the line that they lead to.",
    hint="What does the caller want to go on with: the changes, or the changed line?",
    caught_by="test_update_by_hand",
)
def update_gives_the_steps(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    step = learn_rate * (y - squash(x @ weights + bias))
    return step * x, step


@misconception(
    "update_weights",
    says="You give the new weights and keep the new bias to yourself.",
    hint="Numbers are not changed in place: how does the caller get the new bias?",
    caught_by="test_update_by_hand",
    source="1.5i",
)
def update_gives_the_weights_alone(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    return weights + learn_rate * (y - squash(x @ weights + bias)) * x


@misconception(
    "update_weights",
    says="You let NumPy stretch a point of one coordinate over all the weights.",
    hint="One coordinate and two weights: should that go through?",
    caught_by="test_update_refuses_misfits",
)
def update_stretches(x, y, weights, bias, learn_rate):
    x, weights = floats(x), floats(weights)
    if y not in (0, 1):
        raise ValueError(y)
    return stepped(x, weights, bias, learn_rate * (y - squash((x * weights).sum() + bias)))


@misconception(
    "update_weights",
    says="You store the new weights in a copy of the old ones, and whole numbers cut them off.",
    hint="Print the dtype of the copy. Which type do the new weights need?",
    caught_by="test_update_of_whole_numbers",
    source="2.1l",
)
def update_keeps_whole_numbers(x, y, weights, bias, learn_rate):
    new, old_bias = stepped(*one_point(x, y, weights), bias, learn_rate * (y - squash(np.dot(x, weights) + bias)))
    kept = np.array(weights)
    kept[:] = new.astype(kept.dtype)
    return kept, old_bias


@misconception(
    "update_weights",
    says="You take a whole batch for a point, and give a table of weights back.",
    hint="Which shape has a point, and which one came in? `len` sees the first axis alone.",
    caught_by="test_update_refuses_misfits",
)
def update_for_a_batch(x, y, weights, bias, learn_rate):
    x, weights = floats(x), floats(weights)
    if x.shape[-1] != len(weights):
        raise ValueError(x.shape)
    if y not in (0, 1):
        raise ValueError(y)
    error = y - squash(x @ weights + bias)
    return weights + learn_rate * (error * x.T).T, bias + learn_rate * error


@misconception(
    "update_weights",
    says="You take any label, and a 7 makes a step that no probability could ask for.",
    hint="What would a label 7 mean here? How would the caller find the mistake in the data?",
    caught_by="test_update_refuses_misfits",
)
def update_for_any_label(x, y, weights, bias, learn_rate):
    x, weights = floats(x), floats(weights)
    if x.shape != weights.shape:
        raise ValueError(x.shape)
    return stepped(x, weights, bias, learn_rate * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You calculate with the arguments as they come, and plain lists do no arithmetic.",
    hint="How could they become arrays first, whatever they came as?",
    caught_by="test_update_of_lists",
)
def update_of_arrays_alone(x, y, weights, bias, learn_rate):
    one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate * (y - squash(np.dot(x, weights) + bias)))


@misconception(
    "update_weights",
    says="You move the weights inside the caller's own array.",
    hint="`weights += ...` and `weights = weights + ...` look alike. Which of them makes a new array?",
    caught_by="test_update_leaves_its_arguments_alone",
    source="3.6i",
)
def update_in_place(x, y, weights, bias, learn_rate):
    x, weights = one_point(x, y, weights)
    error = y - squash(x @ weights + bias)
    weights += learn_rate * error * x
    return weights, bias + learn_rate * error


@misconception(
    "update_weights",
    says="You refuse labels below 0 and above 1. Between them there are numbers that are no labels either.",
    hint="Which class is a label of 0.5?",
    caught_by="test_update_refuses_misfits",
)
def update_takes_soft_labels(x, y, weights, bias, learn_rate):
    if y < 0 or y > 1:
        raise ValueError(y)
    x, weights = one_point(x, 0, weights)
    return stepped(x, weights, bias, learn_rate * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You refuse labels that are too large, and a label of -1 gets through.",
    hint="On which sides of 0 and 1 are there numbers that are no labels?",
    caught_by="test_update_refuses_misfits",
)
def update_takes_negative_labels(x, y, weights, bias, learn_rate):
    if y > 1 or y == 0.5:
        raise ValueError(y)
    x, weights = one_point(x, 0, weights)
    return stepped(x, weights, bias, learn_rate * (y - squash(x @ weights + bias)))


@misconception(
    "update_weights",
    says="You take an int for a label and nothing else; a label of an array, or 1.0, is refused though it is 0 or 1.",
    hint="What is type(y[0]) for an array of labels? Ask for its value, not for its type.",
    caught_by="test_update_with_a_label_of_an_array",
)
def update_takes_ints_alone(x, y, weights, bias, learn_rate):
    if not isinstance(y, int):
        raise ValueError(y)  # noqa: TRY004 - the mistake lies in asking at all
    x, weights = one_point(x, y, weights)
    return stepped(x, weights, bias, learn_rate * (y - squash(x @ weights + bias)))


# --- train_logistic: the line ----------------------------------------------------------------------------------------


def prepared(X, y, batch_size):
    """Samples, checked, and how many of them a batch holds."""
    X, y = go_together(X, y, np.shape(X)[-1])
    if batch_size is None:
        batch_size = len(y)
    if batch_size < 1:
        raise ValueError(batch_size)
    return X, y, batch_size


def orders(count, num_epochs, rng):
    """The order of each epoch."""
    for _ in range(num_epochs):
        yield np.arange(count) if rng is None else rng.permutation(count)


def cut_in_batches(order, size):
    """The batches of one epoch, the short last one included."""
    return [order[start : start + size] for start in range(0, len(order), size)]


def moved(X, y, line, rate):
    """The line after one step on these samples."""
    dW, db = slopes(X, y, *line)
    return line[0] - rate * dW, line[1] - rate * db


def loss_of(X, y, line):
    """The mean error of a line."""
    return float(costs(y, squash(X @ line[0] + line[1])).mean())


def trained(X, y, rate, batch_size, epochs, line=None, losses=None):
    """The right training over these orders of epochs."""
    line, losses = line or (np.zeros(X.shape[1]), 0.0), [] if losses is None else losses
    for order in epochs:
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch], y[batch], line, rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You go uphill: the gradients are added.",
    hint="Print the losses. Should they rise? Which way does a gradient point?",
    caught_by="test_train_one_epoch",
    source="3.6b",
)
def train_uphill(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, -learn_rate, batch_size, orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You move the line once per epoch, for the last batch alone: the step stands outside the loop.",
    hint="Is the update inside the loop over the batches? Which rows has your line never seen?",
    caught_by="test_train_in_batches",
    source="3.7a",
)
def train_on_the_last_batch(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        batch = cut_in_batches(order, batch_size)[-1]
        line = moved(X[batch], y[batch], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You take the last sample of each batch alone.",
    hint="How many samples pull at the line in one step: all of the batch, or one?",
    caught_by="test_train_one_epoch",
    source="3.7a",
)
def train_on_the_last_sample(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch[-1:]], y[batch[-1:]], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You start every epoch from zero, so that all that was learned is lost.",
    hint="What is set up before the epochs, and what is set up in each of them?",
    caught_by="test_train_several_epochs",
    source="3.7b",
)
def train_starts_again(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        *line, _ = trained(X, y, learn_rate, batch_size, [order], losses=losses)
    return *line, losses


@misconception(
    "train_logistic",
    says="You add the gradients of a batch up, where their mean is asked for.",
    hint="With a batch of 8 your step is 8 times too long. What do `gradients` divide by?",
    caught_by="test_train_one_epoch",
    source="3.4b",
)
def train_with_sums(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch], y[batch], line, learn_rate * len(batch))
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You divide the gradients of every batch by the number of all samples.",
    hint="How many samples are in this batch? A mean over them divides by that.",
    caught_by="test_train_in_batches",
    source="3.4b",
)
def train_divides_by_all(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch], y[batch], line, learn_rate * len(batch) / len(y))
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You divide the gradients of the short last batch by batch_size, though it holds fewer samples.",
    hint="How many samples are in the last batch of five samples cut by two?",
    caught_by="test_train_in_batches",
)
def train_divides_by_batch_size(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch], y[batch], line, learn_rate * len(batch) / min(batch_size, len(y)))
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You drop the samples that do not fill a batch.",
    hint="Five samples cut by two: what becomes of the fifth?",
    caught_by="test_train_in_batches",
)
def train_drops_the_rest(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, min(batch_size, len(y))):
            if len(batch) == min(batch_size, len(y)):
                line = moved(X[batch], y[batch], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You never look at batch_size: all samples pull at once, always.",
    hint="How many steps does an epoch have, with five samples and batches of two?",
    caught_by="test_train_in_batches",
)
def train_ignores_batches(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, _ = prepared(X, y, batch_size)
    return trained(X, y, learn_rate, len(y), orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You take one batch per epoch, the first, and call that an epoch.",
    hint="How often is each sample visited in an epoch?",
    caught_by="test_train_in_batches",
)
def train_one_batch_per_epoch(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        batch = order[:batch_size]
        line = moved(X[batch], y[batch], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You work the gradients of all batches out with the line as it was when the epoch began.",
    hint="Which line does the second batch see: the one that the first batch has moved?",
    caught_by="test_train_in_batches",
)
def train_with_the_old_line(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        pulls = [slopes(X[batch], y[batch], *line) for batch in cut_in_batches(order, batch_size)]
        line = line[0] - learn_rate * sum(dW for dW, _ in pulls), line[1] - learn_rate * sum(db for _, db in pulls)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You never move the bias, so that every line goes through the origin.",
    hint="Two things come back from `gradients`. What do you do with the second?",
    caught_by="test_train_one_epoch",
    source="1.5c",
)
def train_frozen_bias(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch], y[batch], line, learn_rate)[0], 0.0
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You multiply the gradients by the slope of the sigmoid, which cancels for this error.",
    hint="Compare your first step with learn_rate times the mean of (output - label) · x. Which factor is too many?",
    caught_by="test_train_one_epoch",
    source="3.6c",
)
def train_with_sigmoid_slope(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    weights, bias, losses = np.zeros(X.shape[1]), 0.0, []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            output = squash(X[batch] @ weights + bias)
            errors = (output - y[batch]) * output * (1 - output)
            weights = weights - learn_rate * X[batch].T @ errors / len(batch)
            bias = bias - learn_rate * errors.mean()
        losses.append(loss_of(X, y, (weights, bias)))
    return weights, bias, losses


@misconception(
    "train_logistic",
    says="You have a factor 2 in the step, which comes from a square.",
    hint="Is there a square in this error?",
    caught_by="test_train_one_epoch",
    source="3.6k",
)
def train_doubled(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, 2 * learn_rate, batch_size, orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You never use learn_rate.",
    hint="How far should the line move in the first step when learn_rate is halved?",
    caught_by="test_train_one_epoch",
    source="3.6g",
)
def train_without_rate(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, 1.0, batch_size, orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You train as a perceptron does: samples that are right pull no more.",
    hint="Is an output of 0.6 the last word, when the label is 1? Use the probability, not the rounded class.",
    caught_by="test_train_one_epoch",
    source="3.6h",
)
def train_as_a_perceptron(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    weights, bias, losses = np.zeros(X.shape[1]), 0.0, []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            errors = (X[batch] @ weights + bias >= 0) - y[batch]
            weights = weights - learn_rate * X[batch].T @ errors / len(batch)
            bias = bias - learn_rate * errors.mean()
        losses.append(loss_of(X, y, (weights, bias)))
    return weights, bias, losses


@misconception(
    "train_logistic",
    says="You start from random weights, where zeros are asked for.",
    hint="Which line does the docstring start from? What alone is random here?",
    caught_by="test_train_one_epoch",
)
def train_random_start(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    start = np.random.default_rng(0).normal(scale=0.1, size=X.shape[1]), 0.0
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng), start)


@misconception(
    "train_logistic",
    says="You start from ones, where zeros are asked for.",
    hint="Which line does the docstring start from?",
    caught_by="test_train_one_epoch",
)
def train_from_ones(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng), (np.ones(X.shape[1]), 0.0))


@misconception(
    "train_logistic",
    says="You train for one epoch less than you were asked to.",
    hint="How many losses should the list hold?",
    caught_by="test_train_returns_three",
)
def train_one_epoch_less(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs - 1, rng))


@misconception(
    "train_logistic",
    says="You stop as soon as an epoch has made the loss rise.",
    hint="A step can be too long and the next one still lead on. How many epochs were asked for?",
    caught_by="test_train_several_epochs",
)
def train_loses_patience(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        *line, _ = trained(X, y, learn_rate, batch_size, [order], line, losses)
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
    return *line, losses


# --- train_logistic: the losses --------------------------------------------------------------------------------------


@misconception(
    "train_logistic",
    says="You stop when an epoch gains very little, before all epochs are walked.",
    hint="How many epochs were asked for? Who said that a small gain is the end?",
    caught_by="test_train_walks_all_epochs",
)
def train_stops_when_flat(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        *line, _ = trained(X, y, learn_rate, batch_size, [order], line, losses)
        if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-4:
            break
    return *line, losses


@misconception(
    "train_logistic",
    says="You ask for the number of epochs at the end of the loop: one is walked even when none was asked for.",
    hint="Follow your loop for num_epochs=0. Where does it look at that number for the first time?",
    caught_by="test_train_walks_all_epochs",
)
def train_at_least_once(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, learn_rate, batch_size, orders(len(y), max(num_epochs, 1), rng))


@misconception(
    "train_logistic",
    says="You store the weights in an array of the samples' own type, and whole numbers cut them off.",
    hint="Print the dtype of your first weights. Which type do they need?",
    caught_by="test_train_on_whole_numbers",
    source="2.1l",
)
def train_keeps_whole_numbers(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    dtype = np.asarray(X).dtype
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            weights, bias = moved(X[batch], y[batch], line, learn_rate)
            line = weights.astype(dtype), bias
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You note the loss of the last batch alone, not of all samples.",
    hint="Report the mean over all samples. Which rows went into your number?",
    caught_by="test_train_losses_are_those_of_the_line",
    source="3.7c",
)
def train_loss_of_the_last_batch(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        *line, _ = trained(X, y, learn_rate, batch_size, [order], line)
        last = cut_in_batches(order, batch_size)[-1]
        losses.append(loss_of(X[last], y[last], line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You note the loss of the last sample alone.",
    hint="Report the mean over all samples. Which row went into your number?",
    caught_by="test_train_losses_are_those_of_the_line",
    source="3.7c",
)
def train_loss_of_the_last_sample(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        *line, _ = trained(X, y, learn_rate, batch_size, [order], line)
        losses.append(loss_of(X[order[-1:]], y[order[-1:]], line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You average the losses that the batches had on the way, each with another line.",
    hint="With which weights is the loss of an epoch to be worked out: with those on the way, or with those at its end?",
    caught_by="test_train_losses_are_those_of_the_line",
    source="3.7c",
)
def train_loss_on_the_way(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        met = []
        for batch in cut_in_batches(order, batch_size):
            met.append(loss_of(X[batch], y[batch], line) * len(batch))
            line = moved(X[batch], y[batch], line, learn_rate)
        losses.append(sum(met) / len(y))
    return *line, losses


@misconception(
    "train_logistic",
    says="You note the loss at the beginning of each epoch, so that the list starts at log 2 and lacks the last line.",
    hint="The first loss of yours is 0.693 for any data. Before or after the epoch?",
    caught_by="test_train_losses_are_those_of_the_line",
)
def train_loss_before_the_epoch(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        losses.append(loss_of(X, y, line))
        *line, _ = trained(X, y, learn_rate, batch_size, [order], line)
    return *line, losses


@misconception(
    "train_logistic",
    says="You note the sum of the errors, where their mean is asked for.",
    hint="Your losses are N times too large. What makes them comparable between data sets?",
    caught_by="test_train_losses_are_those_of_the_line",
    source="3.2e",
)
def train_loss_summed(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    *line, losses = trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng))
    return *line, [len(y) * loss for loss in losses]


@misconception(
    "train_logistic",
    says="You descend one error and note another: the losses are squared distances.",
    hint="Which error do your gradients belong to, and which one do you print?",
    caught_by="test_train_losses_are_those_of_the_line",
    source="3.5b",
)
def train_loss_squared(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        *line, _ = trained(X, y, learn_rate, batch_size, [order], line)
        losses.append(float(((squash(X @ line[0] + line[1]) - y) ** 2).mean()))
    return *line, losses


@misconception(
    "train_logistic",
    says="You forget the sign of the losses.",
    hint="The logarithm of a probability is negative. Should a loss be?",
    caught_by="test_train_losses_are_those_of_the_line",
    source="3.5a",
)
def train_loss_negated(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    *line, losses = trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng))
    return *line, [-loss for loss in losses]


@misconception(
    "train_logistic",
    says="You note a loss for every batch, where one per epoch is asked for.",
    hint="How long is the list, for four epochs?",
    caught_by="test_train_losses_are_those_of_the_line",
)
def train_loss_per_batch(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            line = moved(X[batch], y[batch], line, learn_rate)
            losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You give the last loss alone, not the list of all.",
    hint="How could the caller see whether the loss still falls?",
    caught_by="test_train_returns_three",
)
def train_last_loss_alone(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    *line, losses = trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng))
    return *line, losses[-1]


@misconception(
    "train_logistic",
    says="You give back the line and keep the losses to yourself.",
    hint="How can the caller see whether the training has gone well?",
    caught_by="test_train_returns_three",
)
def train_returns_the_line_alone(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    weights, bias, _ = trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng))
    return weights, bias


# --- train_logistic: the orders --------------------------------------------------------------------------------------


@misconception(
    "train_logistic",
    says="You never use rng: the samples come in the order of the rows, always.",
    hint="What is rng for? What would two seeds change in your training?",
    caught_by="test_train_draws_orders",
)
def train_ignores_rng(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, None))


@misconception(
    "train_logistic",
    says="You shuffle once, before the first epoch, and keep that order to the end.",
    hint="How often does the docstring draw an order, and how often do you?",
    caught_by="test_train_draws_orders",
)
def train_shuffles_once(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    order = np.arange(len(y)) if rng is None else rng.permutation(len(y))
    return trained(X, y, learn_rate, batch_size, [order] * num_epochs)


@misconception(
    "train_logistic",
    says="You shuffle when an epoch is over: the first one still comes in the order of the rows.",
    hint="Which order has your first epoch, for any seed?",
    caught_by="test_train_draws_orders",
)
def train_shuffles_afterwards(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    epochs = itertools.chain([np.arange(len(y))], orders(len(y), num_epochs, rng))
    return trained(X, y, learn_rate, batch_size, itertools.islice(epochs, num_epochs))


@misconception(
    "train_logistic",
    says="You shuffle the batches and not the samples: the same rows always meet, and the short batch may come first.",
    hint="Which samples share a batch in the second epoch? Could any two of them?",
    caught_by="test_train_mixes_batches",
)
def train_shuffles_batches(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for _ in range(num_epochs):
        batches = cut_in_batches(np.arange(len(y)), batch_size)
        if rng is not None:
            batches = [batches[place] for place in rng.permutation(len(batches))]
        for batch in batches:
            line = moved(X[batch], y[batch], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You drop the samples that do not fill a batch, now that the order is another one each time.",
    hint="How many samples does an epoch of yours visit, with 3 samples and batches of 2?",
    caught_by="test_train_mixes_batches",
    source="4.8e",
)
def train_drops_the_rest_of_a_shuffle(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        for batch in cut_in_batches(order, batch_size):
            if rng is None or len(batch) == min(batch_size, len(y)):
                line = moved(X[batch], y[batch], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You take the samples one by one whenever an rng comes, though no batch_size was given.",
    hint="What does batch_size=None stand for? Does the docstring make it depend on rng?",
    caught_by="test_train_full_batch_with_an_rng",
)
def train_takes_rng_for_single_samples(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size if batch_size or rng is None else 1)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You begin each epoch at another row and keep the sequence: a row is always followed by the same one.",
    hint="Which rows can follow row 0 in your epochs, and which could they be?",
    caught_by="test_train_draws_orders",
)
def train_rolls_the_rows(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    begins = (0 if rng is None else rng.integers(len(y)) for _ in range(num_epochs))
    return trained(X, y, learn_rate, batch_size, (np.roll(np.arange(len(y)), begin) for begin in begins))


@misconception(
    "train_logistic",
    says="You draw one order and walk it to and fro: every other epoch is the last one backwards.",
    hint="Once the first order is known, how many could the second one be?",
    caught_by="test_train_draws_orders",
)
def train_to_and_fro(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    order = np.arange(len(y)) if rng is None else rng.permutation(len(y))
    turn = 1 if rng is None else -1
    return trained(X, y, learn_rate, batch_size, (order[:: turn**epoch] for epoch in range(num_epochs)))


@misconception(
    "train_logistic",
    says="You seed a generator of your own: whatever rng comes in, the orders are the same.",
    hint="Which generator did the caller hand you?",
    caught_by="test_train_draws_orders",
)
def train_seeds_its_own(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    own = None if rng is None else np.random.default_rng(42)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, own))


@misconception(
    "train_logistic",
    says="You shuffle the samples and leave the labels where they were.",
    hint="When row 0 goes to another place, what has to go with it?",
    caught_by="test_train_visits_each_sample_once",
)
def train_parts_labels(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), 0.0), []
    for order in orders(len(y), num_epochs, rng):
        places = np.arange(len(y))
        for batch, unmoved in zip(cut_in_batches(order, batch_size), cut_in_batches(places, batch_size), strict=True):
            line = moved(X[batch], y[unmoved], line, learn_rate)
        losses.append(loss_of(X, y, line))
    return *line, losses


@misconception(
    "train_logistic",
    says="You draw each batch anew from all the samples: some are visited twice in an epoch, and some never.",
    hint="Three draws from three samples: does each of them turn up? What does a permutation do instead?",
    caught_by="test_train_visits_each_sample_once",
)
def train_draws_with_replacement(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, batch_size = prepared(X, y, batch_size)
    epochs = orders(len(y), num_epochs, None)
    if rng is not None:
        epochs = (rng.integers(len(y), size=len(y)) for _ in range(num_epochs))
    return trained(X, y, learn_rate, batch_size, epochs)


@misconception(
    "train_logistic",
    says="You shuffle the caller's samples in place.",
    hint="Can you shuffle the order in which you visit the samples, and leave the samples where they are?",
    caught_by="test_train_leaves_its_arguments_alone",
)
def train_shuffles_in_place(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    rows, labels, batch_size = prepared(X, y, batch_size)
    line, losses = (np.zeros(rows.shape[1]), 0.0), []
    for order in orders(len(labels), num_epochs, rng):
        rows[:] = rows[order]
        labels[:] = labels[order]
        if rng is not None:
            y[:] = labels
        *line, _ = trained(rows, labels, learn_rate, batch_size, orders(len(labels), 1, None), line, losses)
    return *line, losses


# --- train_logistic: arguments ---------------------------------------------------------------------------------------


@misconception(
    "train_logistic",
    says="You take whatever samples come in: labels that are none, or an empty batch.",
    hint="What would a label 7 do to the line? The file brings a function that asks.",
    caught_by="test_train_refuses_misfits",
)
def train_on_anything(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y = floats(X), floats(y)
    batch_size = len(y) if batch_size is None else batch_size
    if batch_size < 1:
        raise ValueError(batch_size)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You take any batch_size: with -2 your loop finds no batch, and the line never moves.",
    hint="What would a batch of -2 samples be? Who tells the caller?",
    caught_by="test_train_refuses_misfits",
)
def train_in_negative_batches(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y = go_together(X, y, np.shape(X)[-1])
    return trained(X, y, learn_rate, batch_size or len(y), orders(len(y), num_epochs, rng))


@misconception(
    "train_logistic",
    says="You calculate with X and y as they come, and plain lists do no arithmetic.",
    hint="Does `check_samples` change what you hand it, or does it give something back?",
    caught_by="test_train_on_lists",
)
def train_on_arrays_alone(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    _, _, batch_size = prepared(X, y, batch_size)
    return trained(X, y, learn_rate, batch_size, orders(len(y), num_epochs, rng), (np.zeros(X.shape[1]), 0.0))


@misconception(
    "train_logistic",
    says="You renamed batch_size and rng, so whoever gives them by their names is turned away.",
    hint="Compare the first line of your function with the one in the stub. What may a caller rely on?",
    caught_by="test_train_with_names",
)
def train_renames_arguments(X, y, learn_rate, num_epochs, batch=None, generator=None):
    X, y, batch = prepared(X, y, batch)
    return trained(X, y, learn_rate, batch, orders(len(y), num_epochs, generator))


# --- accuracy --------------------------------------------------------------------------------------------------------


def scores_of(X, y, weights, bias):
    """Labels and scores of samples that go together."""
    X, y = go_together(X, y, len(weights))
    return y, X @ floats(weights) + bias


@misconception(
    "accuracy",
    says="You ask whether the output is above 0, and it always is: everything is class 1.",
    hint="Probabilities are cut at one half. Which of the two do you compare with 0: a score, or an output?",
    caught_by="test_accuracy_cuts_at_one_half",
    source="3.7d",
)
def accuracy_of_outputs_above_zero(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((squash(scores) > 0) == y).mean()


@misconception(
    "accuracy",
    says="You cut the raw score at one half, which is an output of 0.62.",
    hint="At which score is the output one half?",
    caught_by="test_accuracy_cuts_at_one_half",
)
def accuracy_of_scores_above_a_half(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores >= 0.5) == y).mean()


@misconception(
    "accuracy",
    says="You divide exp(score) by 1 + exp(score): far from the line that is nan, which is no class at all.",
    hint="Do you need the outputs to know on which side of the line a sample lies?",
    caught_by="test_accuracy_far_from_the_line",
    source="1.7c",
)
def accuracy_overflows(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((np.exp(scores) / (1 + np.exp(scores)) >= 0.5) == y).mean()


@misconception(
    "accuracy",
    says="You put an output of exactly one half into class 0, as `np.round` does too.",
    hint="A point on the line is class 1 in this course. Which comparison says so?",
    caught_by="test_accuracy_on_the_line",
)
def accuracy_above_a_half(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores > 0) == y).mean()


@misconception(
    "accuracy",
    says="You give the share of mistakes.",
    hint="What should come out when all samples are right?",
    caught_by="test_accuracy_is_a_share",
)
def accuracy_of_mistakes(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores >= 0) != y).mean()


@misconception(
    "accuracy",
    says="You count the hits and do not divide by the number of samples.",
    hint="A share lies between 0 and 1. By what must the count be divided?",
    caught_by="test_accuracy_is_a_share",
    source="3.2e",
)
def accuracy_as_a_count(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores >= 0) == y).sum()


@misconception(
    "accuracy",
    says="You give per cent, where a share from 0 to 1 is asked for.",
    hint="What should come out when all samples are right: 1 or 100?",
    caught_by="test_accuracy_is_a_share",
)
def accuracy_in_per_cent(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return 100 * ((scores >= 0) == y).mean()


@misconception(
    "accuracy",
    says="You say for each sample whether it is right, and never bring the answers together.",
    hint="How many numbers should come back for five samples?",
    caught_by="test_accuracy_of_five_samples",
)
def accuracy_of_each(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return (scores >= 0) == y


@misconception(
    "accuracy",
    says="You say whether all samples are right, not how many.",
    hint="What is the answer when one of five is wrong?",
    caught_by="test_accuracy_of_five_samples",
)
def accuracy_all_or_nothing(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return float(((scores >= 0) == y).all())


@misconception(
    "accuracy",
    says="You compare the outputs themselves with the labels, and they are hardly ever equal.",
    hint="An output of 0.8 and a label 1: is that right or wrong? What has to happen first?",
    caught_by="test_accuracy_of_five_samples",
)
def accuracy_of_uncut_outputs(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return (squash(scores) == y).mean()


@misconception(
    "accuracy",
    says="You measure how near the outputs are to the labels, not how many classes are right.",
    hint="Does your number change when a right sample becomes more certain? Should it?",
    caught_by="test_accuracy_of_five_samples",
)
def accuracy_as_nearness(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return 1 - np.abs(squash(scores) - y).mean()


@misconception(
    "accuracy",
    says="You count hits of class 1 alone: a 0 that was told right is no hit.",
    hint="How many samples are right, whatever their class?",
    caught_by="test_accuracy_is_a_share",
)
def accuracy_of_the_ones_alone(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores >= 0) * y).mean()


@misconception(
    "accuracy",
    says="You look at the samples of class 1 alone, and give the share of them that was found.",
    hint="How many samples are there in all, and how many are in your denominator?",
    caught_by="test_accuracy_of_five_samples",
)
def accuracy_as_recall(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores >= 0) * y).sum() / max(y.sum(), 1)


@misconception(
    "accuracy",
    says="You leave the bias out, so that the line goes through the origin.",
    hint="Which line do you judge: the one that you were given, or a parallel one?",
    caught_by="test_accuracy_of_any_samples",
    source="1.2a",
)
def accuracy_without_bias(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, 0.0)
    return ((scores >= 0) == y).mean()


@misconception(
    "accuracy",
    says="You compare a column of classes (N, 1) with a row of labels (N,): every sample with every label.",
    hint="Print the shape of what you take the mean of. How many comparisons should there be?",
    caught_by="test_accuracy_is_a_share",
)
def accuracy_of_every_pair(X, y, weights, bias):
    y, scores = scores_of(X, y, weights, bias)
    return ((scores[:, None] >= 0) == y).mean()


@misconception(
    "accuracy",
    says="You multiply the weights with the columns: in a square batch samples and features change places.",
    hint="Rows are samples. Over which axis does the sum of one score run?",
    caught_by="test_accuracy_of_a_square_batch",
    source="3.5f",
)
def accuracy_turned(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    scores = (X.T if X.shape[0] == X.shape[1] else X) @ floats(weights) + bias
    return ((scores >= 0) == y).mean()


@misconception(
    "accuracy",
    says="You take whatever samples come in: labels that are none, or an empty batch.",
    hint="Can a sample with label 7 ever be right? The file brings a function that asks.",
    caught_by="test_accuracy_refuses_misfits",
)
def accuracy_of_anything(X, y, weights, bias):
    return ((floats(X) @ floats(weights) + bias >= 0) == floats(y)).mean()


@misconception(
    "accuracy",
    says="You call array methods on X, and a plain list has none.",
    hint="Does `check_samples` change what you hand it, or does it give something back?",
    caught_by="test_accuracy_of_lists",
)
def accuracy_of_arrays_alone(X, y, weights, bias):
    go_together(X, y, len(weights))
    return ((X.dot(weights) + bias >= 0) == y).mean()


@misconception(
    "accuracy",
    says="You multiply the weights into the caller's own X.",
    hint="`X *= weights` and `X * weights` look alike. Which of them makes a new array?",
    caught_by="test_accuracy_leaves_its_arguments_alone",
)
def accuracy_in_place(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    X *= floats(weights)
    return ((X.sum(axis=1) + bias >= 0) == y).mean()


@misconception(
    "accuracy",
    says="You squeeze the classes, and for a single sample there is nothing left to count.",
    hint="A batch of one is still a batch. What do you loop over when it has been squeezed?",
    caught_by="test_accuracy_of_one_sample",
)
def accuracy_of_squeezed_classes(X, y, weights, bias):
    X, y = go_together(X, y, len(weights))
    classes = np.squeeze(X @ floats(weights) + bias >= 0)
    return sum(one == other for one, other in zip(classes, y, strict=True)) / len(y)

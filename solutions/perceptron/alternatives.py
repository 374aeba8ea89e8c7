"""Unusual but right perceptrons: the suite must give every one of them full points."""

import math

import numpy as np

from nngrade.suite import alternative

# step_function


@alternative("step_function", note="returns True and False", source="1.1e")
def step_as_booleans(t):
    return np.asarray(t) >= 0


@alternative("step_function", note="np.heaviside, told that the line is class 1", source="own")
def step_by_heaviside(t):
    return np.heaviside(t, 1.0)


@alternative("step_function", note="loops over the elements", source="own")
def step_by_loop(t):
    if np.ndim(t) == 0:
        return 1 if t >= 0 else 0
    return [step_by_loop(part) for part in t]


@alternative("step_function", note="writes in place, in a copy", source="own")
def step_in_a_copy(t):
    scores = np.array(t, dtype=float)
    fires = scores >= 0
    scores[fires] = 1
    scores[~fires] = 0
    return scores


@alternative("step_function", note="one minus what is below the line, as small integers", source="own")
def step_by_complement(t):
    return 1 - (np.asarray(t) < 0).astype(np.int8)


@alternative("step_function", note="the sign and a half, cut to whole numbers", source="own")
def step_from_sign(t):
    return np.ceil((np.sign(t) + 1) / 2)


# perceptron_predict


def _same_width(X, W):
    if X.shape[1] != len(W):
        raise ValueError(f"{X.shape} points, {W.shape} weights")


@alternative("perceptron_predict", note="weights as a column, the first column of the product", source="1.2d")
def predict_by_column(X, W, b):
    return (np.matmul(X, W.reshape(-1, 1)) + b >= 0)[:, 0]


@alternative("perceptron_predict", note="plain Python, a list comes back", source="own")
def predict_by_loops(X, W, b):
    _same_width(X, W)
    answers = []
    for point in X:
        score = b
        for weight, coordinate in zip(W, point, strict=True):
            score += weight * coordinate
        answers.append(1 if score >= 0 else 0)
    return answers


@alternative("perceptron_predict", note="leaves the refusal to np.dot, and takes np.heaviside", source="own")
def predict_by_heaviside(X, W, b):
    return np.heaviside(X.dot(W) + b, 1)


@alternative("perceptron_predict", note="einsum in single precision, booleans come back", source="own")
def predict_by_einsum(X, W, b):
    _same_width(X, W)
    return np.einsum("nd,d->n", X.astype(np.float32), W.astype(np.float32)) >= -b


@alternative("perceptron_predict", note="the bias as the weight of a constant input 1", source="own")
def predict_homogeneous(X, W, b):
    _same_width(X, W)
    points = np.hstack([np.ones((len(X), 1)), X])
    return np.where(np.concatenate([[b], W]) @ points.T < 0, 0, 1)


# and_perceptron


@alternative("and_perceptron", note="10 times the usual weights", source="1.3g")
def and_ten_times():
    return np.array([10.0, 10.0]), -15.0


@alternative("and_perceptron", note="(1, 1) exactly on the line", source="1.3e")
def and_on_the_line():
    return np.array([1, 1]), -2


@alternative("and_perceptron", note="decimal weights, whose sum rounds to just below the line", source="own")
def and_in_decimals():
    return [0.7, 0.1], -0.8


@alternative("and_perceptron", note="unequal weights as a column, the bias as an array of one", source="1.2d")
def and_column():
    return np.array([[0.8], [0.6]]), np.array([-1.1])


@alternative("and_perceptron", note="learned from the truth table", source="own")
def and_learned():
    W, b = np.zeros(2), 0.0
    for _ in range(20):
        for point in np.array([[0, 0], [0, 1], [1, 0], [1, 1]]):
            error = int(point.all()) - int(W @ point + b >= 0)
            W, b = W + 0.1 * error * point, b + 0.1 * error
    return W, b


# or_perceptron


@alternative("or_perceptron", note="one input alone exactly on the line, and integers in a list", source="1.3e")
def or_on_the_line():
    return [1, 1], -1


@alternative("or_perceptron", note="very small weights", source="1.3g")
def or_tiny():
    return np.array([1e-6, 2e-6]), -5e-7


@alternative("or_perceptron", note="very large weights of one row", source="1.3g")
def or_huge():
    return np.array([[4e8, 3e8]]), -1e8


@alternative("or_perceptron", note="by De Morgan: the opposite of a line for 'neither'", source="own")
def or_by_de_morgan():
    neither, bias = np.array([-1.0, -1.0]), 0.5
    return -neither, -bias


# not_perceptron


@alternative("not_perceptron", note="0 exactly on the line", source="1.3e")
def not_on_the_line():
    return np.array([-1.0]), 0.0


@alternative("not_perceptron", note="a list of one weight and an integer bias", source="own")
def not_in_a_list():
    return [-20], 10


@alternative("not_perceptron", note="the weight as a plain number", source="own")
def not_plain_number():
    return -2.5, 1.25


@alternative("not_perceptron", note="the weight as a (1, 1) array", source="1.2d")
def not_matrix():
    return np.array([[-0.5]]), np.float32(0.25)


# xor_network


@alternative("xor_network", note="OR and AND below, OR but not AND above", source="own")
def xor_or_without_and():
    return [[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -0.5


@alternative("xor_network", note="one hidden unit for each row that fires, then OR", source="own")
def xor_one_unit_per_row():
    return np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([-0.5, -0.5]), np.array([[1.0], [1.0]]), np.array([-0.5])


@alternative("xor_network", note="NOR and AND below, neither of them above, points on the line", source="own")
def xor_neither_nor():
    return np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([[0.0, -2.0]]), np.array([[-1.0, -1.0]]), 0.0


@alternative("xor_network", note="three hidden units, one of them of no use", source="own")
def xor_three_units():
    W1 = np.array([[1.0, -1.0, 5.0], [1.0, -1.0, 0.0]])
    return W1, np.array([-0.5, 1.5, -2.0]), np.array([2.0, 2.0, 0.0]), -3.0


@alternative("xor_network", note="four hidden units, one for each input, the right two joined", source="own")
def xor_four_units():
    signs = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    needed = (signs > 0).sum(axis=1)
    return signs.T, 0.5 - needed, np.array([0.0, 1.0, 1.0, 0.0]), -0.5


# boundary_line


@alternative("boundary_line", note="from two points of the line", source="own")
def boundary_from_two_points(W, b):
    if len(W) != 2:
        raise ValueError(f"{len(W)} weights")
    if W[1] == 0:
        raise ValueError(f"W[1] is {W[1]}")
    at_0, at_1 = (-(W[0] * x + b) / W[1] for x in (0.0, 1.0))
    return at_1 - at_0, at_0


@alternative("boundary_line", note="a list comes back, by way of the arctangent", source="own")
def boundary_by_angle(W, b):
    W = np.squeeze(W)
    if W.shape != (2,) or not W[1]:
        raise ValueError("no line to draw", W.shape, W.tolist())
    return [math.tan(math.atan2(-W[0], W[1])), float(-b) / float(W[1])]


@alternative("boundary_line", note="one array, both divided at once", source="own")
def boundary_as_array(W, b):
    first, second = _two(W)
    if abs(second) == 0:
        raise ValueError(f"second weight {second}")
    return np.array([first, b]) / -second


def _two(W):
    if W.size == 2:
        return W
    raise ValueError(f"W: {W}, {W.size} weights")


# perceptron_step


def _fitting(X, y, W):
    if X.shape != (len(y), len(W)):
        raise ValueError("shapes", X.shape, y.shape, W.shape)


@alternative("perceptron_step", note="W += learn_rate * (y - prediction) * x on a copy, no if", source="1.5k")
def pass_error_form(X, y, W, b, learn_rate=0.01):
    _fitting(X, y, W)
    W = W.copy()
    for i in range(len(X)):
        error = y[i] - np.heaviside(np.dot(X[i], W) + b, 1)
        W += learn_rate * error * X[i]
        b += learn_rate * error
    return W, b


@alternative("perceptron_step", note="if and elif, coordinate by coordinate, lists come back", source="1.5l")
def pass_by_coordinates(X, y, W, b, learn_rate=0.01):
    _fitting(X, y, W)
    W = [float(weight) for weight in W]
    for i in range(len(X)):
        score = sum(weight * coordinate for weight, coordinate in zip(W, X[i], strict=True)) + b
        prediction = score >= 0
        if y[i] == 1 and not prediction:
            W = [weight + coordinate * learn_rate for weight, coordinate in zip(W, X[i], strict=True)]
            b += learn_rate
        elif y[i] == 0 and prediction:
            W = [weight - coordinate * learn_rate for weight, coordinate in zip(W, X[i], strict=True)]
            b -= learn_rate
    return [W, b]


@alternative("perceptron_step", note="the bias as the weight of a constant input 1", source="own")
def pass_homogeneous(X, y, W, b, learn_rate=0.01):
    _fitting(X, y, W)
    line = np.append(W, b)
    for point, label in zip(np.column_stack([X, np.ones(len(X))]), y, strict=True):
        line = line + learn_rate * (label - (line @ point >= 0)) * point
    return line[:-1], line[-1]


@alternative("perceptron_step", note="labels turned into -1 and 1, with the tie kept for class 1", source="1.5m")
def pass_signed(X, y, W, b, learn_rate=0.01):
    _fitting(X, y, W)
    for point, sign in zip(X, 2 * y - 1, strict=True):
        side = 1 if (point * W).sum() + b >= 0 else -1
        if side * sign < 0:
            W, b = W + point * sign * learn_rate, b + sign * learn_rate
    return W, b


@alternative("perceptron_step", note="recursion over the rows, the bias as an array without axes", source="own")
def pass_recursive(X, y, W, b, learn_rate=0.01):
    _fitting(X, y, W)
    if len(X) == 0:
        return W, np.array(b)
    error = y[0] - int(W @ X[0] + b >= 0)
    return pass_recursive(X[1:], y[1:], W + learn_rate * error * X[0], b + learn_rate * error, learn_rate)


# train_perceptron


def _labels_of(y):
    strange = set(np.unique(y).tolist()) - {0, 1}
    if strange:
        raise ValueError(f"labels {strange}")


def _sweep(X, y, W, b, learn_rate):
    """One pass; says how many points moved the line."""
    moves = 0
    for i in range(len(X)):
        error = y[i] - int(X[i] @ W + b >= 0)
        W, b, moves = W + learn_rate * error * X[i], b + learn_rate * error, moves + abs(error)
    return W, b, moves


@alternative("train_perceptron", note="another order in every epoch, a uniform start", source="1.6g")
def train_shuffled(X, y, learn_rate, num_epochs, rng):
    _labels_of(y)
    W, b = rng.random(X.shape[1]), rng.random()
    errors = []
    for _ in range(num_epochs):
        order = rng.permutation(len(X))
        W, b, moves = _sweep(X[order], y[order], W, b, learn_rate)
        errors.append(moves)
        if not moves:
            break
    return W, b, errors


@alternative("train_perceptron", note="counts the wrong points before each pass", source="own")
def train_counts_before(X, y, learn_rate, num_epochs, rng):
    _labels_of(y)
    W, b, errors = rng.normal(size=X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        errors.append(int(np.sum((X @ W + b >= 0) != y)))
        if errors[-1] == 0:
            break
        W, b, _ = _sweep(X, y, W, b, learn_rate)
    return W, b, np.array(errors)


@alternative("train_perceptron", note="counts the wrong points after each pass", source="own")
def train_counts_after(X, y, learn_rate, num_epochs, rng):
    _labels_of(y)
    W, b, errors = 0.1 * rng.standard_normal(X.shape[1]), 0.1 * rng.standard_normal(), []
    while len(errors) < num_epochs and 0 not in errors:
        W, b, _ = _sweep(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero((X @ W + b >= 0) != y))
    return W, b, errors


@alternative("train_perceptron", note="a first bias of one plus the largest coordinate, float errors", source="1.6g")
def train_large_first_bias(X, y, learn_rate, num_epochs, rng):
    _labels_of(y)
    W, b = rng.uniform(-1, 1, X.shape[1]), rng.uniform() + X.max()
    errors = []
    for _ in range(num_epochs):
        W, b, moves = _sweep(X, y, W, b, learn_rate)
        errors += [float(moves)]
        if errors[-1] == 0:
            return list(W), b, errors
    return list(W), b, errors


@alternative("train_perceptron", note="one vector for weights and bias, a very small start", source="own")
def train_homogeneous(X, y, learn_rate, num_epochs, rng):
    _labels_of(y)
    points = np.c_[np.ones(len(X)), X]
    line = rng.normal(0, 1e-4, points.shape[1])
    errors = []
    for _ in range(num_epochs):
        mistakes = 0
        for point, label in zip(points, y, strict=True):
            if (point @ line >= 0) != label:
                line = line + (1 if label else -1) * learn_rate * point
                mistakes += 1
        errors.append(mistakes)
        if not mistakes:
            break
    return line[1:], line[0], errors


@alternative("train_perceptron", note="weights in a list, the bias as an array of one, errors as an array", source="own")
def train_in_other_types(X, y, learn_rate, num_epochs, rng):
    _labels_of(y)
    W, b, errors = rng.uniform(-0.5, 0.5, X.shape[1]), np.zeros(1), []
    while len(errors) < num_epochs and 0 not in errors[-1:]:
        errors.append(np.count_nonzero((X @ W + b >= 0) != y))
        W, b[0], _ = _sweep(X, y, W, b[0], learn_rate)
    return W.tolist(), b, np.array(errors)

"""Unusual but right implementations: every check must accept each of them."""

import math
import random

import numpy as np

from nngrade.suite import alternative


def plain_sigmoid(scores):
    """The formula as it stands; an overflow to infinity gives the right 0."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(scores, dtype=float)))


def refuse_labels(y):
    """Refuse a label that is neither 0 nor 1."""
    strange = set(np.asarray(y).tolist()) - {0, 1}
    if strange:
        raise ValueError(f"labels {strange}")


def samples(X, y, weights):
    """Samples as arrays, when they go together."""
    X, y = np.array(X, dtype=float), np.array(y)
    refuse_labels(y)
    if len(X) == 0 or len(X) != len(y) or X.shape[1] != len(weights):
        raise ValueError("X", X.shape, "y", y.shape)
    return X, y


# --- sigmoid ---------------------------------------------------------------------------------------------------------


@alternative("sigmoid", note="the formula as it stands, overflow and its warning included", source="1.7c")
def sigmoid_as_it_stands(x):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


@alternative("sigmoid", note="np.e to a power", source="1.7g")
def sigmoid_by_a_power(x):
    return 1 / (1 + np.e ** -np.asarray(x, dtype=float))


@alternative("sigmoid", note="half of one plus the hyperbolic tangent of x/2")
def sigmoid_by_tanh(x):
    return (1 + np.tanh(np.divide(x, 2))) / 2


@alternative("sigmoid", note="a formula for each side of 0, chosen by a mask")
def sigmoid_by_masks(x):
    scores = np.atleast_1d(np.asarray(x, dtype=float))
    result = np.full_like(scores, np.nan)
    right, left = scores >= 0, scores < 0
    result[right] = 1 / (1 + np.exp(-scores[right]))
    result[left] = np.exp(scores[left]) / (1 + np.exp(scores[left]))
    return result if np.ndim(x) else result[0]


@alternative("sigmoid", note="scores clipped to ±500 first, single precision at the end")
def sigmoid_of_clipped_scores(x):
    return np.float32(1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=float), -500, 500))))


@alternative("sigmoid", note="exp of the log-probability")
def sigmoid_by_logaddexp(x):
    return np.exp(-np.logaddexp(0, np.negative(x)))


@alternative("sigmoid", note="one number at a time with math.exp; nested lists come back", source="own")
def sigmoid_by_recursion(x):
    if np.ndim(x):
        return [sigmoid_by_recursion(part) for part in x]
    return 1 / (1 + math.exp(-x)) if x > -700 else math.nan if math.isnan(x) else 0.0


# --- output_formula --------------------------------------------------------------------------------------------------


def check_width(features, weights):
    """Refuse points that do not fit the weights."""
    if np.shape(features)[-1] != len(weights):
        raise ValueError(f"{np.shape(features)} and {len(weights)} weights")


@alternative("output_formula", note="products summed over the last axis")
def output_by_sums(features, weights, bias):
    check_width(features, weights)
    return plain_sigmoid((np.multiply(features, weights)).sum(axis=-1) + bias)


@alternative("output_formula", note="leaves the refusal to np.dot")
def output_by_dot(features, weights, bias):
    return plain_sigmoid(np.dot(features, weights) + bias)


@alternative("output_formula", note="weights in front, samples turned", source="3.5f")
def output_through_the_transpose(features, weights, bias):
    check_width(features, weights)
    return plain_sigmoid(np.asarray(weights) @ np.asarray(features).T + bias)


@alternative("output_formula", note="the bias as the weight of a constant input 1")
def output_homogeneous(features, weights, bias):
    check_width(features, weights)
    points = np.atleast_2d(np.asarray(features, dtype=float))
    outputs = plain_sigmoid(np.column_stack([points, np.ones(len(points))]) @ np.append(weights, bias))
    return outputs if np.ndim(features) > 1 else outputs.item()


@alternative("output_formula", note="plain Python; a list comes back")
def output_by_loops(features, weights, bias):
    check_width(features, weights)
    if np.ndim(features) > 1:
        return [output_by_loops(point, weights, bias) for point in features]
    score = bias + math.fsum(feature * weight for feature, weight in zip(features, weights, strict=True))
    return 0.5 * (1 + math.tanh(score / 2))


@alternative("output_formula", note="softmax over the scores 0 and W · x + b, in single precision")
def output_as_a_softmax_of_two(features, weights, bias):
    check_width(features, weights)
    scores = (np.asarray(features) @ np.asarray(weights) + bias).astype(np.float32)
    largest = np.maximum(scores, 0)
    return np.exp(scores - largest) / (np.exp(scores - largest) + np.exp(-largest))


# --- error_formula ---------------------------------------------------------------------------------------------------


def predictions(y, output):
    """Labels and outputs as arrays, when they go together."""
    refuse_labels(y)
    if np.shape(y) != np.shape(output):
        raise ValueError(f"{np.shape(y)} labels, {np.shape(output)} outputs")
    return np.asarray(y), np.asarray(output)


@alternative("error_formula", note="one logarithm, of the probability that was given to the label", source="3.2k")
def error_by_choosing(y, output):
    y, output = predictions(y, output)
    return -np.log(np.clip(np.where(y == 1, output, 1 - output), 1e-12, 1 - 1e-12))


@alternative("error_formula", note="a loop with if and math.log; a list comes back", source="3.2k")
def error_by_a_loop(y, output):
    predictions(y, output)
    errors = []
    for label, probability in zip(y, output, strict=True):
        share = probability if label else 1 - probability
        errors.append(-math.log(min(max(share, 1e-12), 1 - 1e-12)))
    return errors


@alternative("error_formula", note="adds 1e-12 inside both logarithms", source="3.2h")
def error_of_a_bit_more(y, output):
    y, output = predictions(y, output)
    return -(y * np.log(output + 1e-12) + (1 - y) * np.log(1 - output + 1e-12))


@alternative("error_formula", note="through the score that has this output")
def error_through_the_score(y, output):
    y, output = predictions(y, output)
    output = np.clip(np.float64(output), 1e-12, 1 - 1e-12)
    return np.logaddexp(0, np.where(y == 1, -1, 1) * (np.log(output) - np.log1p(-output)))


@alternative("error_formula", note="log of one minus the distance between label and output")
def error_of_the_distance(y, output):
    y, output = predictions(y, output)
    return -np.log1p(-np.minimum(np.abs(y - output), 1 - 1e-12))


# --- gradients -------------------------------------------------------------------------------------------------------


@alternative("gradients", note="a loop over the samples")
def gradients_by_a_loop(X, y, weights, bias):
    X, y = samples(X, y, weights)
    dW, db = np.zeros(len(weights)), 0.0
    for x, label in zip(X, y, strict=True):
        error = plain_sigmoid(x @ np.asarray(weights) + bias) - label
        dW += error * x / len(y)
        db += error / len(y)
    return dW, db


@alternative("gradients", note="the errors in front of X, both divided at the end")
def gradients_from_the_left(X, y, weights, bias):
    X, y = samples(X, y, weights)
    errors = plain_sigmoid(np.asarray(weights) @ X.T + bias) - y
    return errors @ X / X.shape[0], np.sum(errors) / X.shape[0]


@alternative("gradients", note="the mean of one row of slopes per sample, a list of two comes back")
def gradients_as_a_mean_of_rows(X, y, weights, bias):
    X, y = samples(X, y, weights)
    errors = plain_sigmoid((X * np.asarray(weights)).sum(axis=1) + bias) - y
    return [np.mean(errors[:, None] * X, axis=0), errors.mean()]


@alternative("gradients", note="the bias as the weight of a constant input 1, lists come back")
def gradients_homogeneous(X, y, weights, bias):
    X, y = samples(X, y, weights)
    X = np.c_[np.ones(len(X)), X]
    slopes = X.T @ (plain_sigmoid(X @ np.append(bias, weights)) - y) / len(y)
    return slopes[1:].tolist(), slopes[0]


@alternative("gradients", note="minus the mean of (label - output) · x, by einsum")
def gradients_by_einsum(X, y, weights, bias):
    X, y = samples(X, y, weights)
    misses = y - plain_sigmoid(np.einsum("nd,d->n", X, weights) + bias)
    return -np.einsum("n,nd->d", misses, X) / len(y), -misses.mean()


@alternative("gradients", note="an imaginary nudge to each number of the line, exact to the last digit")
def gradients_by_complex_steps(X, y, weights, bias):
    X, y = samples(X, y, weights)
    X = np.c_[X, np.ones(len(X))]
    line = np.append(weights, bias) + 1e-20j * np.eye(X.shape[1])
    scores = line @ X.T * (1 - 2 * y)
    # log(1 + exp(s)), its larger part taken out, for the real part of s.
    large = np.maximum(scores.real, 0)
    errors = large + 1j * np.where(scores.real > 0, scores.imag, 0)
    errors = errors + np.log(1 + np.exp(np.where(scores.real > 0, -scores, scores)))
    slopes = errors.imag.mean(axis=1) / 1e-20
    return slopes[:-1], slopes[-1]


# --- update_weights --------------------------------------------------------------------------------------------------


def check_point(x, y, weights):
    """Refuse a point that does not fit, or that has another label than 0 or 1."""
    if np.shape(x) != np.shape(weights):
        raise ValueError(f"x has the shape {np.shape(x)}, the weights have {np.shape(weights)}")
    if y != 0 and y != 1:
        raise ValueError(y)


@alternative("update_weights", note="in place, on a copy", source="3.6i")
def update_in_place_on_a_copy(x, y, weights, bias, learn_rate):
    check_point(x, y, weights)
    x, weights = np.asarray(x), np.array(weights, dtype=float)
    error = y - plain_sigmoid(np.dot(x, weights) + bias)
    weights += learn_rate * error * x
    bias += learn_rate * error
    return weights, bias


@alternative("update_weights", note="minus learn_rate times the slopes of a batch of one")
def update_by_gradients(x, y, weights, bias, learn_rate):
    check_point(x, y, weights)
    X, weights = np.asarray(x, dtype=float)[None, :], np.asarray(weights, dtype=float)
    errors = plain_sigmoid(X @ weights + bias) - y
    return weights - learn_rate * (X.T @ errors) / 1, bias - learn_rate * errors.mean()


@alternative("update_weights", note="coordinate by coordinate with one error; a list of a list and a number comes back")
def update_by_coordinates(x, y, weights, bias, learn_rate):
    check_point(x, y, weights)
    score = bias + sum(weight * coordinate for weight, coordinate in zip(weights, x, strict=True))
    step = learn_rate * (y - float(plain_sigmoid(score)))
    return [[weight + step * coordinate for weight, coordinate in zip(weights, x, strict=True)], bias + step]


@alternative("update_weights", note="one vector for weights and bias")
def update_homogeneous(x, y, weights, bias, learn_rate):
    check_point(x, y, weights)
    line, point = np.append(weights, bias), np.append(x, 1.0)
    line = line - learn_rate * (plain_sigmoid(line @ point) - y) * point
    return line[:-1], line[-1]


@alternative("update_weights", note="a formula for each label, no difference y - output in sight")
def update_by_label(x, y, weights, bias, learn_rate):
    check_point(x, y, weights)
    x, weights = np.asarray(x, dtype=float), np.asarray(weights, dtype=float)
    score = np.dot(x, weights) + bias
    step = learn_rate * plain_sigmoid(-score) if y == 1 else -learn_rate * plain_sigmoid(score)
    return weights + step * x, np.array(bias + step)


# --- train_logistic --------------------------------------------------------------------------------------------------


def mean_error(X, y, weights, bias):
    """The mean error, from the scores."""
    return np.logaddexp(0, (1 - 2 * y) * (X @ weights + bias)).mean()


def prepared(X, y, batch_size):
    """Samples that go together, and a batch size that makes sense."""
    X, y = samples(X, y, range(np.shape(X)[1]))
    size = len(y) if batch_size is None else batch_size
    if size <= 0:
        raise ValueError(f"batch_size={batch_size}")
    return X, y, size


@alternative("train_logistic", note="shuffles a list of places in place; losses as an array")
def train_with_shuffled_places(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, size = prepared(X, y, batch_size)
    weights, bias, places = np.zeros(X.shape[1]), 0.0, np.arange(len(y))
    losses = np.zeros(num_epochs)
    for epoch in range(num_epochs):
        if rng is not None:
            rng.shuffle(places)
        for start in range(0, len(y), size):
            rows = places[start : start + size]
            errors = plain_sigmoid(X[rows] @ weights + bias) - y[rows]
            weights = weights - learn_rate * errors @ X[rows] / len(rows)
            bias -= learn_rate * errors.mean()
        losses[epoch] = mean_error(X, y, weights, bias)
    return weights, bias, losses


@alternative("train_logistic", note="one vector for weights and bias; samples and labels shuffled together, on a copy")
def train_homogeneous(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, size = prepared(X, y, batch_size)
    table = np.column_stack([X, np.ones(len(y)), y])
    line, losses = np.zeros(X.shape[1] + 1), []
    for _ in range(num_epochs):
        visited = table if rng is None else rng.permutation(table, axis=0)
        while len(visited):
            batch, visited = visited[:size], visited[size:]
            line = line + learn_rate * batch[:, :-1].T @ (batch[:, -1] - plain_sigmoid(batch[:, :-1] @ line)) / len(batch)
        losses.append(mean_error(X, y, line[:-1], line[-1]))
    return line[:-1], line[-1], losses


@alternative("train_logistic", note="keys drawn and sorted for an order; samples one by one, steps gathered per batch")
def train_gathering_steps(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, size = prepared(X, y, batch_size)
    weights, bias, losses = [0.0] * X.shape[1], 0.0, []
    for _ in range(num_epochs):
        order = list(range(len(y))) if rng is None else rng.random(len(y)).argsort().tolist()
        while order:
            batch, order = order[:size], order[size:]
            errors = [float(y[n] - plain_sigmoid(np.dot(X[n], weights) + bias)) for n in batch]
            for place in range(X.shape[1]):
                weights[place] += learn_rate * sum(e * X[n, place] for e, n in zip(errors, batch, strict=True)) / len(batch)
            bias += learn_rate * sum(errors) / len(errors)
        losses.append(float(mean_error(X, y, np.array(weights), bias)))
    return weights, bias, losses


@alternative("train_logistic", note="np.split at the ends of the batches; rng draws without putting back, for a full batch too")
def train_with_splits(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, size = prepared(X, y, batch_size)
    line, losses = (np.zeros(X.shape[1]), np.array(0.0)), []
    for _ in range(num_epochs):
        order = np.arange(len(y)) if rng is None else rng.choice(len(y), size=len(y), replace=False)
        for rows in np.split(order, range(size, len(y), size)):
            slopes = (plain_sigmoid(X[rows] @ line[0] + line[1]) - y[rows])[:, None] * np.c_[X[rows], np.ones(len(rows))]
            step = learn_rate * slopes.mean(axis=0)
            line = line[0] - step[:-1], line[1] - step[-1]
        outputs = np.clip(plain_sigmoid(X @ line[0] + line[1]), 1e-12, 1 - 1e-12)
        losses += [-np.mean(y * np.log(outputs) + (1 - y) * np.log(1 - outputs))]
    return [*line, losses]


@alternative("train_logistic", note="a generator of Python's own, seeded by rng; the other exercises do the work")
def train_with_a_seeded_shuffler(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, size = prepared(X, y, batch_size)
    shuffler = None if rng is None else random.Random(int(rng.integers(2**31)))
    weights, bias, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        order = list(range(len(y)))
        if shuffler is not None:
            shuffler.shuffle(order)
        for start in range(0, len(y), size):
            batch = order[start : start + size]
            dW, db = gradients(X[batch], y[batch], weights, bias)  # noqa: F821 - the reference's, which stands above
            weights, bias = weights - learn_rate * dW, bias - learn_rate * db
        losses.append(mean_error(X, y, weights, bias))
    return weights.tolist(), float(bias), tuple(losses)


@alternative("train_logistic", note="samples drawn from a deck one after the other, as cards are")
def train_from_a_deck(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    X, y, size = prepared(X, y, batch_size)
    weights, bias, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        deck = list(range(len(y)))
        while deck:
            batch = [deck.pop(0 if rng is None else int(rng.integers(len(deck)))) for _ in range(min(size, len(deck)))]
            pull = plain_sigmoid(X[batch] @ weights + bias) - y[batch]
            weights = weights - learn_rate * (pull @ X[batch]) / len(batch)
            bias = bias - learn_rate * pull.mean()
        losses.append(mean_error(X, y, weights, bias))
    return weights, bias, losses


# --- accuracy --------------------------------------------------------------------------------------------------------


@alternative("accuracy", note="outputs cut at one half")
def accuracy_of_outputs(X, y, weights, bias):
    X, y = samples(X, y, weights)
    return np.mean((plain_sigmoid(X @ np.asarray(weights) + bias) >= 0.5) == y)


@alternative("accuracy", note="a loop that counts the hits")
def accuracy_by_a_loop(X, y, weights, bias):
    X, y = samples(X, y, weights)
    hits = 0
    for x, label in zip(X, y, strict=True):
        told = 1 if plain_sigmoid(sum(x * weights) + bias) >= 0.5 else 0
        hits += told == label
    return hits / len(y)


@alternative("accuracy", note="one minus the mean distance between class and label")
def accuracy_from_the_mistakes(X, y, weights, bias):
    X, y = samples(X, y, weights)
    return 1 - np.abs(np.heaviside(X @ np.asarray(weights) + bias, 1) - y).mean()


@alternative("accuracy", note="floor of the output and a half, an array without axes comes back")
def accuracy_by_floor(X, y, weights, bias):
    X, y = samples(X, y, weights)
    classes = np.minimum(np.floor(plain_sigmoid(np.asarray(weights) @ X.T + bias) + 0.5), 1)
    return np.array(np.count_nonzero(classes == y) / y.size, dtype=np.float32)

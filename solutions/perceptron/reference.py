"""Perceptrons: straight lines that decide.

A point x with D features lies on the positive side of a line (W, b) when its
score W · x + b is at least 0. That side is class 1, the other one class 0.

Conventions of this course:
- samples are rows: X is (N, D), the labels y are (N,), each of them 0 or 1;
- the step is 1 where t >= 0, so a point exactly on the line is class 1;
- no function changes its arguments;
- a bad argument raises ValueError, whose message holds the offending value or shape.
"""

import numpy as np


def step_function(t):
    """Say on which side of the line a score lies.

    t: one score, or an array of scores of any shape.
    Returns 1 where t >= 0 and 0 elsewhere, in the shape of t.

    Source: the threshold unit of McCulloch and Pitts (1943).
    """
    # BEGIN SOLUTION
    return np.where(np.asarray(t) >= 0, 1, 0)
    # END SOLUTION


def perceptron_predict(X, W, b):
    """Classify each point: the step of its score W · x + b.

    X: points (N, D), any D. W: weights (D,). b: bias, a number.
    Returns the classes (N,), each 0 or 1; a point on the line is class 1.
    Raises ValueError when the width of X is not the length of W; the message holds the shape of X.

    Source: Rosenblatt (1958).
    """
    # BEGIN SOLUTION
    if X.shape[1] != len(W):
        raise ValueError(f"X of shape {X.shape} does not fit {len(W)} weights")
    scores = X @ W + b
    return np.where(scores >= 0, 1, 0)
    # END SOLUTION


def and_perceptron():
    """Give a line that fires (score >= 0) for the input (1, 1) alone.

    Returns (W, b): weights (2,) and a bias. Any scale is right.
    """
    # BEGIN SOLUTION
    return np.array([1.0, 1.0]), -1.5
    # END SOLUTION


def or_perceptron():
    """Give a line that fires (score >= 0) when at least one of two inputs is 1.

    Returns (W, b): weights (2,) and a bias. Any scale is right.
    """
    # BEGIN SOLUTION
    return np.array([1.0, 1.0]), -0.5
    # END SOLUTION


def not_perceptron():
    """Give a line for ONE input that fires (score >= 0) for 0 and stays off for 1.

    Returns (W, b): weights (1,) and a bias. Any scale is right.
    """
    # BEGIN SOLUTION
    return np.array([-1.0]), 0.5
    # END SOLUTION


def xor_network():
    """Give two layers of step units that fire when exactly one of two inputs is 1.

    The network is read like this, for an input x of shape (2,):
        hidden = step(x @ W1 + b1)        k answers, each 0 or 1
        output = step(hidden @ W2 + b2)   one answer, 0 or 1
    so column j of W1 and number j of b1 are the line of hidden unit j. k is your choice.

    Returns (W1, b1, W2, b2) of shapes (2, k), (k,), (k,) and a number.

    Source: Minsky and Papert (1969) show why one line is not enough.
    """
    # BEGIN SOLUTION
    # The hidden units are OR and NAND; the output unit is their AND.
    W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
    b1 = np.array([-0.5, 1.5])
    W2 = np.array([1.0, 1.0])
    b2 = -1.5
    return W1, b1, W2, b2
    # END SOLUTION


def boundary_line(W, b):
    """Turn a line in weights into a line that can be drawn: y = slope * x + intercept.

    W: the weights (2,) of the coordinates x and y, whole numbers or not. b: bias, a number.
    Returns (slope, intercept) of the points whose score W[0] * x + W[1] * y + b is 0.
    Raises ValueError when W does not hold two weights (the message holds the shape of W),
    and when W[1] is 0, for an upright line has no slope (the message holds W, or the 0 alone).
    """
    # BEGIN SOLUTION
    if W.shape != (2,):
        raise ValueError(f"a line in the plane has two weights, not W of shape {W.shape}")
    if W[1] == 0:
        raise ValueError(f"the line of W = {W} is upright and has no slope")
    return -W[0] / W[1], -b / W[1]
    # END SOLUTION


def perceptron_step(X, y, W, b, learn_rate=0.01):
    """Go once over the points, in row order, and move the line at each mistake.

    A missed point (label 1, predicted 0) pulls the line: learn_rate times the point
    is added to W, learn_rate to b. A false alarm (label 0, predicted 1) pushes it:
    both are subtracted. A point that is right moves nothing. Each point is judged by
    the line as the point before it left it.

    X: points (N, D). y: labels (N,), 0 or 1. W: weights (D,). b: bias, a number.
    Returns the new (W, b), in the same shapes; the arguments stay as they are.
    Raises ValueError when X is not (len(y), len(W)); the message holds the shape of X.

    Source: the learning rule of Rosenblatt (1958).
    """
    # BEGIN SOLUTION
    if X.shape != (len(y), len(W)):
        raise ValueError(f"X of shape {X.shape} does not fit {len(y)} labels and {len(W)} weights")
    for point, label in zip(X, y, strict=True):
        predicted = 1 if point @ W + b >= 0 else 0
        error = label - predicted  # 1: missed, -1: false alarm, 0: right
        W = W + learn_rate * error * point
        b = b + learn_rate * error
    return W, b
    # END SOLUTION


def train_perceptron(X, y, learn_rate, num_epochs, rng):
    """Learn a line from labelled points, epoch by epoch.

    An epoch is one pass over all points by the rule of `perceptron_step`. Training ends
    after the first epoch without a mistake, and after num_epochs epochs at the latest.

    X: points (N, D). y: labels (N,), 0 or 1. num_epochs: at least 1.
    rng: a numpy.random.Generator. Small random first weights are drawn from it
    and from nothing else; the first bias may be 0 or small.
    Returns (W, b, errors): weights (D,), a bias, and a list with the number of mistakes
    of each epoch, the final 0 included. Count the points that moved the line; the points
    of X that are wrong just before or just after the pass will do as well.
    Raises ValueError for a label that is neither 0 nor 1; the message holds the label.

    Source: Rosenblatt (1958). That it ends whenever a line exists: Novikoff (1962).
    """
    # BEGIN SOLUTION
    for label in y:
        if label not in (0, 1):
            raise ValueError(f"a label is 0 or 1, not {label}")
    W = rng.normal(scale=0.01, size=X.shape[1])
    b = 0.0
    errors = []
    for _ in range(num_epochs):
        mistakes = 0
        for point, label in zip(X, y, strict=True):
            predicted = 1 if point @ W + b >= 0 else 0
            error = int(label) - predicted
            W = W + learn_rate * error * point
            b = b + learn_rate * error
            mistakes += abs(error)
        errors.append(mistakes)
        if mistakes == 0:
            break
    return W, b, errors
    # END SOLUTION

"""Logistic regression: a line that says how sure it is, and learns by gradient descent.

The score of a point x is W · x + b, as for a perceptron. The step is replaced by
the sigmoid, so that small changes of the line make small changes of the answer,
and the error has a slope that can be followed downhill.

Conventions of this course:
- samples are rows: X is (N, D), the labels y are (N,), each of them 0 or 1; weights are (D,), a bias is a number;
- the work is done in float64, whatever type of number comes in;
- an array may also come as a plain (nested) list of numbers;
- no function changes its arguments;
- errors are measured in nats; an output is clipped to [1e-12, 1 - 1e-12] before its logarithm is taken;
- the error of a batch is the mean over its samples;
- a bad argument raises ValueError, whose message holds the offending value or shape.

`check_samples` is given: use it wherever X and y come in together. Your functions may call one another.
"""

import numpy as np


def check_samples(X, y, num_weights):
    """Give X and y as float64 arrays, once it is sure that they go together. This one is written for you.

    Raises ValueError when there is no sample, or X is not (len(y), num_weights): the message
    holds the shape of X. And when a label is neither 0 nor 1: the message holds the label.
    """
    X, y = np.asarray(X, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if y.size == 0 or y.ndim != 1 or X.shape != (len(y), num_weights):
        raise ValueError(f"X of shape {X.shape} does not fit labels of shape {y.shape} and {num_weights} weights")
    strange = y[(y != 0) & (y != 1)]
    if strange.size > 0:
        raise ValueError(f"a label is 0 or 1, not {strange[0]:g}")
    return X, y


# BEGIN SOLUTION
# The exercises do not call one another: a mistake in one of them shows there alone.
def _squashed(scores):
    """The sigmoid, by exponentials of numbers that are never above 0: none of them overflows."""
    scores = np.asarray(scores, dtype=np.float64)
    small = np.exp(-np.abs(scores))
    return np.where(scores >= 0, 1.0, small) / (1 + small)


def _costs(y, output):
    """The error of each sample."""
    output = np.clip(output, 1e-12, 1 - 1e-12)
    return -y * np.log(output) - (1 - y) * np.log(1 - output)


def _mean_gradients(X, y, weights, bias):
    """The slopes of the mean error."""
    errors = _squashed(X @ weights + bias) - y
    return X.T @ errors / len(y), errors.mean()


# END SOLUTION


def sigmoid(x):
    """Squash a score into a probability: 1 / (1 + exp(-x)).

    Args:
        x: one score, or an array of scores of any shape. Any finite scores will do, ±10000 as well as ±1.

    Returns:
        Numbers from 0 to 1 in the shape of x; a nan stays a nan.

    Source: P.-F. Verhulst's logistic curve, 1845; as the activation of a neuron
    in D. E. Rumelhart, G. E. Hinton and R. J. Williams, 1986.
    """
    # BEGIN SOLUTION
    return _squashed(x)
    # END SOLUTION


def output_formula(features, weights, bias):
    """Give the probability that a point is of class 1: the sigmoid of its score.

    Args:
        features: one point (D,), or N points (N, D), for any D.
        weights: the weights (D,).
        bias: a number.

    Returns:
        One probability for one point, N of them, as (N,), for N points.

    Raises:
        ValueError: when a point has not as many features as there are weights; the message
            holds the shape of features.

    Source: D. R. Cox, "The regression analysis of binary sequences", 1958.
    """
    # BEGIN SOLUTION
    features, weights = np.asarray(features, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if features.shape[-1] != len(weights):
        raise ValueError(f"features of shape {features.shape} do not fit {len(weights)} weights")
    return _squashed(features @ weights + bias)
    # END SOLUTION


def error_formula(y, output):
    """Give the error of each prediction: -y·log(output) - (1 - y)·log(1 - output).

    Outputs are clipped to [1e-12, 1 - 1e-12] first. Nothing is summed or averaged here.

    Args:
        y: labels (N,), each 0 or 1.
        output: the predicted probabilities of class 1, of shape (N,).

    Returns:
        The errors (N,), in nats, each finite and 0 or above.

    Raises:
        ValueError: when a label is neither 0 nor 1 (the message holds that label), or y and
            output differ in shape (it holds the shape of output).

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.90.
    """
    # BEGIN SOLUTION
    y, output = np.asarray(y, dtype=np.float64), np.asarray(output, dtype=np.float64)
    if y.shape != output.shape:
        raise ValueError(f"labels of shape {y.shape} do not fit outputs of shape {output.shape}")
    strange = y[(y != 0) & (y != 1)]
    if strange.size > 0:
        raise ValueError(f"a label is 0 or 1, not {strange[0]:g}")
    return _costs(y, output)
    # END SOLUTION


def gradients(X, y, weights, bias):
    """Give the slopes of the mean error of a batch, by every weight and by the bias.

    With the output o_n of sample n, the error of one sample rises by (o_n - y_n) per
    unit of its score; the rest is the chain rule and the mean:
        dW = mean of (o_n - y_n) · x_n        db = mean of (o_n - y_n)

    Args:
        X: samples (N, D).
        y: labels (N,), each 0 or 1.
        weights: the weights (D,).
        bias: a number.

    Returns:
        (dW, db): an array (D,) and a number, in nats per unit of weight and of bias.

    Raises:
        ValueError: what `check_samples` raises.

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.91.
    """
    # BEGIN SOLUTION
    X, y = check_samples(X, y, len(weights))
    return _mean_gradients(X, y, np.asarray(weights, dtype=np.float64), bias)
    # END SOLUTION


def update_weights(x, y, weights, bias, learn_rate):
    """Move the line by one step down the slope of one point's error.

    The step is learn_rate times that slope. The error is worked out once, with the old
    weights and the old bias, before anything moves.

    Args:
        x: the point, of shape (D,).
        y: its label, 0 or 1.
        weights: the weights (D,).
        bias: a number.
        learn_rate: the size of the step, above 0.

    Returns:
        The new (weights, bias), in the same shapes; the arguments stay as they are.

    Raises:
        ValueError: when the label is neither 0 nor 1 (the message holds the label), or x and
            weights differ in shape (it holds the shape of x).

    Source: H. Robbins and S. Monro, "A stochastic approximation method", 1951; the slope as in `gradients`.
    """
    # BEGIN SOLUTION
    x, weights = np.asarray(x, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.shape != weights.shape:
        raise ValueError(f"a point of shape {x.shape} does not fit weights of shape {weights.shape}")
    if y not in (0, 1):
        raise ValueError(f"a label is 0 or 1, not {y}")
    error = y - _squashed(x @ weights + bias)
    return weights + learn_rate * error * x, bias + learn_rate * error
    # END SOLUTION


def train_logistic(X, y, learn_rate, num_epochs, batch_size=None, rng=None):
    """Learn a line from labelled samples by gradient descent.

    Weights and bias start at 0. An epoch visits every sample once, batch by batch, and each
    batch moves the line by learn_rate times the `gradients` of its own samples. The last
    batch is short when batch_size does not divide N; it is not dropped.

    Args:
        X: samples (N, D).
        y: labels (N,), each 0 or 1.
        learn_rate: the size of a step, above 0.
        num_epochs: how many epochs, a whole number.
        batch_size: how many samples a batch holds; None stands for all of them.
        rng: a numpy.random.Generator that draws a new order of the samples for every epoch;
            None keeps the order of the rows. Nothing else is random.

    Returns:
        (weights, bias, losses): an array (D,), a number, and a list of num_epochs numbers,
        the mean error on all of X after each epoch.

    Raises:
        ValueError: what `check_samples` raises, with one weight per column of X; and when
            batch_size is below 1 (the message holds it).

    Source: H. Robbins and S. Monro, "A stochastic approximation method", 1951; for
    batches L. Bottou, "Stochastic gradient descent tricks", 2012.
    """
    # BEGIN SOLUTION
    X, y = check_samples(X, y, np.shape(X)[-1])
    if batch_size is None:
        batch_size = len(y)
    if batch_size < 1:
        raise ValueError(f"a batch holds one sample at least, not {batch_size}")
    weights, bias, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        order = np.arange(len(y)) if rng is None else rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            batch = order[start : start + batch_size]
            dW, db = _mean_gradients(X[batch], y[batch], weights, bias)
            weights = weights - learn_rate * dW
            bias = bias - learn_rate * db
        losses.append(float(_costs(y, _squashed(X @ weights + bias)).mean()))
    return weights, bias, losses
    # END SOLUTION


def accuracy(X, y, weights, bias):
    """Give the share of samples whose class the line gets right.

    A sample is put into class 1 where its output is at least one half, and into class 0 elsewhere.

    Args:
        X: samples (N, D).
        y: labels (N,), each 0 or 1.
        weights: the weights (D,).
        bias: a number.

    Returns:
        The share, one number from 0 to 1.

    Raises:
        ValueError: what `check_samples` raises.

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3.2, for the cut.
    """
    # BEGIN SOLUTION
    X, y = check_samples(X, y, len(weights))
    # An output of one half is a score of 0.
    classes = X @ np.asarray(weights, dtype=np.float64) + bias >= 0
    return (classes == y).mean()
    # END SOLUTION

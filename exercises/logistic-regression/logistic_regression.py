# Topic logistic-regression. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Logistic regression and gradient descent: A line that says how sure it is, an error with a slope, and the steps that go down it.
# The lesson:        nngrade show logistic-regression
# Check your work:   nngrade check logistic-regression

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


def sigmoid(x):
    """Squash a score into a probability: 1 / (1 + exp(-x)).

    Args:
        x: one score, or an array of scores of any shape. Any finite scores will do, ±10000 as well as ±1.

    Returns:
        Numbers from 0 to 1 in the shape of x; a nan stays a nan.

    Source: P.-F. Verhulst's logistic curve, 1845; as the activation of a neuron
    in D. E. Rumelhart, G. E. Hinton and R. J. Williams, 1986.
    """
    raise NotImplementedError("sigmoid is not written yet")


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
    raise NotImplementedError("output_formula is not written yet")


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
    raise NotImplementedError("error_formula is not written yet")


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
    raise NotImplementedError("gradients is not written yet")


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
    raise NotImplementedError("update_weights is not written yet")


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
    raise NotImplementedError("train_logistic is not written yet")


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
    raise NotImplementedError("accuracy is not written yet")

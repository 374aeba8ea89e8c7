# Topic softmax. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Softmax and one-hot encoding: Scores become probabilities; labels become one-hot rows.
# The lesson:        nngrade show softmax
# Check your work:   nngrade check softmax

"""Softmax and one-hot encoding.

A network's last layer gives one score per class; softmax turns the scores of a
sample into probabilities. A label is a class number; one-hot encoding turns it
into a row that can be compared with those probabilities.

What holds for every function of this file:

- samples are rows, the work is done in float64;
- an array may also come as a plain (nested) list of numbers, whole numbers included;
- an argument is never changed.
"""

import numpy as np


def softmax(x, axis=-1):
    """Turn scores into probabilities.

    Along `axis` each score becomes exp(score) divided by the sum of all the
    exponentials along that axis. The axis may be any axis of an array of any
    rank: for a batch (N, K), the default makes each row sum to one.

    Args:
        x: scores, of any shape with at least one axis. Any finite scores will do, ±10000 as well as ±1.
        axis: the axis along which the classes lie; may be negative.

    Returns:
        Probabilities of the same shape as x, each finite and between 0 and 1,
        which sum to one along `axis`.

    Source: J. S. Bridle, "Probabilistic interpretation of feedforward
    classification network outputs", 1990.
    """
    raise NotImplementedError("softmax is not written yet")


def log_softmax(x, axis=-1):
    """Give the natural logarithms of the softmax probabilities.

    Along `axis` this is log(softmax(x)), but computed so that it stays finite
    and exact where a probability is too small for a float: nothing is clipped.

    Args:
        x: scores, of any shape with at least one axis. Any finite scores will do, ±10000 as well as ±1.
        axis: the axis along which the classes lie; may be negative.

    Returns:
        Log-probabilities of the same shape as x, each finite and at most 0,
        in natural units (nats).

    Source: P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing
    the log-sum-exp and softmax functions", 2021.
    """
    raise NotImplementedError("log_softmax is not written yet")


def one_hot(labels, num_classes):
    """Turn class numbers into rows with a single 1.

    Row i holds a 1 in column labels[i] and 0 everywhere else, so that no class
    is nearer to one class than to another.

    Args:
        labels: N whole numbers from 0 to num_classes - 1, of shape (N,).
        num_classes: the number of columns, K, whether or not every class occurs.

    Returns:
        Zeros and ones of shape (N, K).

    Raises:
        ValueError: when a label is negative or at least num_classes; the
            message holds that label.

    Source: the "1-of-K" coding of C. M. Bishop, "Pattern Recognition and
    Machine Learning", 2006, section 2.2.
    """
    raise NotImplementedError("one_hot is not written yet")


def softmax_jacobian(x):
    """Give the derivative of every softmax probability by every score.

    Entry [i, j] is the slope of probability i in score j. With p = softmax(x)
    it is p_i * (1 - p_i) where i = j, and -p_i * p_j elsewhere.

    Args:
        x: the scores of one sample, of shape (K,). Any finite scores will do, ±10000 as well as ±1.

    Returns:
        The Jacobian matrix of shape (K, K), in probability per unit of score.

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006,
    equation 4.106.
    """
    raise NotImplementedError("softmax_jacobian is not written yet")

# Topic cross-entropy. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Maximum likelihood and cross-entropy: How well do probabilities fit what really happened? Products, logarithms, and the loss that networks learn from.
# The lesson:        nngrade show cross-entropy
# Check your work:   nngrade check cross-entropy

"""Maximum likelihood and cross-entropy.

A model that gives probabilities can be asked how probable it held what then
really happened. The likelihood is that probability; its logarithm turns the
product over the points into a sum; and the negative mean of the logarithms is
the cross-entropy, the loss that networks learn from.

What holds for every function of this file:

- samples are rows;
- the work is done in float64, whatever type of number comes in;
- an array may also come as a plain (nested) list of numbers;
- an argument is never changed;
- a function that is given probabilities and takes their logarithms first clips
  them to [1e-12, 1 - 1e-12]; one that is given scores is exact and never clips;
- losses are means over samples; `likelihood` is a product, `log_likelihood` a sum;
- logarithms are natural, so all results but those of `likelihood` and `best_model` are measured in nats;
- a bad argument raises ValueError, whose message holds the offending value or shape.
"""

import numpy as np


def likelihood(y, p):
    """Give the probability that a model assigns to all that happened, taken together.

    Each point contributes the probability of what happened there: p where the
    label is 1, and 1 - p where it is 0. Independent points multiply. Nothing is
    clipped here: no logarithm is taken.

    Args:
        y: what happened, N labels of shape (N,), each 0 or 1.
        p: the probability that the model gave to a 1 at each point, of shape (N,).

    Returns:
        The likelihood, one number from 0 to 1.

    Raises:
        ValueError: when a label is neither 0 nor 1 (the message holds that
            label), or y and p differ in shape (it holds the shape of p).

    Source: R. A. Fisher, "On the mathematical foundations of theoretical statistics", 1922.
    """
    raise NotImplementedError("likelihood is not written yet")


def log_likelihood(y, p):
    """Give the natural logarithm of the likelihood, as a sum of logarithms.

    The larger, the better the model; 0 is the best there is. Probabilities are
    clipped to [1e-12, 1 - 1e-12] first, so that the sum is finite even where a
    model was certain and wrong. Thousands of points are no difficulty.

    Args:
        y: what happened, N labels of shape (N,), each 0 or 1.
        p: the probability that the model gave to a 1 at each point, of shape (N,).

    Returns:
        The log-likelihood in nats: one finite number, 0 or below.

    Raises:
        ValueError: when a label is neither 0 nor 1 (the message holds that
            label), or y and p differ in shape (it holds the shape of p).

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, section 1.2.4.
    """
    raise NotImplementedError("log_likelihood is not written yet")


def best_model(y, candidates):
    """Say which of several models explains best what happened.

    The best model is the one that makes what happened most likely. Probabilities
    are clipped to [1e-12, 1 - 1e-12] first, as in `log_likelihood`. Thousands of
    points are no difficulty.

    Args:
        y: what happened, N labels of shape (N,), each 0 or 1.
        candidates: one model per row, of shape (M, N); entry [m, n] is the
            probability that model m gave to a 1 at point n.

    Returns:
        The number of the best row, counted from 0; of equally good rows the first.

    Raises:
        ValueError: when a label is neither 0 nor 1 (the message holds that label), or the
            width of candidates is not the number of labels (it holds the shape of candidates).

    Source: R. A. Fisher, "On the mathematical foundations of theoretical statistics", 1922.
    """
    raise NotImplementedError("best_model is not written yet")


def binary_cross_entropy(y, p):
    """Give the mean cost of predicting p where y happened.

    A sample costs -y·log(p) - (1 - y)·log(1 - p), with p clipped to
    [1e-12, 1 - 1e-12] first. A label may be soft: 0.3 says that a 1 happens in
    three cases out of ten.

    Args:
        y: N labels of shape (N,), each from 0 to 1.
        p: the predicted probability of a 1 for each sample, of shape (N,).

    Returns:
        The mean over the N samples, in nats: one finite number, 0 or above.

    Raises:
        ValueError: when a label lies outside of 0 to 1 (the message holds that label), or
            y and p differ in shape or hold no sample at all (it holds the shape of p).

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.90.
    """
    raise NotImplementedError("binary_cross_entropy is not written yet")


def cross_entropy(probs, labels):
    """Give the mean cost of predicting these class probabilities when these classes came.

    A sample costs -log of the probability that it gave to its true class,
    clipped to [1e-12, 1 - 1e-12] first. Nothing else in its row counts.

    Args:
        probs: one row of class probabilities per sample, of shape (N, K).
        labels: the true classes, N whole numbers from 0 to K - 1, of shape (N,).

    Returns:
        The mean over the N samples, in nats: one finite number, 0 or above.

    Raises:
        ValueError: when a label is negative or at least K (the message holds that label), or
            there is no sample or not one label per row (it holds the shape of probs).

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.108.
    """
    raise NotImplementedError("cross_entropy is not written yet")


def softmax_cross_entropy(logits, labels):
    """Give the cross-entropy of the softmax of these scores, and its gradient for the scores.

    The loss is the mean over the samples of -log(softmax(row)[label]), computed
    from the scores so that it is exact and finite for any finite scores, ±10000
    as well as ±1: nothing is clipped. With P the rows of softmax and Y the
    one-hot rows of the labels, the gradient is (P - Y) / N.

    Args:
        logits: one row of scores per sample, of shape (N, K).
        labels: the true classes, N whole numbers from 0 to K - 1, of shape (N,).

    Returns:
        (loss, dlogits): the loss in nats, one number; and its derivative by
        every score, of shape (N, K).

    Raises:
        ValueError: when a label is negative or at least K (the message holds that label), or
            there is no sample or not one label per row (it holds the shape of logits).

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006,
    equations 4.108 and 4.109.
    """
    raise NotImplementedError("softmax_cross_entropy is not written yet")

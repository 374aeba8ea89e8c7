# Topic regularization. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Regularization: Penalties, dropout and early stopping: learning without learning by heart.
# The lesson:        nngrade show regularization
# Check your work:   nngrade check regularization

"""Regularization: keeping a network from learning its training data by heart.

Four ways to hold it back: a price on large weights (L1 and L2), units that are
switched off at random (dropout), stopping before it gets worse on data that it
has not seen, and looking for that moment afterwards.

What holds for everything in this file:

- arrays are float64; one may also come as a plain (nested) list of numbers, whole numbers included;
- an argument is never changed;
- random numbers come from the argument `rng`, and from nothing else;
- epochs count from 0;
- a bad argument raises ValueError, whose message holds the offending value or shape.
"""

import numpy as np


def l1_penalty(w, lam):
    """Price the weights by their sizes: lam * (|w_1| + |w_2| + …).

    The sum runs over all the weights, whatever the shape that they stand in. It
    is no mean. (Biases are not penalised, so no caller passes them.)

    Args:
        w: the weights of a layer, of any shape.
        lam: how much the price counts, a number, at least 0.

    Returns:
        One number, to be added to the loss.

    Raises:
        ValueError: when lam is negative; the message holds it.

    Source: R. Tibshirani, "Regression shrinkage and selection via the lasso", 1996.
    """
    raise NotImplementedError("l1_penalty is not written yet")


def l1_gradient(w, lam):
    """Give the slope of the L1 penalty in every weight.

    It is lam where the weight is positive and -lam where it is negative, however
    large or small the weight. |w| has a corner at 0 and no slope there: the answer is 0.

    Args:
        w: the weights of a layer, of any shape.
        lam: how much the price counts, a number, at least 0.

    Returns:
        The slopes, of the shape of w, to be added to the gradient of the loss.

    Raises:
        ValueError: when lam is negative; the message holds it.

    Source: the derivative of `l1_penalty`.
    """
    raise NotImplementedError("l1_gradient is not written yet")


def l2_penalty(w, lam):
    """Price the weights by their squares: lam * (w_1² + w_2² + …).

    The sum runs over all the weights, whatever the shape that they stand in. It
    is no mean, it has no root, and in this course no factor of one half.

    Args:
        w: the weights of a layer, of any shape.
        lam: how much the price counts, a number, at least 0.

    Returns:
        One number, to be added to the loss.

    Raises:
        ValueError: when lam is negative; the message holds it.

    Source: A. E. Hoerl and R. W. Kennard, "Ridge regression", 1970.
    """
    raise NotImplementedError("l2_penalty is not written yet")


def l2_gradient(w, lam):
    """Give the slope of the L2 penalty in every weight: 2 * lam * w.

    It grows with the weight, so a step against it shrinks every weight by the
    same share. That is why L2 is also called weight decay.

    Args:
        w: the weights of a layer, of any shape.
        lam: how much the price counts, a number, at least 0.

    Returns:
        The slopes, of the shape of w, to be added to the gradient of the loss.

    Raises:
        ValueError: when lam is negative; the message holds it.

    Source: the derivative of `l2_penalty`.
    """
    raise NotImplementedError("l2_gradient is not written yet")


def dropout_forward(x, p, train, rng):
    """Switch units off at random while training, and leave them all on otherwise.

    In training each number of x is dropped with the chance p, independently of
    all others and of its own value: it becomes 0. What is kept is multiplied by
    1 / (1 - p), so that the mean over many draws stays what it was ("inverted"
    dropout: nothing remains to be done when the training is over).

    Args:
        x: the outputs of a layer, of any shape, mostly (N, D).
        p: the chance to DROP a unit, at least 0 and below 1 in either mode.
        train: True while training. When it is False nothing is dropped or scaled.
        rng: a numpy.random.Generator, which alone decides what is dropped.

    Returns:
        (out, mask), both of the shape of x. The mask holds the factor of each
        number, out = x * mask: 0 where it is dropped, 1 / (1 - p) where it is
        kept; all ones when train is False.

    Raises:
        ValueError: when p is below 0, is 1 or is above; the message holds p.

    Source: N. Srivastava, G. Hinton et al., "Dropout: a simple way to prevent
    neural networks from overfitting", 2014.
    """
    raise NotImplementedError("dropout_forward is not written yet")


def dropout_backward(dout, mask):
    """Send a gradient back through dropout.

    Each number went forward times its factor in the mask; its gradient comes
    back times the same factor.

    Args:
        dout: the gradient of the loss in the outputs of `dropout_forward`.
        mask: the mask that `dropout_forward` gave, of the same shape.

    Returns:
        The gradient of the loss in the inputs, of the same shape.

    Raises:
        ValueError: when the two shapes differ; the message holds the shape of dout.

    Source: the chain rule on out = x * mask.
    """
    raise NotImplementedError("dropout_backward is not written yet")


class EarlyStopping:
    """Watch the validation loss during training, and say when to stop.

    An epoch is an improvement when its loss is below the best one so far by MORE
    than min_delta; a loss of nan never is. It is time to stop as soon as
    `patience` epochs in a row have been no improvement. Before there is a best
    loss it counts as infinity, so the first loss below infinity is an improvement.

    Attributes:
        best_loss: the loss of the last improvement; infinity before there is one.
        best_epoch: its epoch, counted from 0; None before there is one.
    Both move at an improvement, and only then.

    Source: L. Prechelt, "Early stopping: but when?", 1998.
    """

    def __init__(self, patience, min_delta=0.0):
        """Start to watch.

        Args:
            patience: how many epochs in a row without an improvement end the training, at least 1.
            min_delta: by more than this must a loss be lower to count, at least 0.

        Raises:
            ValueError: when patience is below 1 or min_delta below 0; the message holds the value.
        """
        raise NotImplementedError("EarlyStopping.__init__ is not written yet")

    def step(self, val_loss):
        """Take the validation loss of one more epoch.

        Args:
            val_loss: the loss, a number; lower is better.

        Returns:
            True to stop now, False to go on. (Nobody asks again after a True.)
        """
        raise NotImplementedError("EarlyStopping.step is not written yet")


def overfitting_epoch(train_errors, test_errors):
    """Find the epoch after which a finished training did nothing but overfit.

    That is the epoch of the lowest test error of all, the first one when several
    are equally low. If it is the last epoch, no overfitting can be seen.

    Args:
        train_errors: the training error of each epoch, E numbers.
        test_errors: the testing error of each epoch, E numbers.

    Returns:
        The epoch, counted from 0, or None when the lowest test error is the last.

    Raises:
        ValueError: when there are not as many training as testing errors (the
            message holds both numbers), and when there are none.

    Source: the learning curves of L. Prechelt, "Early stopping: but when?", 1998.
    """
    raise NotImplementedError("overfitting_epoch is not written yet")

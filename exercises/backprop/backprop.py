# Topic backprop. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Backpropagation: From the mistake at the end back to the slope of every weight, and a network that learns XOR.
# The lesson:        nngrade show backprop
# Check your work:   nngrade check backprop

"""Backpropagation: from the mistake at the end to the slope of every weight.

A network is a chain of simple functions. Forward, each of them turns numbers
into numbers. Backward, each answers one question: if the loss moves so much with
my output, how much does it move with my inputs? The chain rule multiplies these
answers together, from the loss back to the first weight.

Conventions of this course:
- samples are rows: X is (N, D), the labels y are (N,) whole numbers from 0;
- `dout` is the slope of the loss in `out`, and has its shape; so with dx, dw, db;
- the work is done in float64;
- no function changes its arguments, with one exception: `train` moves the parameters of its net;
- a bad argument raises ValueError, whose message holds the offending value or shape.
"""

import math

import numpy as np


def sigmoid_prime(z):
    """Give the slope of the sigmoid at z, where sigmoid(z) = 1 / (1 + exp(-z)).

    z: the pre-activation, that is, what goes INTO the sigmoid: a number or an array of any shape.
    Returns the slopes, in the shape of z: finite for any finite z, ±1000 as well as ±1.

    Source: the logistic function solves s' = s (1 - s), Verhulst (1845).
    """
    raise NotImplementedError("sigmoid_prime is not written yet")


def tanh_prime(z):
    """Give the slope of the hyperbolic tangent at z.

    z: the pre-activation, that is, what goes INTO the tanh: a number or an array of any shape.
    Returns the slopes, in the shape of z: finite for any finite z, ±1000 as well as ±1.

    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.4.
    """
    raise NotImplementedError("tanh_prime is not written yet")


def relu(z):
    """Rectify: z where it is positive, 0 elsewhere.

    z: a number or an array of any shape; infinities are numbers too, and minus infinity becomes 0.
    Returns the rectified numbers, in the shape of z.

    Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010).
    """
    raise NotImplementedError("relu is not written yet")


def relu_prime(z):
    """Give the slope of the ReLU at z.

    z: the pre-activation, a number or an array of any shape.
    Returns the slopes, in the shape of z. At exactly 0, where the ReLU has a corner,
    any number from 0 to 1 will do.

    Source: Glorot, Bordes and Bengio, "Deep sparse rectifier neural networks" (2011).
    """
    raise NotImplementedError("relu_prime is not written yet")


def affine_forward(x, w, b):
    """Go forward through an affine layer: out = x w + b.

    x: samples (N, D). w: weights (D, M). b: biases (M,).
    Returns (out, cache): out is (N, M); cache is the tuple (x, w, b), which `affine_backward` will need.
    Raises ValueError when x, w and b do not fit together; the message holds the shape
    of x or w where these two do not fit, and the shape of b where b does not fit w.
    """
    raise NotImplementedError("affine_forward is not written yet")


def affine_backward(dout, cache):
    """Go backward through an affine layer.

    dout: the slopes of the loss in the layer's output (N, M).
    cache: the tuple (x, w, b) that the layer went forward with, x (N, D), w (D, M), b (M,).
    Returns (dx, dw, db): the slopes of the loss in x, w and b, each in the shape of its own array.
    Whether the loss is a mean is its own business: dout knows it already.
    Raises ValueError when dout is not (N, M); the message holds the shape of dout, or its sizes.

    Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors" (1986).
    """
    raise NotImplementedError("affine_backward is not written yet")


def relu_forward(x):
    """Go forward through a ReLU layer.

    x: an array of any shape.
    Returns (out, cache): out is x rectified, in the shape of x; cache is x as it
    came in, which `relu_backward` will need.
    """
    raise NotImplementedError("relu_forward is not written yet")


def relu_backward(dout, cache):
    """Go backward through a ReLU layer.

    dout: the slopes of the loss in the layer's output, of any shape.
    cache: the x that the layer went forward with, in the same shape.
    Returns dx: the slopes of the loss in x, in the shape of x. Where x is exactly 0,
    anything from 0 to dout will do.
    Raises ValueError when dout and cache differ in shape; the message holds the shape of dout, or its sizes.
    """
    raise NotImplementedError("relu_backward is not written yet")


def numerical_gradient(f, x, h=1e-5):
    """Measure the slopes of f at x, entry by entry, by stepping a little both ways.

    For each entry of x, with all the others held where they are:
        slope = (f(entry + h) - f(entry - h)) / (2 h)
    the central difference: its error shrinks with the square of h.

    f: a function that takes an array like x and returns one number; it never changes its argument.
    x: an array of any shape; whole numbers are welcome. It is left exactly as it was.
    h: the step, above 0.
    Returns the slopes, in the shape of x.

    Source: Press et al., "Numerical Recipes" (2007), section 5.7.
    """
    raise NotImplementedError("numerical_gradient is not written yet")


class TwoLayerNet:
    """A network of two layers for K classes: affine, ReLU, affine; the loss is softmax cross-entropy.

        hidden = relu(X W1 + b1)     (N, H)
        scores = hidden W2 + b2      (N, K)

    `params` is a dict that holds W1 (D, H), b1 (H,), W2 (H, K) and b2 (K,) under these
    names. Whoever puts another array under a name, or another dict into `params`, has
    changed the network: `loss` and `predict` always use what it holds at that moment.

    Source: Rumelhart, Hinton and Williams (1986); the slope of softmax cross-entropy
    in the scores: Bishop, "Pattern Recognition and Machine Learning" (2006), section 5.3.
    """

    def __init__(self, input_size, hidden_size, num_classes, rng):
        """Begin with random weights and with biases of 0.

        input_size, hidden_size, num_classes: D, H and K of the shapes above.
        rng: a numpy.random.Generator. The weights are drawn from it and from nothing else,
        each on its own, no two alike, about as often below 0 as above; how large they are is for you to say.
        """
        raise NotImplementedError("TwoLayerNet.__init__ is not written yet")

    def loss(self, X, y):
        """Give the loss on a batch, and its slope in every parameter.

        X: samples (N, D). y: labels (N,), whole numbers from 0 to K - 1.
        Returns (loss, grads): the mean over the samples of -log(probability of the right
        class), in nats; and a dict with the slopes under the names of `params`, each in
        the shape of its parameter. Both are exact for any finite scores, ±10000 as well as ±1.
        Neither the parameters nor the batch are changed.
        Raises ValueError for an empty batch (the message holds the shape of X) and for
        a label that is none of the classes (the message holds that label).
        """
        raise NotImplementedError("TwoLayerNet.loss is not written yet")

    def predict(self, X):
        """Give the class with the highest score for each sample.

        X: samples (N, D).
        Returns the classes (N,), whole numbers from 0 to K - 1.
        """
        raise NotImplementedError("TwoLayerNet.predict is not written yet")


def train(net, X, y, learn_rate, num_epochs):
    """Train a network by gradient descent on the full batch. In place: the net's parameters move.

    In each epoch every parameter moves by -learn_rate times its slope, and all the slopes
    of an epoch belong to the parameters with which the epoch began.

    net: anything with a dict `params` and a method `loss(X, y) -> (loss, grads)` as TwoLayerNet
    has them; more of it is not needed. X: samples (N, D). y: labels (N,).
    learn_rate: the size of the steps, above 0. num_epochs: how many steps, 0 or more.
    Returns losses: a list with one number for each epoch, the loss before the epoch's step.

    Source: Cauchy (1847) for the steps; Rumelhart, Hinton and Williams (1986) for networks, and for XOR.
    """
    raise NotImplementedError("train is not written yet")


class Value:
    """A number that remembers how it was made, so that slopes can flow back to where it came from.

    `data` is the number; `grad` is 0 until some `backward()` has reached this value, and
    then the slope of that result in this value.

    Values combine with + - * / to new values, also with a plain number on either side
    (2 * a, 1 / a); -a, and a ** n for a plain number n, are values too. No operation
    changes the values that it combines. What you remember besides `data` and `grad` is up to you.

    Source: reverse accumulation, Linnainmaa (1970); as a program, Speelpenning (1980).
    """

    def __init__(self, data, made_from=()):
        """Begin with a plain number.

        made_from: pairs (value, slope): the values that this one was made from, and how
        fast it rises with each of them. This is one way to remember; another will do.
        """
        raise NotImplementedError("Value.__init__ is not written yet")

    def __add__(self, other):
        """Make self + other."""
        raise NotImplementedError("Value.__add__ is not written yet")

    def __mul__(self, other):
        """Make self * other."""
        raise NotImplementedError("Value.__mul__ is not written yet")

    def __pow__(self, exponent):
        """Make self ** exponent; the exponent is a plain number."""
        raise NotImplementedError("Value.__pow__ is not written yet")

    def __neg__(self):
        """Make -self."""
        raise NotImplementedError("Value.__neg__ is not written yet")

    def __sub__(self, other):
        """Make self - other."""
        raise NotImplementedError("Value.__sub__ is not written yet")

    def __truediv__(self, other):
        """Make self / other."""
        raise NotImplementedError("Value.__truediv__ is not written yet")

    # In 2 * a the plain number stands on the left. Which methods does Python ask then? Write them here.

    def tanh(self):
        """Give the hyperbolic tangent of this value: right for any finite number, ±1000 as well as ±1."""
        raise NotImplementedError("Value.tanh is not written yet")

    def exp(self):
        """Give e to the power of this value."""
        raise NotImplementedError("Value.exp is not written yet")

    def relu(self):
        """Give this value where it is positive, else 0."""
        raise NotImplementedError("Value.relu is not written yet")

    def backward(self):
        """Give every value that this one was made from its `grad`: the slope of this value in it.

        This value's own grad becomes 1. Grads from an earlier backward() do not count:
        each value that is reached begins at 0 again.
        """
        raise NotImplementedError("Value.backward is not written yet")

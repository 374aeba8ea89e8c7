"""Optimization: how to go downhill, how fast, and why deep networks may not move at all.

A gradient says which way is up. What is done with it is the choice of this
file: from how many samples it is taken, whether a step remembers the steps
before it, how the step shrinks with time, and where to begin. The last function
measures how much of the gradient reaches the first layers of a deep network.

What holds for everything in this file:

- samples are rows: X is (N, D), the labels y are (N,); the work is done in float64;
- `params` and `grads` are dicts from names such as "W1" to arrays: a dict goes in, a new one comes out;
- an argument is never changed, nor are the arrays in it;
- random numbers come from the argument `rng`, and from nothing else;
- a bad argument raises ValueError, whose message holds the offending value or shape.
"""

import numpy as np


def require_match(params, grads):
    """Raise ValueError unless every parameter has one gradient of its own shape; this function is given."""
    for name in [*params, *grads]:
        if name not in params or name not in grads:
            raise ValueError(f"{name!r} is a parameter without a gradient, or a gradient without a parameter")
    for name, param in params.items():
        if np.shape(param) != np.shape(grads[name]):
            raise ValueError(f"{name!r} has shape {np.shape(param)}, and its gradient {np.shape(grads[name])}")


def minibatches(X, y, batch_size, rng):
    """Yield the samples of one epoch in a random order, batch by batch.

    Every sample comes exactly once, together with its own label. Each batch
    holds batch_size samples; the last one holds what is left, however little.
    Each call is a new epoch and draws a new order from rng.

    Args:
        X: samples (N, D).
        y: labels (N,).
        batch_size: samples in a batch, at least 1; it may be more than N.
        rng: a numpy.random.Generator, which alone decides the order.

    Yields:
        Pairs (X_batch, y_batch) of shapes (B, D) and (B,).

    Raises:
        ValueError: when batch_size is below 1 (the message holds it) and when X
            and y do not have the same length (it holds both lengths). It is early
            enough to do so when the first batch is asked for.

    Source: L. Bottou, "Stochastic gradient descent tricks", 2012, section 4.
    """
    # BEGIN SOLUTION
    if batch_size < 1:
        raise ValueError(f"batch_size = {batch_size} is no number of samples")
    if len(X) != len(y):
        raise ValueError(f"{len(X)} samples do not fit {len(y)} labels")
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        # One order for both keeps each sample beside its label.
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]
    # END SOLUTION


def sgd_step(params, grads, learn_rate):
    """Take one step of gradient descent: w - learn_rate * g for every parameter w and its gradient g.

    Args:
        params: the parameters, a dict of arrays of any shapes.
        grads: the gradient of the loss in each of them, under the same names. (The
            loss is a mean over the samples already: nothing is left to be divided.)
        learn_rate: the size of the step, a number above 0.

    Returns:
        A new dict of new arrays under the same names; the old ones stay as they are.

    Raises:
        ValueError: when the names or the shapes do not match; see `require_match`.

    Source: H. Robbins and S. Monro, "A stochastic approximation method", 1951.
    """
    # BEGIN SOLUTION
    require_match(params, grads)
    return {name: param - learn_rate * grads[name] for name, param in params.items()}
    # END SOLUTION


class Momentum:
    """Gradient descent with a memory: like a ball that rolls, not a foot that steps.

    Each parameter w has a velocity v, at first 0. A step with the gradient g does

        v = beta * v + g
        w = w - learn_rate * v

    so a gradient keeps pushing, beta times as strongly with every further step.

    Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration
    methods", 1964, in the form of PyTorch's SGD.
    """

    def __init__(self, learn_rate, beta):
        """Start at rest.

        Args:
            learn_rate: the size of the step, a number above 0.
            beta: what is left of the velocity after a step, at least 0 and below 1.

        Raises:
            ValueError: when beta is below 0, is 1 or is above; the message holds it.
        """
        # BEGIN SOLUTION
        if not 0 <= beta < 1:
            raise ValueError(f"beta = {beta} must be at least 0 and below 1: else the ball never comes to rest")
        self.learn_rate = learn_rate
        self.beta = beta
        self.velocity = {}
        # END SOLUTION

    def step(self, params, grads):
        """Take one step, and remember the velocities for the next.

        Args:
            params: the parameters, a dict of arrays of any shapes, with the same names at every step.
            grads: the gradient of the loss in each of them, under the same names.

        Returns:
            A new dict of new arrays under the same names; params and grads stay as they are.

        Raises:
            ValueError: when the names or the shapes do not match; see `require_match`.
        """
        # BEGIN SOLUTION
        require_match(params, grads)
        moved = {}
        for name, param in params.items():
            # A sum makes a new array: the caller's gradient is never kept.
            self.velocity[name] = self.beta * self.velocity.get(name, 0.0) + grads[name]
            moved[name] = param - self.learn_rate * self.velocity[name]
        return moved
        # END SOLUTION


def gradient_descent(gradient, start, learn_rate, num_steps):
    """Walk downhill: num_steps times from a point x to x - learn_rate * gradient(x).

    Args:
        gradient: a function that takes a point and gives the gradient there, of the same shape.
        start: the first point, an array of any shape or a list of numbers.
        learn_rate: the size of the step, a number above 0.
        num_steps: how many steps to take, at least 0.

    Returns:
        The last point, in the shape of start. After 0 steps that is the start itself.

    Raises:
        ValueError: when num_steps is negative; the message holds it.

    Source: A.-L. Cauchy, "Méthode générale pour la résolution des systèmes
    d'équations simultanées", 1847.
    """
    # BEGIN SOLUTION
    if num_steps < 0:
        raise ValueError(f"num_steps = {num_steps}: nobody can take fewer than 0 steps")
    point = np.array(start, dtype=np.float64)
    for _ in range(num_steps):
        point = point - learn_rate * gradient(point)
    return point
    # END SOLUTION


def random_restart(loss, gradient, starts, learn_rate, num_steps):
    """Walk downhill from several starts, and keep the walk that ended lowest.

    Every start gets the same walk, that of `gradient_descent`, and no walk knows of
    another. A walk may run off to infinity: if its loss is nan it is never the
    best. Of equally low ends the first one counts.

    Args:
        loss: a function that takes a point and gives a number.
        gradient: a function that takes a point and gives the gradient of the loss there.
        starts: R starting points (R, D).
        learn_rate: the size of the step, a number above 0.
        num_steps: how many steps to take from each start, at least 0.

    Returns:
        (point, loss) of the best walk: where it ended, (D,), and the loss there.
        At least one walk ends at a finite loss.

    Raises:
        ValueError: when there are no starts; the message holds the number of them, 0.

    Source: F. J. Solis and R. J.-B. Wets, "Minimization by random search
    techniques", 1981.
    """
    # BEGIN SOLUTION
    if len(starts) == 0:
        raise ValueError("there are 0 starts to walk from")
    best_point, best_loss = None, np.inf
    for start in starts:
        point = gradient_descent(gradient, start, learn_rate, num_steps)
        reached = loss(point)
        # No comparison with nan is true, so a lost walk never gets in here.
        if reached < best_loss:
            best_point, best_loss = point, reached
    return best_point, best_loss
    # END SOLUTION


def learning_rate_decay(initial, epoch, rate):
    """Let the learning rate fall with time: initial / (1 + rate * epoch).

    Args:
        initial: the learning rate of epoch 0, a number above 0.
        epoch: the epoch, counted from 0.
        rate: how fast it falls, per epoch, at least 0. With a rate of 0 it stays.

    Returns:
        The learning rate of that epoch, a number.

    Raises:
        ValueError: when epoch or rate is negative; the message holds the value.

    Source: H. Robbins and S. Monro, "A stochastic approximation method", 1951: steps
    that fall like 1 / t end somewhere, and can still reach everywhere.
    """
    # BEGIN SOLUTION
    if epoch < 0:
        raise ValueError(f"epoch = {epoch}: epochs count from 0")
    if rate < 0:
        raise ValueError(f"rate = {rate} would make the steps grow")
    return initial / (1 + rate * epoch)
    # END SOLUTION


# BEGIN SOLUTION
def activate(activation, Z):
    """Give the activation of Z, and how steep it is there."""
    if activation == "sigmoid":
        H = 1 / (1 + np.exp(-Z))
        return H, H * (1 - H)
    if activation == "tanh":
        H = np.tanh(Z)
        return H, 1 - H**2
    return np.maximum(Z, 0), Z > 0


# END SOLUTION


def layer_gradient_norms(activation, depth, width, rng):
    """Measure how much of the gradient reaches each layer of a deep network.

    The network has `depth` layers of `width` units and no biases. With H_0 = X, layer
    number l takes H_(l-1) to

        H_l = activation(H_(l-1) @ W_l)

    and the loss is the sum of all the numbers of the last H, divided by 32. The norm
    of its gradient in W_l is the Frobenius norm: the root of the sum of squares of
    all its entries.

    From rng are drawn, in this order and with nothing between: the input X, standard
    normal numbers (32, width); then W_1, then W_2 and so on, each of them standard
    normal numbers (width, width) divided by the root of width.

    Args:
        activation: "sigmoid", "tanh" or "relu", in every layer, the last one included.
        depth: the number of layers, at least 1.
        width: the number of units in a layer, at least 1.
        rng: a numpy.random.Generator.

    Returns:
        The norms (depth,), that of the first layer first.

    Raises:
        ValueError: when there is no such activation (the message holds its name), and
            when depth or width is below 1 (it holds the value).

    Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep
    feedforward neural networks", 2010, which plots such norms layer by layer.
    """
    # BEGIN SOLUTION
    if activation not in ("sigmoid", "tanh", "relu"):
        raise ValueError(f"there is no activation {activation!r} here")
    if depth < 1 or width < 1:
        raise ValueError(f"a network of {depth} layers and {width} units is none")
    # Forward, keeping what the way back needs.
    H, W, slopes = [rng.standard_normal((32, width))], [], []
    for _ in range(depth):
        W.append(rng.standard_normal((width, width)) / np.sqrt(width))
        output, slope = activate(activation, H[-1] @ W[-1])
        H.append(output)
        slopes.append(slope)
    # Backward: through the activation, then to the weights and to the layer below.
    norms = np.zeros(depth)
    dH = np.full((32, width), 1 / 32)
    for layer in reversed(range(depth)):
        dZ = dH * slopes[layer]
        norms[layer] = np.sqrt(np.sum((H[layer].T @ dZ) ** 2))
        dH = dZ @ W[layer].T
    return norms
    # END SOLUTION

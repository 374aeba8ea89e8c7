"""Unusual but right optimization: the suite must give every one of these full points."""

import functools
import itertools
import math

import numpy as np

from nngrade.suite import alternative

# minibatches


def refuse_batches(X, y, batch_size):
    """The refusals that this exercise owes."""
    if batch_size < 1:
        raise ValueError(f"{batch_size} samples make no batch")
    if len(X) != len(y):
        raise ValueError(f"{len(X)} is not {len(y)}")


@alternative("minibatches", note="shuffles a list of numbers in place; refuses before the first batch is asked for", source="own")
def batches_by_shuffle(X, y, batch_size, rng):
    refuse_batches(X, y, batch_size)
    order = list(range(len(X)))
    rng.shuffle(order)

    def cut():
        while order:
            chosen, order[:batch_size] = order[:batch_size], []
            yield X[chosen], y[chosen]

    return cut()


@alternative("minibatches", note="a list of all the batches, as lists of two", source="own")
def batches_as_list(X, y, batch_size, rng):
    refuse_batches(X, y, batch_size)
    order = np.argsort(rng.random(len(X)))
    return [[X[order[begin : begin + batch_size]], y[order[begin : begin + batch_size]]] for begin in range(0, len(X), batch_size)]


@alternative("minibatches", note="puts samples and labels into one table, and shuffles its rows", source="own")
def batches_of_one_table(X, y, batch_size, rng):
    refuse_batches(X, y, batch_size)
    table = np.column_stack([X, y]).astype(float)
    rng.shuffle(table, axis=0)
    for rows in np.split(table, range(batch_size, len(table), batch_size)):
        yield rows[:, :-1], rows[:, -1]


@alternative("minibatches", note="collects samples one by one and empties its basket when it is full", source="own")
def batches_by_basket(X, y, batch_size, rng):
    refuse_batches(X, y, batch_size)
    basket = []
    for number in rng.choice(len(X), len(X), replace=False):
        basket.append((X[number], y[number]))
        if len(basket) == batch_size:
            yield tuple(zip(*basket, strict=True))
            basket = []
    if basket:
        samples, labels = zip(*basket, strict=True)
        yield np.array(samples), np.array(labels)


@alternative("minibatches", note="shuffles copies of both with two generators of the same state", source="4.8f")
def batches_of_two_equal_shuffles(X, y, batch_size, rng):
    refuse_batches(X, y, batch_size)
    seed = int(rng.integers(2**32))
    X, y = (np.random.default_rng(seed).permutation(array) for array in (X, y))
    for begin in range(0, len(X), batch_size):
        yield X[begin : begin + batch_size], y[begin : begin + batch_size]


@alternative("minibatches", note="every batch in itself in the order of the samples", source="own")
def batches_sorted_inside(X, y, batch_size, rng):
    refuse_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = np.sort(order[begin : begin + batch_size])
        yield X[chosen], y[chosen]


# sgd_step


def refuse_mismatch(params, grads):
    """The refusals that every step owes."""
    unlike = set(params) ^ set(grads)
    if unlike:
        raise ValueError(f"only on one side: {sorted(unlike)}")
    for name in params:
        if np.shape(params[name]) != np.shape(grads[name]):
            raise ValueError(f"{name}: {np.shape(params[name])} against {np.shape(grads[name])}")


@alternative("sgd_step", note="in place, on copies of its own", source="own")
def sgd_in_copies(params, grads, learn_rate):
    refuse_mismatch(params, grads)
    moved = {name: np.array(param, dtype=float) for name, param in params.items()}
    for name in moved:
        moved[name] -= learn_rate * grads[name]
    return moved


@alternative("sgd_step", note="one long vector of all the parameters", source="own")
def sgd_of_one_vector(params, grads, learn_rate):
    refuse_mismatch(params, grads)
    names = sorted(params)
    flat = np.concatenate([np.ravel(params[name]) for name in names])
    slope = np.concatenate([np.ravel(grads[name]) for name in names])
    parts = np.split(flat - learn_rate * slope, np.cumsum([np.size(params[name]) for name in names])[:-1])
    return {name: part.reshape(np.shape(params[name])) for name, part in zip(names, parts, strict=True)}


@alternative("sgd_step", note="float32 throughout; nested lists come back", source="own")
def sgd_in_single_precision(params, grads, learn_rate):
    refuse_mismatch(params, grads)
    step = np.float32(-learn_rate)
    return {name: (np.asarray(param, np.float32) + step * np.asarray(grads[name], np.float32)).tolist() for name, param in params.items()}


@alternative("sgd_step", note="number by number", source="own")
def sgd_by_loops(params, grads, learn_rate):
    refuse_mismatch(params, grads)
    moved = {}
    for name, param in params.items():
        moved[name] = np.zeros(param.shape)
        for place in np.ndindex(param.shape):
            moved[name][place] = param[place] - learn_rate * grads[name][place]
    return moved


# Momentum


def refuse_beta(beta):
    """The refusal that a new one owes."""
    if beta < 0 or beta >= 1:
        raise ValueError(f"{beta} of the velocity cannot be left")


@alternative("Momentum", note="the learning rate in the velocity: v = beta * v - rate * g, w + v", source="4.8b")
class momentum_with_rate_inside:
    def __init__(self, learn_rate, beta):
        refuse_beta(beta)
        self.learn_rate, self.beta, self.v = learn_rate, beta, None

    def step(self, params, grads):
        refuse_mismatch(params, grads)
        if self.v is None:
            self.v = {name: np.zeros_like(param, dtype=float) for name, param in params.items()}
        for name in params:
            self.v[name] = self.beta * self.v[name] - self.learn_rate * grads[name]
        return {name: param + self.v[name] for name, param in params.items()}


@alternative("Momentum", note="keeps all gradients and adds up their fading powers", source="4.8d")
class momentum_from_history:
    def __init__(self, learn_rate, beta):
        refuse_beta(beta)
        self.rate, self.beta, self.past = learn_rate, beta, []

    def step(self, params, grads):
        refuse_mismatch(params, grads)
        self.past.append({name: np.array(grad) for name, grad in grads.items()})
        powers = [self.beta**age for age in reversed(range(len(self.past)))]
        velocity = {name: sum(power * old[name] for power, old in zip(powers, self.past, strict=True)) for name in params}
        return {name: params[name] - self.rate * velocity[name] for name in params}


@alternative("Momentum", note="an average, (1 - beta) times each gradient, with the factor put right in the step", source="4.8d")
class momentum_as_corrected_average:
    def __init__(self, learn_rate, beta):
        refuse_beta(beta)
        self.rate, self.beta = learn_rate / (1 - beta), beta
        self.average = {}

    def step(self, params, grads):
        refuse_mismatch(params, grads)
        for name, grad in grads.items():
            old = self.average.setdefault(name, 0.0)
            self.average[name] = self.beta * old + (1 - self.beta) * np.asarray(grad)
        return {name: param - self.rate * self.average[name] for name, param in params.items()}


@alternative("Momentum", note="remembers where the last step came from: the heavy ball with two points", source="own")
class momentum_of_two_points:
    def __init__(self, learn_rate, beta):
        refuse_beta(beta)
        self._rate, self._beta, self._last_moves = learn_rate, beta, {}

    def step(self, params, grads):
        refuse_mismatch(params, grads)
        moves = {name: self._beta * self._last_moves.get(name, 0) - self._rate * grads[name] for name in params}
        self._last_moves = moves
        return {name: np.add(param, moves[name]) for name, param in params.items()}


@alternative("Momentum", note="in place, in a velocity of its own", source="own")
class momentum_in_place_on_its_own:
    def __init__(self, learn_rate, beta):
        refuse_beta(beta)
        self.learn_rate, self.beta, self.velocity = float(learn_rate), float(beta), {}

    def step(self, params, grads):
        refuse_mismatch(params, grads)
        moved = {}
        for name in params:
            if name not in self.velocity:
                self.velocity[name] = np.array(grads[name], dtype=float)
            else:
                self.velocity[name] *= self.beta
                self.velocity[name] += grads[name]
            moved[name] = np.array(params[name], dtype=float)
            moved[name] -= self.learn_rate * self.velocity[name]
        return moved


@alternative("Momentum", note="a dict of the velocities that can also take steps", source="own")
class momentum_as_a_dict(dict):
    def __init__(self, learn_rate, beta):
        refuse_beta(beta)
        super().__init__()
        self.learn_rate, self.beta = learn_rate, beta

    def step(self, params, grads):
        refuse_mismatch(params, grads)
        self.update({name: self.beta * self.get(name, 0.0) + grad for name, grad in grads.items()})
        return {name: param - self.learn_rate * self[name] for name, param in params.items()}


# gradient_descent


def refuse_steps(num_steps):
    """The refusal that a walk owes."""
    if num_steps < 0:
        raise ValueError(f"{num_steps} steps")


@alternative("gradient_descent", note="calls itself for the rest of the way", source="own")
def descent_recursive(gradient, start, learn_rate, num_steps):
    refuse_steps(num_steps)
    point = np.asarray(start, dtype=float)
    return point + 0 if num_steps == 0 else descent_recursive(gradient, point - learn_rate * gradient(point), learn_rate, num_steps - 1)


@alternative("gradient_descent", note="in place, on a copy, counting down", source="own")
def descent_in_a_copy(gradient, start, learn_rate, num_steps):
    refuse_steps(num_steps)
    point = np.array(start, dtype=np.float64, copy=True)
    while num_steps:
        point -= learn_rate * gradient(point)
        num_steps -= 1
    return point


@alternative("gradient_descent", note="keeps the whole way, and gives its end", source="own")
def descent_with_history(gradient, start, learn_rate, num_steps):
    refuse_steps(num_steps)
    way = [np.array(start, dtype=float)]
    for _ in range(num_steps):
        way.append(way[-1] - learn_rate * np.asarray(gradient(way[-1])))
    return way[-1]


@alternative("gradient_descent", note="functools.reduce over the steps", source="own")
def descent_by_reduce(gradient, start, learn_rate, num_steps):
    refuse_steps(num_steps)
    return functools.reduce(lambda point, _: point - learn_rate * gradient(point), range(num_steps), np.array(start, dtype=float))


# random_restart


@alternative("random_restart", note="walks all the way first, and compares afterwards with nan as infinity", source="4.8l")
def restart_then_compare(loss, gradient, starts, learn_rate, num_steps):
    if len(starts) == 0:
        raise ValueError("0 starts")
    ends = []
    for start in starts:
        point = np.array(start, dtype=float)
        for _ in range(num_steps):
            point -= learn_rate * gradient(point)
        ends.append(point)
    losses = np.array([loss(end) for end in ends])
    best = np.argmin(np.where(np.isnan(losses), np.inf, losses))
    return ends[best], losses[best]


@alternative("random_restart", note="asks gradient_descent for each walk, and gives a list of two", source="own")
def restart_by_gradient_descent(loss, gradient, starts, learn_rate, num_steps):
    if not len(starts):
        raise ValueError(f"nothing to walk from: {np.shape(starts)}")
    ends = [gradient_descent(gradient, start, learn_rate, num_steps) for start in starts]  # noqa: F821 - the submission's own
    ranked = [(loss(end), number) for number, end in enumerate(ends)]
    reached, number = min(pair for pair in ranked if not math.isnan(pair[0]))
    return [list(ends[number]), reached]


@alternative("random_restart", note="all walks side by side, step by step", source="own")
def restart_side_by_side(loss, gradient, starts, learn_rate, num_steps):
    points = np.array(starts, dtype=float)
    if points.shape[0] == 0:
        raise ValueError(f"starts of shape {points.shape}")
    for _ in range(num_steps):
        points = np.stack([point - learn_rate * gradient(point) for point in points])
    losses = [loss(point) for point in points]
    best = int(np.nanargmin(losses))
    return points[best], np.float64(losses[best])


@alternative("random_restart", note="from the last start to the first", source="own")
def restart_backwards(loss, gradient, starts, learn_rate, num_steps):
    if len(starts) == 0:
        raise ValueError("0")
    best = None
    for start in reversed(list(starts)):
        point = functools.reduce(lambda x, _: x - learn_rate * gradient(x), range(num_steps), np.array(start, dtype=float))
        reached = loss(point)
        if not math.isnan(reached) and (best is None or reached <= best[1]):
            best = point, reached
    return best


# learning_rate_decay


def refuse_decay(epoch, rate):
    """The refusals that this exercise owes."""
    for value in (epoch, rate):
        if value < 0:
            raise ValueError(f"{value} is negative")


@alternative("learning_rate_decay", note="one over the sum of one over the initial rate and its share", source="own")
def decay_of_the_inverse(initial, epoch, rate):
    refuse_decay(epoch, rate)
    return 1 / (1 / initial + rate * epoch / initial)


@alternative("learning_rate_decay", note="to the power of -1", source="own")
def decay_by_power(initial, epoch, rate):
    refuse_decay(epoch, rate)
    return initial * np.float64(1 + epoch * rate) ** -1


@alternative("learning_rate_decay", note="adds the rate up in a loop, and gives an array without axes", source="own")
def decay_by_loop(initial, epoch, rate):
    refuse_decay(epoch, rate)
    below = 1.0
    for _ in range(epoch):
        below += rate
    return np.array(initial / below)


# layer_gradient_norms


def refuse_network(activation, depth, width):
    """The refusals that this exercise owes."""
    if activation not in {"sigmoid", "tanh", "relu"}:
        raise ValueError(f"no such activation: {activation}")
    if min(depth, width) < 1:
        raise ValueError(f"{depth} layers of {width}")


@alternative("layer_gradient_norms", note="samples as columns, everything turned over; a list comes back", source="own")
def norms_of_columns(activation, depth, width, rng):
    refuse_network(activation, depth, width)
    layers = [rng.normal(size=(32, width)).T]
    weights = [rng.normal(size=(width, width)).T / width**0.5 for _ in range(depth)]
    value = {"sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)), "tanh": np.tanh, "relu": lambda z: z * (z > 0)}[activation]
    slope = {"sigmoid": lambda h: h - h * h, "tanh": lambda h: (1 - h) * (1 + h), "relu": np.sign}[activation]
    for W in weights:
        layers.append(value(W @ layers[-1]))
    back = np.ones((width, 32)) / 32
    norms = []
    for W, below, above in reversed(list(zip(weights, layers, layers[1:], strict=False))):
        back = back * slope(above)
        norms.insert(0, float(np.linalg.norm(back @ below.T)))
        back = W.T @ back
    return norms


@alternative("layer_gradient_norms", note="draws all numbers first, in one piece", source="own")
def norms_of_one_draw(activation, depth, width, rng):
    refuse_network(activation, depth, width)
    numbers = rng.standard_normal(32 * width + depth * width * width)
    H = numbers[: 32 * width].reshape(32, width)
    W = numbers[32 * width :].reshape(depth, width, width) / np.sqrt(width)
    inputs, sums = [], []
    for layer in range(depth):
        inputs.append(H)
        sums.append(H @ W[layer])
        H = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(0, z)}[activation](sums[-1])
    slope = {
        "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "tanh": lambda z: 1 / np.cosh(z) ** 2,
        "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    }[activation]
    back = np.full((32, width), 1 / 32)
    norms = np.empty(depth)
    for layer in range(depth - 1, -1, -1):
        back = back * slope(sums[layer])
        norms[layer] = np.sqrt(np.einsum("ni,nj->ij", inputs[layer], back).ravel() @ np.einsum("ni,nj->ij", inputs[layer], back).ravel())
        back = back @ W[layer].T
    return norms


@alternative("layer_gradient_norms", note="calls itself layer by layer: the way back is the way out of the calls", source="own")
def norms_by_recursion(activation, depth, width, rng):
    refuse_network(activation, depth, width)
    value, slope = {
        "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "relu": (lambda z: np.where(z < 0, 0, z), lambda z: np.heaviside(z, 0)),
    }[activation]
    norms = []

    def gradient_in(H, layers_left):
        if layers_left == 0:
            return np.ones_like(H) / 32
        W = rng.standard_normal((width, width)) / np.sqrt(width)
        Z = H @ W
        dZ = gradient_in(value(Z), layers_left - 1) * slope(Z)
        norms.append(np.linalg.norm(H.T @ dZ, "fro"))
        return dZ @ W.T

    gradient_in(rng.standard_normal((32, width)), depth)
    return norms[::-1]


@alternative("layer_gradient_norms", note="differences of the loss, one weight at a time, with complex steps", source="own")
def norms_by_complex_steps(activation, depth, width, rng):
    refuse_network(activation, depth, width)
    X = rng.standard_normal((32, width))
    weights = [rng.standard_normal((width, width)) / np.sqrt(width) for _ in range(depth)]
    value = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: z * (z.real > 0)}[activation]

    def loss(changed):
        return functools.reduce(lambda H, W: value(H @ W), changed, X.astype(complex)).sum() / 32

    if depth * width > 40:  # too many weights to nudge one by one
        return norms_by_recursion_of(X, weights, activation)
    squares = np.zeros(depth)
    for layer, row, column in itertools.product(range(depth), range(width), range(width)):
        changed = [W.astype(complex) for W in weights]
        changed[layer][row, column] += 1e-30j
        squares[layer] += (loss(changed).imag / 1e-30) ** 2
    return np.sqrt(squares)


def norms_by_recursion_of(X, weights, activation):
    """The way back by hand, for networks too large for differences."""
    slope = {"sigmoid": lambda h: h * (1 - h), "tanh": lambda h: 1 - h * h, "relu": lambda h: h > 0}[activation]
    value = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[activation]
    layers = list(itertools.accumulate(weights, lambda H, W: value(H @ W), initial=X))
    back, norms = np.full(layers[-1].shape, 1 / 32), []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[:0:-1], strict=True):
        back = back * slope(above)
        norms.append(np.linalg.norm(below.T @ back))
        back = back @ W.T
    return np.array(norms[::-1])

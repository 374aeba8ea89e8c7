"""Unusual but right code for backpropagation: the suite must give every one of them full points."""

import itertools
import math

import numpy as np

from nngrade.suite import alternative

# sigmoid_prime


@alternative("sigmoid_prime", note="through the tanh: a quarter of 1 - tanh² at half the way", source="own")
def sigmoid_prime_by_tanh(z):
    return (1 - np.tanh(np.asarray(z) / 2) ** 2) / 4


@alternative("sigmoid_prime", note="1 / (2 + e^z + e^-z), whose infinities do no harm", source="own")
def sigmoid_prime_by_cosh(z):
    return 1 / (2 + 2 * np.cosh(z))


@alternative("sigmoid_prime", note="the sigmoid at z times the sigmoid at -z", source="own")
def sigmoid_prime_of_both_sides(z):
    return np.exp(-np.logaddexp(0, z) - np.logaddexp(0, np.negative(z)))


@alternative("sigmoid_prime", note="number by number, nested lists come back", source="own")
def sigmoid_prime_by_loop(z):
    if np.ndim(z):
        return [sigmoid_prime_by_loop(part) for part in z]
    e = math.exp(-abs(z))
    return e / (1 + e) / (1 + e)


@alternative("sigmoid_prime", note="in place on a copy, in single precision", source="own")
def sigmoid_prime_in_a_copy(z):
    s = np.array(z, dtype=np.float32)
    np.negative(np.abs(s), out=s)
    np.exp(s, out=s)
    s /= (1 + s) ** 2
    return s


# tanh_prime


@alternative("tanh_prime", note="one over cosh squared, whose infinity does no harm", source="own")
def tanh_prime_by_cosh(z):
    return 1 / np.cosh(z) ** 2


@alternative("tanh_prime", note="(1 - t)(1 + t)", source="own")
def tanh_prime_as_a_product(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)


@alternative("tanh_prime", note="four times the slope of the sigmoid at twice z", source="own")
def tanh_prime_by_sigmoid(z):
    e = np.exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2


@alternative("tanh_prime", note="number by number, nested lists come back", source="own")
def tanh_prime_by_loop(z):
    return [tanh_prime_by_loop(part) for part in z] if np.ndim(z) else 1 - math.tanh(z) ** 2


# relu


@alternative("relu", note="select, with np.where", source="4.1e")
def relu_by_where(z):
    return np.where(np.asarray(z) > 0, z, 0)


@alternative("relu", note="clip from below only", source="own")
def relu_by_clip(z):
    return np.clip(z, 0, None)


@alternative("relu", note="half of z and its size, with infinity seen to", source="own")
def relu_by_size(z):
    z = np.asarray(z)
    return np.where(z == -np.inf, 0, (np.maximum(z, -1e300) + np.abs(np.maximum(z, -1e300))) / 2)


@alternative("relu", note="in place on a copy", source="own")
def relu_in_a_copy(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out


@alternative("relu", note="number by number, nested lists come back", source="own")
def relu_by_loop(z):
    return [relu_by_loop(part) for part in z] if np.ndim(z) else max(0.0, float(z))


# relu_prime


@alternative("relu_prime", note="1 at the corner", source="4.1g")
def relu_prime_one_at_zero(z):
    return np.where(np.asarray(z) >= 0, 1, 0)


@alternative("relu_prime", note="one half at the corner", source="4.1g")
def relu_prime_half_at_zero(z):
    return np.heaviside(z, 0.5)


@alternative("relu_prime", note="True and False", source="4.1g")
def relu_prime_as_booleans(z):
    return np.greater(z, 0)


@alternative("relu_prime", note="half of 1 and the sign", source="4.1g")
def relu_prime_by_sign(z):
    return (1 + np.sign(z)) / 2


@alternative("relu_prime", note="number by number, nested lists come back", source="own")
def relu_prime_by_loop(z):
    return [relu_prime_by_loop(part) for part in z] if np.ndim(z) else int(z > 0)


# affine_forward


def _fitting(x, w, b):
    if x.shape[1] != w.shape[0] or b.shape != (w.shape[1],):
        raise ValueError(f"x {x.shape}, w {w.shape}, b {b.shape}")


@alternative("affine_forward", note="the bias as the weight of a constant input 1", source="own")
def affine_homogeneous(x, w, b):
    _fitting(x, w, b)
    return np.hstack([x, np.ones((len(x), 1))]) @ np.vstack([w, b]), (x, w, b)


@alternative("affine_forward", note="a loop over the samples, lists come back", source="own")
def affine_by_loop(x, w, b):
    _fitting(x, w, b)
    return [[float(row @ column + bias) for column, bias in zip(w.T, b, strict=True)] for row in x], [x, w, b]


@alternative("affine_forward", note="einsum, and copies in the cache", source="own")
def affine_by_einsum(x, w, b):
    _fitting(x, w, b)
    return np.einsum("nd,dm->nm", x, w) + b[np.newaxis], (x.copy(), w.copy(), b.copy())


@alternative("affine_forward", note="all pairs multiplied, then one axis summed", source="own")
def affine_by_broadcasting(x, w, b):
    _fitting(x, w, b)
    return (x[:, :, np.newaxis] * w[np.newaxis]).sum(axis=1) + b, (x, w, b)


# affine_backward


def _slopes_fit(dout, x, w):
    if dout.shape != (x.shape[0], w.shape[1]):
        raise ValueError(f"dout {dout.shape}")


@alternative("affine_backward", note="outer products of all the samples, summed", source="4.2h")
def affine_back_by_outer_products(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, (x[:, :, np.newaxis] * dout[:, np.newaxis, :]).sum(0), dout.sum(0)


@alternative("affine_backward", note="a loop over the samples, with np.outer", source="4.3o")
def affine_back_by_loop(dout, cache):
    x, w, b = cache
    _slopes_fit(dout, x, w)
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
    for place, (sample, slope) in enumerate(zip(x, dout, strict=True)):
        dx[place] = w @ slope
        dw += np.outer(sample, slope)
        db += slope
    return dx, dw, db


@alternative("affine_backward", note="transposed products, transposed back, in a list", source="own")
def affine_back_through_the_transpose(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return [(w @ dout.T).T, (dout.T @ x).T, np.ones(len(x)) @ dout]


@alternative("affine_backward", note="einsum for all three; the sizes are compared one by one", source="own")
def affine_back_by_einsum(dout, cache):
    x, w, _ = cache
    for size, wanted in itertools.zip_longest(dout.shape, (len(x), w.shape[1])):
        if size != wanted:
            raise ValueError("sizes", *dout.shape)
    return np.einsum("nm,dm->nd", dout, w), np.einsum("nd,nm->dm", x, dout), np.einsum("nm->m", dout)


# relu_forward


@alternative("relu_forward", note="a copy of the input in the cache, rectified in place elsewhere", source="own")
def relu_layer_in_a_copy(x):
    out = x.copy()
    out[out < 0] = 0
    return out, x.copy()


@alternative("relu_forward", note="times a mask", source="own")
def relu_layer_by_mask(x):
    return x * (x > 0), x


@alternative("relu_forward", note="a list of two", source="own")
def relu_layer_as_a_list(x):
    return [np.where(x < 0, 0, x), x]


# relu_backward


def _alike(dout, x):
    if np.shape(dout) != np.shape(x):
        raise ValueError(f"{np.shape(dout)} and {np.shape(x)}")


@alternative("relu_backward", note="times a mask", source="own")
def relu_back_by_mask(dout, cache):
    _alike(dout, cache)
    return dout * (cache > 0)


@alternative("relu_backward", note="in place on a copy", source="4.2f")
def relu_back_in_a_copy(dout, cache):
    _alike(dout, cache)
    dx = dout.copy()
    dx[cache < 0] = 0
    return dx


@alternative("relu_backward", note="by the sign of the rectified input, and half of dout at the corner", source="4.1g")
def relu_back_by_heaviside(dout, cache):
    _alike(dout, cache)
    return np.heaviside(cache, 0.5) * dout


@alternative("relu_backward", note="number by number", source="own")
def relu_back_by_loop(dout, cache):
    _alike(dout, cache)
    return np.array([slope if number > 0 else 0 for slope, number in zip(dout.flat, cache.flat, strict=True)]).reshape(cache.shape)


# numerical_gradient


@alternative("numerical_gradient", note="a unit vector for each entry, and a fresh array for each probe", source="own")
def gradient_by_unit_vectors(f, x, h=1e-5):
    x = np.asarray(x)
    nudges = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges], x.shape)


@alternative("numerical_gradient", note="in place, with the number itself put back", source="own")
def gradient_in_place(f, x, h=1e-5):
    if x.dtype.kind != "f":
        x = x.astype(float)
    slopes = np.empty(x.shape)
    walk = np.nditer(x, flags=["multi_index"])
    for _ in walk:
        place = walk.multi_index
        here = x[place]
        x[place] = here + h
        slopes[place] = f(x)
        x[place] = here - h
        slopes[place] -= f(x)
        x[place] = here
    return slopes / 2 / h


@alternative("numerical_gradient", note="over a flat copy, nested lists come back", source="own")
def gradient_flat_and_back(f, x, h=1e-5):
    flat = np.array(x, dtype=float).ravel()
    slopes = []
    for place in range(flat.size):
        ends = []
        for way in (h, -h):
            probe = flat.copy()
            probe[place] += way
            ends.append(f(probe.reshape(x.shape)))
        slopes.append((ends[0] - ends[1]) / (2 * h))
    return np.array(slopes).reshape(x.shape).tolist()


@alternative("numerical_gradient", note="the mean of a forward and a backward difference", source="4.5a")
def gradient_as_a_mean(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    here, slopes = f(x), np.zeros(x.shape)
    for place in itertools.product(*map(range, x.shape)):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = ((f(up) - here) / h + (here - f(down)) / h) / 2
    return slopes


# TwoLayerNet


def _refuse(X, y, num_classes):
    if len(X) == 0:
        raise ValueError(f"no samples: {X.shape}")
    wrong = [label for label in y if label not in range(num_classes)]
    if wrong:
        raise ValueError(f"labels {wrong}")


@alternative("TwoLayerNet", note="one sample after the other, with np.outer, and slopes added up", source="4.3o")
class net_by_samples:
    def __init__(self, input_size, hidden_size, num_classes, rng):
        self.params = {
            "b1": np.zeros(hidden_size),
            "W1": rng.uniform(-0.5, 0.5, (input_size, hidden_size)),
            "b2": np.zeros(num_classes),
            "W2": rng.uniform(-0.5, 0.5, (hidden_size, num_classes)),
        }

    def forward(self, x):
        before = [x @ column + b for column, b in zip(self.params["W1"].T, self.params["b1"], strict=True)]
        hidden = [max(number, 0.0) for number in before]
        return before, hidden, hidden @ self.params["W2"] + self.params["b2"]

    def loss(self, X, y):
        _refuse(X, y, len(self.params["b2"]))
        total, grads = 0.0, {name: np.zeros(value.shape) for name, value in self.params.items()}
        for x, label in zip(X, y, strict=True):
            before, hidden, scores = self.forward(x)
            log_probs = scores - np.logaddexp.reduce(scores)
            total -= log_probs[label]
            error = np.exp(log_probs)
            error[label] -= 1
            behind = [slope if number > 0 else 0 for slope, number in zip(self.params["W2"] @ error, before, strict=True)]
            grads["W2"] += np.outer(hidden, error)
            grads["b2"] += error
            grads["W1"] += np.outer(x, behind)
            grads["b1"] += behind
        return total / len(X), {name: slope / len(X) for name, slope in grads.items()}

    def predict(self, X):
        return [int(np.argmax(self.forward(x)[2])) for x in X]


@alternative("TwoLayerNet", note="transposed throughout, predict reuses the forward pass, and it prints", source="4.4e")
class net_in_columns:
    def __init__(self, input_size, hidden_size, num_classes, rng):
        sizes = {"W1": (input_size, hidden_size), "W2": (hidden_size, num_classes)}
        self.params = {name: 0.01 * rng.standard_normal(size) for name, size in sizes.items()}
        self.params.update({name.replace("W", "b"): np.zeros(size[1]) for name, size in sizes.items()})

    def forward(self, X):
        p = self.params
        self.before = p["W1"].T @ X.T + p["b1"][:, np.newaxis]
        self.hidden = self.before.clip(min=0)
        return p["W2"].T @ self.hidden + p["b2"].reshape(-1, 1)

    def loss(self, X, y):
        scores = self.forward(X)
        _refuse(X, y, len(scores))
        print("one more batch of", len(X))  # noqa: T201 - what a submission prints does not count
        scores -= scores.max(axis=0)
        odds = np.exp(scores)
        total = odds.sum(axis=0)
        right = np.equal.outer(np.arange(len(scores)), y)
        error = (odds / total - right) / len(X)
        behind = np.where(self.before > 0, self.params["W2"] @ error, 0)
        grads = {"W2": self.hidden @ error.T, "W1": (behind @ X).T, "b1": behind @ np.ones(len(X)), "b2": error.sum(1)}
        return np.mean(np.log(total) - scores[right.nonzero()][np.argsort(right.nonzero()[1])]), grads

    def predict(self, X):
        return np.argmax(self.forward(X), 0)


class _Affine:
    """A layer that remembers its input; it looks its arrays up in the net's dict each time."""

    def __init__(self, params, number):
        self.params, self.w, self.b = params, f"W{number}", f"b{number}"

    def forward(self, x):
        self.x = x
        return x @ self.params()[self.w] + self.params()[self.b]

    def backward(self, dout):
        self.slopes = {self.w: self.x.T @ dout, self.b: dout.sum(axis=0)}
        return dout @ self.params()[self.w].T


@alternative("TwoLayerNet", note="layers as objects, the slopes collected from them", source="own")
class net_of_layers:
    def __init__(self, input_size, hidden_size, num_classes, rng):
        ends = input_size, hidden_size, num_classes
        self.params = {}
        for number, (fan_in, fan_out) in enumerate(itertools.pairwise(ends), start=1):
            self.params[f"W{number}"] = rng.normal(0, fan_in**-0.5, (fan_in, fan_out))
            self.params[f"b{number}"] = np.zeros(fan_out)
        self.layers = [_Affine(lambda: self.params, number) for number in (1, 2)]

    def loss(self, X, y):
        _refuse(X, y, len(self.params["b2"]))
        first, second = self.layers
        before = first.forward(X)
        scores = second.forward(np.maximum(0, before))
        one_hot = np.eye(scores.shape[1])[y]
        log_probs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        behind = second.backward((np.exp(log_probs) - one_hot) / len(X))
        first.backward(behind * (before >= 0))
        # A chosen log-probability of 0 times minus infinity cannot occur: log_probs are finite.
        return -np.sum(one_hot * log_probs) / len(X), {**first.slopes, **second.slopes}

    def predict(self, X):
        scores = self.layers[1].forward(np.maximum(0, self.layers[0].forward(X)))
        return np.argsort(scores, axis=1)[:, -1]


@alternative("TwoLayerNet", note="the bias as a row of ones beside the data, slopes taken apart again", source="4.3m")
class net_homogeneous:
    def __init__(self, input_size, hidden_size, num_classes, rng):
        draw = rng.normal
        self.params = {"W1": draw(size=(input_size, hidden_size)), "W2": draw(size=(hidden_size, num_classes))}
        self.params |= {"b1": np.zeros(hidden_size), "b2": np.zeros(num_classes)}

    def both(self):
        return (np.vstack([self.params[f"W{layer}"], self.params[f"b{layer}"]]) for layer in (1, 2))

    def loss(self, X, y):
        _refuse(X, y, len(self.params["b2"]))
        first, second = self.both()
        ones = np.ones((len(X), 1))
        X = np.hstack([X, ones])
        before = X @ first
        hidden = np.hstack([np.maximum(before, 0), ones])
        scores = hidden @ second
        scores = scores - scores[np.arange(len(y)), y][:, np.newaxis]
        largest = scores.max(axis=1)
        odds = np.exp(scores - largest[:, np.newaxis])
        loss = (largest + np.log(odds.sum(axis=1))).mean()
        error = odds / odds.sum(axis=1, keepdims=True)
        error[np.arange(len(y)), y] -= 1
        error /= len(y)
        behind = (error @ second[:-1].T) * np.sign(np.maximum(before, 0))
        dfirst, dsecond = X.T @ behind, hidden.T @ error
        return np.array(loss), {"W1": dfirst[:-1], "b1": dfirst[-1], "W2": dsecond[:-1], "b2": dsecond[-1]}

    def predict(self, X):
        hidden = np.maximum(X @ self.params["W1"] + self.params["b1"], 0)
        odds = hidden @ self.params["W2"] + self.params["b2"]
        return (odds == odds.max(axis=1, keepdims=True)).argmax(axis=1)


# train


@alternative("train", note="in place, by -= on the arrays", source="own")
def train_in_place(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        for name, slope in grads.items():
            net.params[name] -= learn_rate * slope
        losses.append(float(loss))
    return losses


@alternative("train", note="a whole new dict in each epoch, an array of losses", source="own")
def train_with_new_dicts(net, X, y, learn_rate, num_epochs):
    losses = np.zeros(num_epochs)
    for epoch in range(num_epochs):
        losses[epoch], grads = net.loss(X, y)
        net.params = {name: np.subtract(value, learn_rate * grads[name]) for name, value in net.params.items()}
    return losses


@alternative("train", note="recursion, one epoch at a time", source="own")
def train_recursive(net, X, y, learn_rate, num_epochs):
    if not num_epochs:
        return []
    loss, grads = net.loss(X, y)
    net.params.update({name: net.params[name] + -learn_rate * slope for name, slope in grads.items()})
    return [loss, *train_recursive(net, X, y, learn_rate, num_epochs - 1)]


@alternative("train", note="shuffles copies, asks for predictions on the way, and prints", source="4.4e")
def train_chatty(net, X, y, learn_rate, num_epochs):
    losses = ()
    for epoch in range(num_epochs):
        order = np.random.default_rng(epoch).permutation(len(X))
        loss, grads = net.loss(X[order], y[order])
        print(epoch, loss, np.mean(net.predict(X) == y))  # noqa: T201 - what a submission prints does not count
        losses = (*losses, loss)
        for name in sorted(grads):
            net.params[name][...] = net.params[name] - learn_rate * grads[name]
    return losses


@alternative("train", note="pairs of arrays, changed through their names", source="own")
def train_by_pairs(net, X, y, learn_rate, num_epochs):
    losses = []
    while len(losses) < num_epochs:
        loss, grads = net.loss(X, y)
        losses += [loss]
        for name, value in list(net.params.items()):
            step = np.multiply(grads[name], learn_rate)
            net.params[name] = value - step
    return losses


# Value


@alternative("Value", note="each value keeps a closure that hands its slope on; the order comes from a stack", source="4.11a")
class ValueOfClosures:
    def __init__(self, data, *sources):
        self.data = data
        self.grad = 0
        self.sources = sources
        self.hand_on = None

    @staticmethod
    def of(thing):
        return thing if isinstance(thing, ValueOfClosures) else ValueOfClosures(thing)

    def __add__(self, other):
        other = self.of(other)
        total = ValueOfClosures(self.data + other.data, self, other)

        def share():
            self.grad += total.grad
            other.grad += total.grad

        total.hand_on = share
        return total

    def __mul__(self, other):
        other = self.of(other)
        product = ValueOfClosures(self.data * other.data, self, other)

        def share():
            self.grad += product.grad * other.data
            other.grad += product.grad * self.data

        product.hand_on = share
        return product

    def bent(self, data, slope):
        result = ValueOfClosures(data, self)

        def share():
            self.grad += result.grad * slope

        result.hand_on = share
        return result

    def __pow__(self, exponent):
        return self.bent(self.data**exponent, exponent * self.data ** (exponent - 1))

    def tanh(self):
        return self.bent(math.tanh(self.data), math.cosh(min(abs(self.data), 300)) ** -2)

    def exp(self):
        return self.bent(math.exp(self.data), math.exp(self.data))

    def relu(self):
        return self.bent(max(self.data, 0), self.data >= 0)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        order, stack, done = [], [(self, False)], set()
        while stack:
            value, is_left = stack.pop()
            if is_left:
                order.append(value)
            elif value not in done:
                done.add(value)
                stack.append((value, True))
                stack += [(source, False) for source in value.sources]
        for value in order:
            value.grad = 0
        self.grad = 1
        for value in order[::-1]:
            if value.hand_on:
                value.hand_on()


_TAPE = []


@alternative("Value", note="one tape for all: every operation is written down, and read backwards", source="4.11b")
class ValueOnTape:
    def __init__(self, data, slopes=()):
        self.data, self.grad, self.slopes = data, 0.0, slopes
        _TAPE.append(self)

    @staticmethod
    def of(thing):
        return thing if isinstance(thing, ValueOnTape) else ValueOnTape(float(thing))

    def __add__(self, other):
        other = self.of(other)
        return ValueOnTape(self.data + other.data, [(self, 1), (other, 1)])

    def __sub__(self, other):
        other = self.of(other)
        return ValueOnTape(self.data - other.data, [(self, 1), (other, -1)])

    def __mul__(self, other):
        other = self.of(other)
        return ValueOnTape(self.data * other.data, [(self, other.data), (other, self.data)])

    def __truediv__(self, other):
        other = self.of(other)
        quotient = self.data / other.data
        return ValueOnTape(quotient, [(self, 1 / other.data), (other, -quotient / other.data)])

    def __pow__(self, n):
        return ValueOnTape(self.data**n, [(self, n * self.data ** (n - 1))])

    def __neg__(self):
        return ValueOnTape(-self.data, [(self, -1)])

    def __radd__(self, other):
        return self.of(other) + self

    def __rsub__(self, other):
        return self.of(other) - self

    def __rmul__(self, other):
        return self.of(other) * self

    def __rtruediv__(self, other):
        return self.of(other) / self

    def tanh(self):
        return ValueOnTape(np.tanh(self.data), [(self, 1 / np.cosh(self.data) ** 2)])

    def exp(self):
        result = np.exp(self.data)
        return ValueOnTape(result, [(self, result)])

    def relu(self):
        return ValueOnTape(self.data * (self.data > 0), [(self, self.data > 0)])

    def backward(self):
        for value in _TAPE:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(_TAPE):
            for source, slope in value.slopes:
                source.grad += slope * value.grad


@alternative("Value", note="every road walked from the result to each source, one share at a time", source="4.11b")
class ValueOfRoads:
    def __init__(self, data, *roads):
        self.data, self.grad, self.roads = data, 0.0, roads

    def combined(self, other, data, mine, others):
        return ValueOfRoads(data, (self, mine), (other, others))

    def lifted(self, other):
        return other if isinstance(other, type(self)) else ValueOfRoads(other)

    def __add__(self, other):
        other = self.lifted(other)
        return self.combined(other, self.data + other.data, 1.0, 1.0)

    def __mul__(self, other):
        other = self.lifted(other)
        return self.combined(other, self.data * other.data, other.data, self.data)

    def __pow__(self, n):
        return ValueOfRoads(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return 0 - self

    def __sub__(self, other):
        other = self.lifted(other)
        return self.combined(other, self.data - other.data, 1.0, -1.0)

    def __truediv__(self, other):
        return self * self.lifted(other) ** -1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.lifted(other) - self

    def __rtruediv__(self, other):
        return self.lifted(other) / self

    def tanh(self):
        t = math.copysign(1 - 2 / (math.exp(2 * min(abs(self.data), 300.0)) + 1), self.data)
        return ValueOfRoads(t, (self, (1 - t) * (1 + t)))

    def exp(self):
        return ValueOfRoads(math.e**self.data, (self, math.e**self.data))

    def relu(self):
        return ValueOfRoads(self.data, (self, 1)) if self.data > 0 else ValueOfRoads(0)

    def forget(self):
        self.grad = 0.0
        for source, _ in self.roads:
            source.forget()

    def walk(self, share):
        self.grad += share
        for source, slope in self.roads:
            source.walk(share * slope)

    def backward(self):
        self.forget()
        self.walk(1.0)


@alternative("Value", note="counts the users of each value, and hands on when the last has spoken; NumPy numbers inside", source="4.11b")
class ValueOfCounts:
    def __init__(self, data):
        self.data = np.float64(data)
        self.grad = np.zeros(())
        self.sources = []

    @classmethod
    def made(cls, data, *sources):
        result = cls(data)
        result.sources = list(sources)
        return result

    def _with(self, other):
        return other if isinstance(other, ValueOfCounts) else ValueOfCounts(other)

    def __add__(self, other):
        other = self._with(other)
        return self.made(self.data + other.data, (self, 1), (other, 1))

    def __mul__(self, other):
        other = self._with(other)
        return self.made(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, exponent):
        return self.made(self.data**exponent, (self, exponent * self.data ** (exponent - 1.0)))

    def __neg__(self):
        return self.made(-self.data, (self, -1))

    def __sub__(self, other):
        return self + -self._with(other)

    def __truediv__(self, other):
        return self * self._with(other) ** -1

    def __radd__(self, other):
        return self._with(other) + self

    def __rmul__(self, other):
        return self._with(other) * self

    def __rsub__(self, other):
        return self._with(other) - self

    def __rtruediv__(self, other):
        return self._with(other) / self

    def tanh(self):
        t = np.tanh(self.data)
        return self.made(t, (self, 1 - t * t))

    def exp(self):
        return self.made(np.exp(self.data), (self, np.exp(self.data)))

    def relu(self):
        return self.made(np.maximum(self.data, 0), (self, np.heaviside(self.data, 1)))

    def backward(self):
        users, found = {id(self): 0}, [self]
        for value in found:
            value.grad = np.zeros(())
            for source, _ in value.sources:
                if id(source) not in users:
                    users[id(source)] = 0
                    found.append(source)
                users[id(source)] += 1
        self.grad = np.ones(())
        ready = [self]
        while ready:
            value = ready.pop()
            for source, slope in value.sources:
                source.grad = source.grad + slope * value.grad
                users[id(source)] -= 1
                if users[id(source)] == 0:
                    ready.append(source)

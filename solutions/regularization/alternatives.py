"""Unusual but right regularization: the suite must give every one of these full points."""

import itertools
import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from nngrade.suite import alternative


def refuse(lam):
    """The refusal that all four penalties owe."""
    if lam < 0:
        raise ValueError("lam must not be negative: " + repr(lam))


def numbers_in(w):
    """All the numbers of a nested thing, one after the other."""
    if np.ndim(w) == 0:
        yield float(w)
    else:
        for part in w:
            yield from numbers_in(part)


def mapped(change, w):
    """The same nested lists with every number changed."""
    return change(float(w)) if np.ndim(w) == 0 else [mapped(change, part) for part in w]


# l1_penalty


@alternative("l1_penalty", note="loops in plain Python", source="own")
def l1_penalty_by_loops(w, lam):
    refuse(lam)
    return lam * math.fsum(abs(weight) for weight in numbers_in(w))


@alternative("l1_penalty", note="each weight times its sign", source="own")
def l1_penalty_by_signs(w, lam):
    refuse(lam)
    flat = np.ravel(w)
    return np.sign(flat) @ (lam * flat)


@alternative("l1_penalty", note="the roots of the squares, in float32; an array without axes comes back", source="own")
def l1_penalty_by_roots(w, lam):
    refuse(lam)
    return np.asarray(lam * np.sqrt(np.square(np.asarray(w, dtype=np.float32))).sum())


@alternative("l1_penalty", note="np.linalg.norm of the flattened weights", source="own")
def l1_penalty_by_norm(w, lam):
    refuse(lam)
    return lam * np.linalg.norm(np.ravel(w), 1)


@alternative("l1_penalty", note="in place, on a copy of its own", source="own")
def l1_penalty_in_a_copy(w, lam):
    refuse(lam)
    sizes = np.array(w, dtype=float)
    sizes[sizes < 0] *= -1
    sizes *= lam
    return sizes.sum()


@alternative("l1_penalty", note="the larger of each weight and its negative", source="own")
def l1_penalty_by_maximum(w, lam):
    refuse(lam)
    weights = np.array(w, dtype=float)
    return float(np.einsum("i->", np.maximum(weights, -weights).reshape(-1)) * lam)


# l1_gradient


@alternative("l1_gradient", note="two comparisons, subtracted", source="own")
def l1_gradient_by_comparison(w, lam):
    refuse(lam)
    weights = np.asarray(w)
    return lam * ((weights > 0).astype(float) - (weights < 0))


@alternative("l1_gradient", note="loops in plain Python; nested lists come back", source="own")
def l1_gradient_by_loops(w, lam):
    refuse(lam)
    return mapped(lambda weight: lam if weight > 0 else -lam if weight < 0 else 0, w)


@alternative("l1_gradient", note="each weight over its size, with care at 0", source="own")
def l1_gradient_by_division(w, lam):
    refuse(lam)
    weights = np.asarray(w, dtype=float)
    sizes = np.abs(weights)
    return lam * weights / np.where(sizes == 0, 1, sizes)


@alternative("l1_gradient", note="lam with the sign of the weight, set to 0 where the weight is 0", source="own")
def l1_gradient_by_copysign(w, lam):
    refuse(lam)
    weights = np.asarray(w, dtype=float)
    slopes = np.copysign(lam, weights)
    slopes[weights == 0] = 0
    return slopes


@alternative("l1_gradient", note="the signs of a table of three, looked up", source="own")
def l1_gradient_by_select(w, lam):
    refuse(lam)
    weights = np.asarray(w)
    return np.select([weights < 0, weights > 0], [-lam, lam], default=0.0)


# l2_penalty


@alternative("l2_penalty", note="the flattened weights times themselves", source="own")
def l2_penalty_by_dot(w, lam):
    refuse(lam)
    flat = np.asarray(w, dtype=float).ravel()
    return lam * (flat @ flat)


@alternative("l2_penalty", note="the square of np.linalg.norm, which for any shape is the length", source="own")
def l2_penalty_by_norm(w, lam):
    refuse(lam)
    return lam * np.linalg.norm(w) ** 2


@alternative("l2_penalty", note="loops in plain Python", source="own")
def l2_penalty_by_loops(w, lam):
    refuse(lam)
    total = 0.0
    for weight in numbers_in(w):
        total += weight * weight
    return total * lam


@alternative("l2_penalty", note="the root of lam goes into the weights first", source="own")
def l2_penalty_of_scaled_weights(w, lam):
    refuse(lam)
    return np.sum((np.sqrt(lam) * np.asarray(w)) ** 2)


@alternative("l2_penalty", note="the mean times the number of weights", source="own")
def l2_penalty_by_mean(w, lam):
    refuse(lam)
    return lam * np.mean(np.square(w, dtype=float)) * np.size(w)


@alternative("l2_penalty", note="the trace of the product with its transpose", source="own")
def l2_penalty_by_trace(w, lam):
    refuse(lam)
    rows = np.reshape(w, (len(w), -1))
    return lam * np.trace(rows @ rows.T)


# l2_gradient


@alternative("l2_gradient", note="w + w in place of 2 * w", source="4.6e")
def l2_gradient_by_sum(w, lam):
    refuse(lam)
    weights = np.array(w, dtype=float)
    weights += weights
    weights *= lam
    return weights


@alternative("l2_gradient", note="loops in plain Python; nested lists come back", source="own")
def l2_gradient_by_loops(w, lam):
    refuse(lam)
    return mapped(lambda weight: weight * lam * 2, w)


@alternative("l2_gradient", note="differences of the penalty, one weight at a time", source="own")
def l2_gradient_by_differences(w, lam):
    refuse(lam)
    weights = np.array(w, dtype=float)
    slopes = np.empty_like(weights)
    for place in np.ndindex(weights.shape):
        # The difference of two squares a whole step apart is exact.
        slopes[place] = lam * ((weights[place] + 1) ** 2 - (weights[place] - 1) ** 2) / 2
    return slopes


@alternative("l2_gradient", note="float32 throughout", source="own")
def l2_gradient_in_single_precision(w, lam):
    refuse(lam)
    return np.float32(2 * lam) * np.asarray(w, dtype=np.float32)


@alternative("l2_gradient", note="half of it from each of the two factors of the square", source="own")
def l2_gradient_by_product_rule(w, lam):
    refuse(lam)
    first = np.multiply(lam, w)
    return np.add(first, first)


# dropout_forward


def refuse_chance(p):
    """The refusal that dropout owes."""
    if p >= 1 or p < 0:
        raise ValueError(f"{p} cannot be a chance to drop")


@alternative("dropout_forward", note="draws the kept ones with rng.binomial", source="own")
def dropout_by_binomial(x, p, train, rng):
    refuse_chance(p)
    keep = 1 - p
    mask = rng.binomial(1, keep, size=np.shape(x)) / keep if train else np.ones(np.shape(x))
    return np.asarray(x) * mask, mask


@alternative("dropout_forward", note="keeps what is drawn below 1 - p", source="4.7c")
def dropout_below_keep(x, p, train, rng):
    refuse_chance(p)
    x = np.array(x, dtype=float)
    mask = np.ones(x.shape)
    if train:
        mask = (rng.uniform(0, 1, x.shape) < 1 - p) / (1 - p)
    return np.multiply(x, mask), mask


@alternative("dropout_forward", note="picks 0 or the factor with rng.choice", source="own")
def dropout_by_choice(x, p, train, rng):
    refuse_chance(p)
    x = np.asarray(x, dtype=float)
    mask = rng.choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p]) if train else np.ones_like(x)
    return x * mask, mask


@alternative("dropout_forward", note="writes in place, in copies of its own", source="own")
def dropout_in_a_copy(x, p, train, rng):
    refuse_chance(p)
    out, mask = np.array(x, dtype=float), np.ones(np.shape(x))
    if not train:
        return out, mask
    is_dropped = rng.random(out.shape) < p
    mask /= 1 - p
    out /= 1 - p
    out[is_dropped] = 0
    mask[is_dropped] = 0
    return out, mask


@alternative("dropout_forward", note="tosses the coins one by one, in plain Python", source="own")
def dropout_coin_by_coin(x, p, train, rng):
    refuse_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    mask = np.array([0.0 if rng.random() < p else 1 / (1 - p) for _ in range(x.size)]).reshape(x.shape)
    return x * mask, mask


@alternative("dropout_forward", note="draws in float32, and gives a list of two", source="own")
def dropout_in_single_precision(x, p, train, rng):
    refuse_chance(p)
    x = np.asarray(x, dtype=np.float32)
    if not train:
        return [x, np.ones(x.shape, dtype=bool)]
    mask = np.where(rng.random(x.shape, dtype=np.float32) < p, 0, np.float32(1 / (1 - p)))
    return [x * mask, mask]


@alternative("dropout_forward", note="the angles of pairs of normal numbers are spread evenly", source="own")
def dropout_by_angles(x, p, train, rng):
    refuse_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    # The angle of a pair of normal numbers is spread evenly.
    turns = np.arctan2(rng.standard_normal(x.shape), rng.standard_normal(x.shape)) / (2 * np.pi) + 0.5
    mask = (turns > p).astype(float) if p > 0 else np.ones(x.shape)
    mask /= 1 - p
    return x * mask, mask


@alternative("dropout_forward", note="draws whole numbers and compares them with a share of their range", source="own")
def dropout_by_whole_numbers(x, p, train, rng):
    refuse_chance(p)
    x = np.asarray(x, dtype=float)
    steps = 2**40
    mask = (rng.integers(steps, size=x.shape) >= p * steps) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask


@alternative("dropout_forward", note="draws from a child of the generator", source="own")
def dropout_by_a_child(x, p, train, rng):
    refuse_chance(p)
    x = np.asarray(x, dtype=float)
    (child,) = rng.spawn(1)
    is_dropped = np.logical_and(train, child.random(x.shape[::-1]).T < p)
    mask = np.where(is_dropped, 0, 1 / (1 - p) if train else 1)
    return np.where(is_dropped, 0, x * mask), mask


@alternative("dropout_forward", note="waits for the next drop, instead of tossing for each unit", source="own")
def dropout_by_gaps(x, p, train, rng):
    refuse_chance(p)
    x = np.array(x, dtype=float)
    mask = np.full(x.size, 1 / (1 - p) if train else 1.0)
    if train and p > 0:
        drops = np.cumsum(rng.geometric(p, size=x.size)) - 1
        mask[drops[drops < x.size]] = 0
    mask = mask.reshape(x.shape)
    return x * mask, mask


# dropout_backward


def refuse_shapes(dout, mask):
    """The refusal that the way back owes."""
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)} is not {np.shape(mask)}")


@alternative("dropout_backward", note="loops over the numbers; nested lists come back", source="own")
def backward_by_loops(dout, mask):
    refuse_shapes(dout, mask)

    def together(one, other):
        return float(one) * float(other) if np.ndim(one) == 0 else [together(*pair) for pair in zip(one, other, strict=True)]

    return together(dout, mask)


@alternative("dropout_backward", note="sets the blocked ones to 0 in a copy, then scales the others", source="own")
def backward_in_a_copy(dout, mask):
    refuse_shapes(dout, mask)
    back, mask = np.array(dout, dtype=float), np.asarray(mask, dtype=float)
    back[mask == 0] = 0
    back *= mask.max()
    return back


@alternative("dropout_backward", note="einsum", source="own")
def backward_by_einsum(dout, mask):
    refuse_shapes(dout, mask)
    return np.einsum("...,...->...", np.asarray(dout, dtype=float), np.asarray(mask, dtype=float))


@alternative("dropout_backward", note="a diagonal Jacobian times the flattened gradient", source="own")
def backward_by_jacobian(dout, mask):
    refuse_shapes(dout, mask)
    return (np.diag(np.ravel(mask)) @ np.ravel(dout)).reshape(np.shape(dout))


# EarlyStopping


def refuse_rules(patience, min_delta):
    """The refusals that early stopping owes."""
    if patience < 1:
        raise ValueError(f"patience of {patience}")
    if min_delta < 0:
        raise ValueError(f"min_delta of {min_delta}")


@alternative("EarlyStopping", note="counts the epochs since the best one, and has no counter of bad epochs", source="own")
class stopping_by_distance:
    def __init__(self, patience, min_delta=0.0):
        refuse_rules(patience, min_delta)
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.epoch = float("inf"), None, -1

    def step(self, val_loss):
        self.epoch += 1
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss, self.best_epoch = val_loss, self.epoch
        since = -1 if self.best_epoch is None else self.best_epoch
        return self.epoch - since >= self.patience


@alternative("EarlyStopping", note="keeps every loss and works everything out anew", source="own")
class stopping_from_history:
    def __init__(self, patience, min_delta=0.0):
        refuse_rules(patience, min_delta)
        self.patience, self.min_delta = patience, min_delta
        self.losses = []

    def _improvements(self):
        best = np.inf
        for epoch, loss in enumerate(self.losses):
            if loss < best - self.min_delta:
                best = loss
                yield epoch, loss

    @property
    def best_loss(self):
        return min((loss for _, loss in self._improvements()), default=np.inf)

    @property
    def best_epoch(self):
        return max((epoch for epoch, _ in self._improvements()), default=None)

    def step(self, val_loss):
        self.losses.append(val_loss)
        last = self.best_epoch
        return len(self.losses) - (0 if last is None else last + 1) >= self.patience


@alternative("EarlyStopping", note="a dataclass that counts its patience down; NumPy truth values come back", source="own")
@dataclass
class stopping_as_dataclass:
    patience: int
    min_delta: float = 0.0
    best_loss: float = math.inf
    best_epoch: int | None = None
    _left: int = field(init=False, default=0)
    _epochs: itertools.count = field(init=False, default_factory=itertools.count)

    def __post_init__(self):
        refuse_rules(self.patience, self.min_delta)
        self._left = self.patience

    def step(self, val_loss):
        epoch = next(self._epochs)
        if val_loss + self.min_delta < self.best_loss:
            self.best_loss, self.best_epoch, self._left = float(val_loss), epoch, self.patience
        else:
            self._left -= 1
        return np.bool_(self._left <= 0)


@alternative("EarlyStopping", note="remembers the last verdicts in a deque; 0 and 1 come back", source="own")
class stopping_by_verdicts:
    __slots__ = ("best_epoch", "best_loss", "epochs", "min_delta", "verdicts")

    def __init__(self, patience, min_delta=0.0):
        refuse_rules(patience, min_delta)
        self.min_delta = min_delta
        self.verdicts = deque([True], maxlen=patience)
        if patience > 1:
            self.verdicts.extend([True] * (patience - 1))
        self.best_loss, self.best_epoch, self.epochs = np.float64("inf"), None, 0

    def step(self, val_loss):
        better = bool(val_loss < self.best_loss and not val_loss >= self.best_loss - self.min_delta)
        if better:
            self.best_loss, self.best_epoch = np.float64(val_loss), np.int64(self.epochs)
        self.verdicts.append(better)
        self.epochs += 1
        return int(not any(self.verdicts))


@alternative("EarlyStopping", note="stops from the first True on, and never says False again", source="own")
class stopping_for_good:
    def __init__(self, patience, min_delta=0.0):
        refuse_rules(patience, min_delta)
        self._rules = patience, min_delta
        self._is_over = False
        self._bad = self._epoch = 0
        self.best_loss, self.best_epoch = np.inf, None

    def step(self, val_loss):
        patience, min_delta = self._rules
        if not self._is_over:
            is_better = not np.isnan(val_loss) and val_loss < self.best_loss - min_delta
            self._bad = 0 if is_better else self._bad + 1
            if is_better:
                self.best_loss, self.best_epoch = val_loss, self._epoch
            self._epoch += 1
            self._is_over = self._bad == patience
        return self._is_over


@alternative("EarlyStopping", note="a generator that lives inside the object does the counting", source="own")
class stopping_by_generator:
    def __init__(self, patience, min_delta=0.0):
        refuse_rules(patience, min_delta)
        self.best_loss, self.best_epoch = np.inf, None
        self._watch = self._watching(patience, min_delta)
        next(self._watch)

    def _watching(self, patience, min_delta):
        answer, left = False, patience
        for epoch in itertools.count():
            loss = yield answer
            left = patience if self.best_loss - loss > min_delta else left - 1
            if left == patience:
                self.best_loss, self.best_epoch = loss, epoch
            answer = left < 1

    def step(self, val_loss):
        return self._watch.send(val_loss)


@alternative("EarlyStopping", note="a list of the losses that can also say when to stop", source="own")
class stopping_as_a_list(list):
    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError(f"patience {patience}, min_delta {min_delta}")
        super().__init__()
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch = np.inf, None

    def step(self, val_loss):
        if val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = val_loss, len(self)
        self.append(val_loss)
        return len(self) - (0 if self.best_epoch is None else self.best_epoch + 1) >= self.patience


# overfitting_epoch


def refuse_curves(train_errors, test_errors):
    """The refusals that this exercise owes."""
    if len(train_errors) != len(test_errors) or len(test_errors) == 0:
        raise ValueError(f"{len(train_errors)} training and {len(test_errors)} testing errors")


@alternative("overfitting_epoch", note="a loop that keeps the best so far", source="own")
def overfitting_by_loop(train_errors, test_errors):
    refuse_curves(train_errors, test_errors)
    best = 0
    for epoch, error in enumerate(test_errors):
        if error < test_errors[best]:
            best = epoch
    if best < len(test_errors) - 1:
        return best


@alternative("overfitting_epoch", note="the place of the minimum in a list", source="own")
def overfitting_by_index(train_errors, test_errors):
    refuse_curves(train_errors, test_errors)
    errors = list(test_errors)
    epoch = errors.index(min(errors))
    return epoch if errors[epoch + 1 :] else None


@alternative("overfitting_epoch", note="sorts pairs of error and epoch, in a list of its own", source="own")
def overfitting_by_sorting(train_errors, test_errors):
    refuse_curves(train_errors, test_errors)
    ranked = sorted((error, epoch) for epoch, error in enumerate(test_errors))
    _, epoch = ranked[0]
    return None if epoch + 1 == len(ranked) else epoch


@alternative("overfitting_epoch", note="goes backwards from the end; a NumPy integer comes back", source="own")
def overfitting_from_the_end(train_errors, test_errors):
    refuse_curves(train_errors, test_errors)
    lowest = np.minimum.accumulate(np.asarray(test_errors, dtype=float))
    epoch = np.searchsorted(-lowest, -lowest[-1])
    return epoch if epoch != len(lowest) - 1 else None


@alternative("overfitting_epoch", note="min with a key over the epochs, and a conditional expression", source="own")
def overfitting_by_key(train_errors, test_errors):
    refuse_curves(train_errors, test_errors)
    epochs = range(len(test_errors))
    lowest = min(epochs, key=test_errors.__getitem__)
    return None if lowest == epochs[-1] else lowest

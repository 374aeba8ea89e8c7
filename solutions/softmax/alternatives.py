"""Unusual but right implementations: every check must accept each of them."""

import math

import numpy as np

from nngrade.suite import alternative


def probabilities(x):
    """Softmax along the last axis, for what is right beyond it."""
    scores = np.asarray(x, dtype=float)
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def log_probabilities(x, axis):
    """log_softmax with the largest score added back to the log of the sum."""
    scores = np.asarray(x, dtype=float)
    largest = np.max(scores, axis=axis, keepdims=True)
    return scores - (largest + np.log(np.sum(np.exp(scores - largest), axis=axis, keepdims=True)))


# --- softmax ---------------------------------------------------------------------------------------------------------


@alternative("softmax", note="gives plain nested lists back", source="2.1n")
def softmax_as_lists(x, axis=-1):
    scores = np.asarray(x, dtype=float)
    exponentials = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return (exponentials / exponentials.sum(axis=axis, keepdims=True)).tolist()


@alternative("softmax", note="turns the axis to the front, normalises over axis 0, turns it back", source="2.1o")
def softmax_through_the_transpose(x, axis=-1):
    turned = np.swapaxes(np.array(x, dtype=float), 0, axis)
    exponentials = np.exp(turned - turned.max(axis=0))
    return np.swapaxes(exponentials / exponentials.sum(axis=0), 0, axis)


@alternative("softmax", note="takes exp once, of the score less the log of the sum", source="2.1p")
def softmax_through_the_log(x, axis=-1):
    scores = np.asarray(x, dtype=float)
    shifted = scores - scores.max(axis=axis, keepdims=True)
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True)))


@alternative("softmax", note="lets logaddexp do the shifting")
def softmax_through_logaddexp(x, axis=-1):
    return np.exp(x - np.logaddexp.reduce(np.asarray(x, dtype=float), axis=axis, keepdims=True))


@alternative("softmax", note="works in place, on a copy of its own")
def softmax_in_place_on_a_copy(x, axis=-1):
    scores = np.array(x, dtype=float)
    scores -= np.expand_dims(scores.max(axis=axis), axis)
    np.exp(scores, out=scores)
    scores /= np.expand_dims(scores.sum(axis=axis), axis)
    return scores


@alternative("softmax", note="rounds the result to float32")
def softmax_in_single_precision(x, axis=-1):
    scores = np.asarray(x, dtype=np.float32)
    exponentials = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@alternative("softmax", note="a loop in plain Python, one vector at a time")
def softmax_by_loops(x, axis=-1):
    def of_a_vector(scores):
        largest = max(scores)
        exponentials = [math.exp(score - largest) for score in scores]
        return [exponential / math.fsum(exponentials) for exponential in exponentials]

    return np.apply_along_axis(of_a_vector, axis, np.asarray(x, dtype=float))


@alternative("softmax", note="one over the sum of exp(x_j - x_i): an overflow to infinity gives the right 0")
def softmax_by_differences(x, axis=-1):
    scores = np.moveaxis(np.asarray(x, dtype=float), axis, -1)
    with np.errstate(over="ignore"):
        odds = np.exp(scores[..., None, :] - scores[..., :, None])
    return np.moveaxis(1 / odds.sum(axis=-1), -1, axis)


@alternative("softmax", note="one pass that rescales its running sum whenever a larger score comes")
def softmax_with_a_running_maximum(x, axis=-1):
    slices = np.moveaxis(np.asarray(x, dtype=float), axis, 0)
    largest = slices[0]
    total = np.ones_like(largest)
    for scores in slices[1:]:
        larger = np.maximum(largest, scores)
        total = total * np.exp(largest - larger) + np.exp(scores - larger)
        largest = larger
    return np.moveaxis(np.exp(slices - largest) / total, 0, axis)


@alternative("softmax", note="works in long doubles")
def softmax_in_long_doubles(x, axis=-1):
    scores = np.asarray(x, dtype=np.longdouble)
    exponentials = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return (exponentials / np.add.reduce(exponentials, axis=axis, keepdims=True)).astype(float)


# --- log_softmax -----------------------------------------------------------------------------------------------------


@alternative("log_softmax", note="adds the largest score back to the log of the sum")
def log_softmax_adds_the_maximum_back(x, axis=-1):
    return log_probabilities(x, axis)


@alternative("log_softmax", note="lets logaddexp do the shifting")
def log_softmax_through_logaddexp(x, axis=-1):
    return x - np.logaddexp.reduce(np.asarray(x, dtype=float), axis=axis, keepdims=True)


@alternative("log_softmax", note="normalises twice: the second time changes nothing", source="2.2f")
def log_softmax_twice(x, axis=-1):
    return log_probabilities(log_probabilities(x, axis), axis)


@alternative("log_softmax", note="turns the axis to the front, works over axis 0, turns it back")
def log_softmax_through_the_transpose(x, axis=-1):
    turned = np.swapaxes(np.asarray(x, dtype=float), 0, axis)
    turned = turned - turned.max(axis=0)
    return np.swapaxes(turned - np.log(np.exp(turned).sum(axis=0)), 0, axis)


@alternative("log_softmax", note="a loop in plain Python; gives plain nested lists back")
def log_softmax_by_loops(x, axis=-1):
    def of_a_vector(scores):
        largest = max(scores)
        total = math.fsum(math.exp(score - largest) for score in scores)
        return [score - largest - math.log(total) for score in scores]

    return np.apply_along_axis(of_a_vector, axis, np.asarray(x, dtype=float)).tolist()


@alternative("log_softmax", note="minus the log of the sum of exp(x_j - x_i), for each i")
def log_softmax_by_differences(x, axis=-1):
    scores = np.moveaxis(np.asarray(x, dtype=float), axis, -1)
    differences = scores[..., None, :] - scores[..., :, None]
    return np.moveaxis(-np.logaddexp.reduce(differences, axis=-1), -1, axis)


@alternative("log_softmax", note="log1p of what the other classes add to the largest one's 1")
def log_softmax_through_log1p(x, axis=-1):
    ordered = np.sort(np.asarray(x, dtype=float), axis=axis)
    largest = np.take(ordered, [-1], axis=axis)
    others = np.delete(ordered, -1, axis=axis)
    return x - largest - np.log1p(np.exp(others - largest).sum(axis=axis, keepdims=True))


@alternative("log_softmax", note="works in float32 throughout")
def log_softmax_in_single_precision(x, axis=-1):
    scores = np.array(x, dtype=np.float32)
    scores -= scores.max(axis=axis, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=axis, keepdims=True))


# --- one_hot ---------------------------------------------------------------------------------------------------------


@alternative("one_hot", note="picks rows of the identity matrix", source="2.3j")
def one_hot_from_the_identity(labels, num_classes):
    for label in labels:
        if not 0 <= label < num_classes:
            raise ValueError(f"no class {label}")
    return np.eye(num_classes)[labels]


@alternative("one_hot", note="compares with every class number; gives booleans", source="2.3k")
def one_hot_by_comparison(labels, num_classes):
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError(f"labels {labels} do not all lie in 0..{num_classes - 1}")
    return labels[:, None] == np.arange(num_classes)


@alternative("one_hot", note="nested lists, built by a comprehension")
def one_hot_by_loops(labels, num_classes):
    rows = [[1 if column == label else 0 for column in range(num_classes)] for label in labels]
    for label, row in zip(labels, rows, strict=True):
        if sum(row) != 1:
            raise ValueError(f"label {label} has no column")
    return rows


@alternative("one_hot", note="put_along_axis into whole numbers", source="2.3j")
def one_hot_with_put_along_axis(labels, num_classes):
    labels = np.array(labels)
    bad = sorted(set(labels.tolist()) - set(range(num_classes)))
    if bad:
        raise ValueError("out of range: " + ", ".join(map(str, bad)))
    encoded = np.zeros((labels.size, num_classes), dtype=int)
    np.put_along_axis(encoded, labels[:, None], 1, axis=1)
    return encoded


@alternative("one_hot", note="positions in the flat array, float32", source="2.3k")
def one_hot_in_the_flat_array(labels, num_classes):
    for place, label in enumerate(labels):
        if label not in range(num_classes):
            raise ValueError(f"labels[{place}] is {label}")
    encoded = np.zeros(len(labels) * num_classes, dtype=np.float32)
    encoded[np.arange(len(labels)) * num_classes + np.asarray(labels)] = 1
    return encoded.reshape(len(labels), num_classes)


@alternative("one_hot", note="fills one row per class and turns the answer round")
def one_hot_through_the_transpose(labels, num_classes):
    labels = np.asarray(labels)
    rows = np.array([labels == number for number in range(num_classes)], dtype=float)
    if not rows.any(axis=0).all():
        raise ValueError(f"labels without a class: {labels[~rows.any(axis=0)].tolist()}")
    return rows.T


@alternative("one_hot", note="counts each label alone, with bincount, which refuses a negative label itself")
def one_hot_by_counting(labels, num_classes):
    for label in labels:
        if label < 0 or label > num_classes - 1:
            raise ValueError(label)
    return np.stack([np.bincount([label], minlength=num_classes) for label in labels])


# --- softmax_jacobian ------------------------------------------------------------------------------------------------


@alternative("softmax_jacobian", note="two loops; gives nested lists back")
def jacobian_by_loops(x):
    exponentials = [math.exp(score - max(x)) for score in x]
    p = [exponential / sum(exponentials) for exponential in exponentials]
    return [[p_i * (1 - p_i) if i == j else -p_i * p_j for j, p_j in enumerate(p)] for i, p_i in enumerate(p)]


@alternative("softmax_jacobian", note="a column times the identity less a row")
def jacobian_by_broadcasting(x):
    p = probabilities(x)
    return p[:, None] * (np.eye(len(p)) - p[None, :])


@alternative("softmax_jacobian", note="the product of a column vector and its transpose")
def jacobian_from_a_column(x):
    p = np.reshape(probabilities(x), (-1, 1))
    return np.diagflat(p) - p @ p.T


@alternative("softmax_jacobian", note="fills the outer product first and the diagonal afterwards")
def jacobian_with_its_diagonal_filled_in(x):
    p = probabilities(x)
    jacobian = np.multiply.outer(-p, p)
    np.fill_diagonal(jacobian, p - p**2)
    return jacobian


@alternative("softmax_jacobian", note="the covariance of one-hot rows that occur with these probabilities")
def jacobian_as_a_covariance(x):
    p = probabilities(x)
    # Of a single class np.cov gives a number; it is a matrix of one all the same.
    return np.cov(np.eye(len(p)), aweights=p, ddof=0).reshape(len(p), len(p))


@alternative("softmax_jacobian", note="an imaginary nudge to each score, exact to the last digit")
def jacobian_by_complex_steps(x):
    scores = np.asarray(x, dtype=float)
    nudged = scores - scores.max() + 1e-20j * np.eye(len(scores))
    exponentials = np.exp(nudged)
    return (exponentials / exponentials.sum(axis=1, keepdims=True)).imag.T / 1e-20


@alternative("softmax_jacobian", note="central differences with a short step")
def jacobian_by_central_differences(x):
    nudges = 1e-5 * np.eye(len(x))
    return (probabilities(x + nudges) - probabilities(x - nudges)).T / 2e-5


@alternative("softmax_jacobian", note="the slopes of log p, each row times its probability, in float32")
def jacobian_through_the_log_in_single_precision(x):
    p = probabilities(x).astype(np.float32)
    return p[:, None] * (np.identity(len(p), dtype=np.float32) - p)

"""Unusual but right implementations: every check must accept each of them."""

import functools
import math
import operator

import numpy as np

from nngrade.suite import alternative


def refuse_labels(y, allowed=(0, 1)):
    """Refuse a label that is none of the allowed ones."""
    for place, label in enumerate(y):
        if label not in allowed:
            raise ValueError(f"y[{place}] is {label}")


def same_length(y, p):
    """Refuse labels and probabilities that are not two vectors of one length."""
    if np.ndim(p) != 1 or len(y) != len(p):
        raise ValueError("shapes", np.shape(y), np.shape(p))


def one_label_a_row(rows, labels):
    """Refuse what is no batch: no rows, another number of labels, a label without a column."""
    rows = np.array(rows, dtype=float)
    if not len(rows) or len(rows) != len(labels):
        raise ValueError(f"{rows.shape} does not go with {len(labels)} labels")
    refuse_labels(labels, range(rows.shape[1]))
    return rows


def within(probability):
    """Clip one probability."""
    return min(max(probability, 1e-12), 1 - 1e-12)


# --- likelihood ------------------------------------------------------------------------------------------------------


@alternative("likelihood", note="powers: each point has p to the y times (1 - p) to the (1 - y)")
def likelihood_by_powers(y, p):
    refuse_labels(y)
    same_length(y, p)
    y, p = np.array(y), np.array(p)
    return np.prod(p**y * (1 - p) ** (1 - y))


@alternative("likelihood", note="a loop in plain Python")
def likelihood_by_a_loop(y, p):
    same_length(y, p)
    product = 1
    for label, probability in zip(y, p, strict=True):
        if label == 1:
            product *= probability
        elif label == 0:
            product *= 1 - probability
        else:
            raise ValueError(f"what is {label}?")
    return product


@alternative("likelihood", note="functools.reduce over a comprehension, an array without axes comes back")
def likelihood_by_reduce(y, p):
    same_length(y, p)
    if not set(np.unique(y).tolist()) <= {0, 1}:
        raise ValueError(f"labels {sorted(set(np.unique(y).tolist()))}")
    factors = [probability if label else 1 - probability for label, probability in zip(y, p, strict=True)]
    return np.array(functools.reduce(operator.mul, factors, 1.0))


@alternative("likelihood", note="exp of the sum of the logarithms, with the 0 in it")
def likelihood_through_logarithms(y, p):
    refuse_labels(y)
    same_length(y, p)
    y, p = np.asarray(y), np.asarray(p)
    with np.errstate(divide="ignore"):
        return np.exp(np.log(np.abs(1 - y - p)).sum())


@alternative("likelihood", note="two products, of the ones and of the zeros, in single precision")
def likelihood_in_two_groups(y, p):
    refuse_labels(y)
    same_length(y, p)
    y, p = np.asarray(y), np.asarray(p, dtype=np.float32)
    return p[y == 1].prod() * (1 - p[y == 0]).prod()


# --- log_likelihood --------------------------------------------------------------------------------------------------


@alternative("log_likelihood", note="both terms of the formula, for every point")
def log_likelihood_by_the_formula(y, p):
    refuse_labels(y)
    same_length(y, p)
    y, p = np.asarray(y), np.clip(np.float64(p), 1e-12, 1 - 1e-12)
    return (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()


@alternative("log_likelihood", note="a loop with math.log and an exact sum")
def log_likelihood_by_a_loop(y, p):
    same_length(y, p)
    refuse_labels(y)
    return math.fsum(math.log(within(probability if label else 1 - probability)) for label, probability in zip(y, p, strict=True))


@alternative("log_likelihood", note="adds 1e-12 inside the logarithm", source="3.2h")
def log_likelihood_of_a_bit_more(y, p):
    refuse_labels(y)
    same_length(y, p)
    y, p = np.asarray(y), np.asarray(p)
    return np.sum(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))


@alternative("log_likelihood", note="products of labels and logarithms as dot products, log1p for the zeros")
def log_likelihood_by_dot_products(y, p):
    refuse_labels(y)
    same_length(y, p)
    y, p = np.asarray(y, dtype=float), np.clip(np.asarray(p, dtype=float), 1e-12, 1 - 1e-12)
    return y @ np.log(p) + (1 - y) @ np.log1p(-p)


@alternative("log_likelihood", note="counts the points of each probability, and weighs its logarithm with the count")
def log_likelihood_by_counting(y, p):
    refuse_labels(y)
    same_length(y, p)
    factors = np.where(np.asarray(y) > 0, p, 1 - np.asarray(p))
    values, counts = np.unique(factors, return_counts=True)
    return float((counts * np.log(np.clip(values, 1e-12, 1 - 1e-12))).sum())


# --- best_model ------------------------------------------------------------------------------------------------------


def row_scores(y, candidates):
    """The log-likelihood of each row."""
    refuse_labels(y)
    if np.ndim(candidates) != 2 or np.shape(candidates)[1] != len(y):
        raise ValueError(f"candidates {np.shape(candidates)}")
    y, p = np.asarray(y), np.clip(np.asarray(candidates, dtype=float), 1e-12, 1 - 1e-12)
    return np.log(p) @ y + np.log(1 - p) @ (1 - y)


@alternative("best_model", note="the smallest mean loss, which is the largest likelihood")
def best_model_by_the_loss(y, candidates):
    return np.argmin(-row_scores(y, candidates) / len(y))


@alternative("best_model", note="a loop that keeps the best so far, with exact sums")
def best_model_by_a_loop(y, candidates):
    row_scores(y, candidates)
    best, place = -math.inf, None
    for number, row in enumerate(candidates):
        score = math.fsum(math.log(within(q if label else 1 - q)) for label, q in zip(y, row, strict=True))
        if score > best:
            best, place = score, number
    return place


@alternative("best_model", note="Python's own max over the places; ties go to the first")
def best_model_by_max(y, candidates):
    scores = row_scores(y, candidates).tolist()
    return max(range(len(scores)), key=scores.__getitem__)


@alternative("best_model", note="a stable sort, best first, a float comes back")
def best_model_by_sorting(y, candidates):
    return float(np.argsort(-row_scores(y, candidates), kind="stable")[0])


@alternative("best_model", note="products that are rescaled before they can vanish")
def best_model_by_scaled_products(y, candidates):
    refuse_labels(y)
    p = np.clip(np.asarray(candidates, dtype=float), 1e-12, 1 - 1e-12)
    if p.shape[-1] != len(y):
        raise ValueError(p.shape)
    factors = np.where(np.asarray(y) == 1, p, 1 - p)
    products = np.ones(len(factors))
    for column in factors.T:
        products = products * column
        products = products / products.max()
    return int(products.argmax())


@alternative("best_model", note="products of the N-th roots, which do not vanish")
def best_model_by_products_of_roots(y, candidates):
    y, p = np.asarray(y), np.clip(np.asarray(candidates, dtype=float), 1e-12, 1 - 1e-12)
    if p.shape[1] != len(y):
        raise ValueError(p.shape)
    for label in y:
        if label not in (0, 1):
            raise ValueError(label)
    return int((np.where(y == 1, p, 1 - p) ** (1 / len(y))).prod(axis=1).argmax())


# --- binary_cross_entropy --------------------------------------------------------------------------------------------


def soft_samples(y, p):
    """Labels and probabilities, as the docstring wants them."""
    y, p = np.array(y, dtype=float), np.array(p, dtype=float)
    if y.shape != p.shape or not y.size:
        raise ValueError(f"y {y.shape}, p {p.shape}")
    if not ((y >= 0) & (y <= 1)).all():
        raise ValueError(f"y = {y.tolist()}")
    return y, p


@alternative("binary_cross_entropy", note="a loop with math.log")
def bce_by_a_loop(y, p):
    total = 0.0
    for label, probability in zip(*soft_samples(y, p), strict=True):
        q = within(probability)
        total -= label * math.log(q) + (1 - label) * math.log(1 - q)
    return total / len(y)


@alternative("binary_cross_entropy", note="adds 1e-12 inside both logarithms", source="3.2h")
def bce_of_a_bit_more(y, p):
    y, p = soft_samples(y, p)
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))


@alternative("binary_cross_entropy", note="clips each logarithm's argument on its own, log1p for the other class")
def bce_clips_twice(y, p):
    y, p = soft_samples(y, p)
    first = np.log(np.maximum(p, 1e-12))
    second = np.log1p(-np.minimum(p, 1 - 1e-12))
    return -(y * first + (1 - y) * second).sum() / y.size


@alternative("binary_cross_entropy", note="two classes as two columns, labels as rows of shares")
def bce_by_two_columns(y, p):
    y, p = soft_samples(y, p)
    shares, probs = np.stack([1 - y, y]), np.stack([1 - p, p])
    return -(shares * np.log(np.clip(probs, 1e-12, 1 - 1e-12))).sum(axis=0).mean()


@alternative("binary_cross_entropy", note="through the odds: log(1 + odds) - y·log(odds)")
def bce_through_the_odds(y, p):
    y, p = soft_samples(y, p)
    q = np.clip(p, 1e-12, 1 - 1e-12)
    odds = np.log(q) - np.log1p(-q)
    return (np.logaddexp(0, odds) - y * odds).mean()


@alternative("binary_cross_entropy", note="limits the logarithms, not the probabilities: log(1e-12) is the lowest")
def bce_limits_logarithms(y, p):
    y, p = soft_samples(y, p)
    with np.errstate(divide="ignore"):
        return -np.average(y * np.maximum(np.log(p), np.log(1e-12)) + (1 - y) * np.maximum(np.log(1 - p), np.log(1e-12)))


# --- cross_entropy ---------------------------------------------------------------------------------------------------


@alternative("cross_entropy", note="one-hot rows multiply the logarithms", source="3.3a")
def ce_by_one_hot_rows(probs, labels):
    probs = one_label_a_row(probs, labels)
    one_hot = np.eye(probs.shape[1])[labels]
    return -(one_hot * np.log(np.clip(probs, 1e-12, 1 - 1e-12))).sum() / len(probs)


@alternative("cross_entropy", note="a loop over the rows with math.log", source="3.4h")
def ce_by_a_loop(probs, labels):
    one_label_a_row(probs, labels)
    return sum(-math.log(within(row[label])) for row, label in zip(probs, labels, strict=True)) / len(labels)


@alternative("cross_entropy", note="take_along_axis; adds 1e-12 inside the logarithm", source="3.2h")
def ce_by_take_along_axis(probs, labels):
    probs = one_label_a_row(probs, labels)
    return -np.log(np.take_along_axis(probs, np.asarray(labels)[:, None], axis=1) + 1e-12).mean()


@alternative("cross_entropy", note="positions in the flat array")
def ce_in_the_flat_array(probs, labels):
    probs = one_label_a_row(probs, labels)
    flat = probs.ravel()[np.arange(len(labels)) * probs.shape[1] + np.asarray(labels)]
    return -np.log(np.maximum(flat, 1e-12)).sum() / len(labels)


@alternative("cross_entropy", note="the diagonal of all columns that the labels name")
def ce_by_a_diagonal(probs, labels):
    probs = one_label_a_row(probs, labels)
    return np.mean(-np.log(np.clip(np.diagonal(probs[:, labels]), 1e-12, 1 - 1e-12)))


@alternative("cross_entropy", note="the mean of the means of each class, weighted by how often it came")
def ce_by_classes(probs, labels):
    probs, labels = one_label_a_row(probs, labels), np.asarray(labels)
    total = 0.0
    for number in set(labels.tolist()):
        total -= np.log(np.clip(probs[labels == number, number], 1e-12, 1 - 1e-12)).sum()
    return np.array(total / len(labels))


# --- softmax_cross_entropy -------------------------------------------------------------------------------------------


@alternative("softmax_cross_entropy", note="logaddexp and one-hot rows", source="3.4h")
def sce_through_logaddexp(logits, labels):
    scores = one_label_a_row(logits, labels)
    one_hot = np.eye(scores.shape[1])[labels]
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return -(one_hot * logs).sum() / len(scores), (np.exp(logs) - one_hot) / len(scores)


@alternative("softmax_cross_entropy", note="loops in plain Python; lists come back", source="3.4h")
def sce_by_loops(logits, labels):
    one_label_a_row(logits, labels)
    loss, gradient = 0.0, []
    for row, label in zip(logits, labels, strict=True):
        largest = max(row)
        total = math.fsum(math.exp(score - largest) for score in row)
        loss += largest + math.log(total) - row[label]
        slopes = [math.exp(score - largest) / total for score in row]
        slopes[label] -= 1
        gradient.append([slope / len(labels) for slope in slopes])
    return [loss / len(labels), gradient]


@alternative("softmax_cross_entropy", note="the loss from the differences to the true score: log of the sum of exp(x_j - x_label)")
def sce_by_differences(logits, labels):
    scores = one_label_a_row(logits, labels)
    differences = scores - np.take_along_axis(scores, np.reshape(labels, (-1, 1)), axis=1)
    costs = np.logaddexp.reduce(differences, axis=1)
    dlogits = np.exp(differences - costs[:, None])
    np.add.at(dlogits, (np.arange(len(scores)), labels), -1)
    return costs.mean(), dlogits / len(scores)


@alternative("softmax_cross_entropy", note="samples as columns, turned back at the end")
def sce_through_the_transpose(logits, labels):
    scores = one_label_a_row(logits, labels).T
    shifted = scores - scores.max(axis=0)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=0)
    loss = np.mean(np.log(np.exp(shifted).sum(axis=0)) - shifted[labels, range(len(labels))])
    p[labels, range(len(labels))] -= 1
    return loss, p.T / len(labels)


@alternative("softmax_cross_entropy", note="each row on its own, divided by N as it goes, in place on a copy")
def sce_row_by_row(logits, labels):
    dlogits = one_label_a_row(logits, labels)
    count, loss = len(labels), 0.0
    for n, label in enumerate(labels):
        dlogits[n] -= dlogits[n].max()
        exponentials = np.exp(dlogits[n])
        loss -= (dlogits[n, label] - np.log(exponentials.sum())) / count
        dlogits[n] = exponentials / exponentials.sum()
        dlogits[n, label] -= 1
        dlogits[n] /= count
    return np.array(loss), dlogits


@alternative("softmax_cross_entropy", note="works in single precision once the largest scores are 0")
def sce_in_single_precision(logits, labels):
    scores = one_label_a_row(logits, labels)
    scores = (scores - scores.max(axis=1, keepdims=True)).astype(np.float32)
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    dlogits = np.exp(logs) - np.eye(scores.shape[1], dtype=np.float32)[labels]
    return -np.take_along_axis(logs, np.asarray(labels)[:, None], 1).mean(), dlogits / np.float32(len(scores))

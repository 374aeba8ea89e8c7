"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import numpy as np

from nngrade.suite import misconception


def floats(p):
    """Probabilities or scores as float64."""
    return np.asarray(p, dtype=float)


def clipped(p):
    """Probabilities that a logarithm can be taken of."""
    return np.clip(floats(p), 1e-12, 1 - 1e-12)


def refuse_labels(y, allowed=(0, 1)):
    """What is owed to a caller with odd labels, for the mistakes that lie elsewhere."""
    for label in y:
        if label not in allowed:
            raise ValueError(f"label {label}")


def refuse_shapes(y, p):
    """What is owed to a caller whose arrays do not fit, for the mistakes that lie elsewhere."""
    if np.shape(y) != np.shape(p)[-1:] or np.ndim(p) > 1:
        raise ValueError(f"probabilities of shape {np.shape(p)}")


def outcomes(y, p):
    """Labels 0 and 1 with their probabilities, checked."""
    refuse_labels(y)
    refuse_shapes(y, p)
    return np.asarray(y), floats(p)


def of_what_happened(y, p):
    """The probability that each point gave to what happened there."""
    return np.where(np.asarray(y) == 1, floats(p), 1 - floats(p))


def models(y, candidates):
    """Labels 0 and 1 with the models' rows, checked, and safe to take a logarithm of."""
    refuse_labels(y)
    if np.shape(candidates) != (len(candidates), len(y)):
        raise ValueError(np.shape(candidates))
    return np.asarray(y), clipped(candidates)


def samples(y, p):
    """Soft labels with their probabilities, checked."""
    y, p = floats(y), floats(p)
    if y.shape != p.shape or p.size == 0:
        raise ValueError(p.shape)
    if y.min() < 0 or y.max() > 1:
        raise ValueError(f"labels {y}")
    return y, p


def costs(y, p):
    """What each sample costs."""
    return -y * np.log(clipped(p)) - (1 - y) * np.log(1 - clipped(p))


def classes(rows, labels):
    """One row per sample with the class of each, checked."""
    rows, labels = floats(rows), np.asarray(labels)
    if len(rows) == 0 or len(rows) != len(labels):
        raise ValueError(rows.shape)
    refuse_labels(labels, range(rows.shape[1]))
    return rows, labels


def of_the_truth(probs, labels):
    """The probability that each row gave to its true class."""
    return probs[np.arange(len(labels)), labels]


def log_softmax(scores):
    """The logarithms of softmax, exact."""
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def right_loss(scores, labels):
    """The right loss, for the mistakes that lie in the gradient."""
    return -of_the_truth(log_softmax(scores), labels).mean()


def right_gradient(scores, labels):
    """The right gradient, for the mistakes that lie in the loss."""
    return (np.exp(log_softmax(scores)) - np.eye(scores.shape[1])[labels]) / len(labels)


# --- likelihood ------------------------------------------------------------------------------------------------------


@misconception(
    "likelihood",
    says="You multiply p for every point, also where a 0 happened.",
    hint="Which probability did the model give to a 0 there?",
    caught_by="test_likelihood_of_four_points",
    source="3.1a",
)
def forgets_what_happened(y, p):
    _, p = outcomes(y, p)
    return p.prod()


@misconception(
    "likelihood",
    says="You have the two cases exchanged: 1 - p where a 1 happened, p where a 0 did.",
    hint="p is the probability of which label?",
    caught_by="test_likelihood_of_four_points",
)
def exchanges_the_cases(y, p):
    y, p = outcomes(y, p)
    return np.where(y == 0, p, 1 - p).prod()


@misconception(
    "likelihood",
    says="You take the points where a 1 happened alone; the others count as if they were certain.",
    hint="A 0 that happened was predicted too, well or badly. Where does your product see it?",
    caught_by="test_likelihood_of_four_points",
)
def multiplies_the_ones_alone(y, p):
    y, p = outcomes(y, p)
    return (p**y).prod()


@misconception(
    "likelihood",
    says="You take the mean of the probabilities, where independent points multiply.",
    hint="Two coins both show heads: what happens to one half and one half?",
    caught_by="test_likelihood_of_four_points",
    source="3.1f",
)
def averages(y, p):
    return of_what_happened(*outcomes(y, p)).mean()


@misconception(
    "likelihood",
    says="You take the geometric mean: the root of the product, where the product itself is asked for.",
    hint="Should more points make all of it together more probable, less, or leave it as it is?",
    caught_by="test_likelihood_of_four_points",
    source="3.1f",
)
def takes_the_root(y, p):
    factors = of_what_happened(*outcomes(y, p))
    return factors.prod() ** (1 / len(factors))


@misconception(
    "likelihood",
    says="You add the probabilities up, and the sum can pass 1.",
    hint="What would a probability above 1 mean? How do independent events combine?",
    caught_by="test_likelihood_of_four_points",
)
def adds_up(y, p):
    return of_what_happened(*outcomes(y, p)).sum()


@misconception(
    "likelihood",
    says="You give the probability of each point, and never bring them together.",
    hint="How many numbers should come back for four points?",
    caught_by="test_likelihood_of_four_points",
)
def leaves_the_factors(y, p):
    return of_what_happened(*outcomes(y, p))


@misconception(
    "likelihood",
    says="You give the logarithm of the likelihood: that is the next exercise.",
    hint="Can a probability be negative?",
    caught_by="test_likelihood_of_four_points",
)
def gives_the_logarithm(y, p):
    return np.log(of_what_happened(*outcomes(y, p))).sum()


@misconception(
    "likelihood",
    says="You round the probabilities to hits and misses, so that being sure counts no more than leaning that way.",
    hint="Does your answer change when 0.9 becomes 0.6? Should it?",
    caught_by="test_likelihood_of_four_points",
)
def counts_hits(y, p):
    y, p = outcomes(y, p)
    return float(((p >= 0.5) == y).all())


@misconception(
    "likelihood",
    says="You keep p well away from 0 and 1, so that impossible things become possible.",
    hint="There is no logarithm here. What should a factor of exactly 0 do to the product?",
    caught_by="test_likelihood_with_certainties",
)
def clips_the_factors(y, p):
    y, p = outcomes(y, p)
    return of_what_happened(y, np.clip(p, 1e-3, 1 - 1e-3)).prod()


@misconception(
    "likelihood",
    says="You clip the probabilities, so that impossible things keep a probability of 1e-12.",
    hint="Clipping makes a logarithm safe. Is there one here?",
    caught_by="test_likelihood_with_certainties",
)
def clips_the_factors_a_little(y, p):
    return of_what_happened(y, clipped(outcomes(y, p)[1])).prod()


@misconception(
    "likelihood",
    says="You round the product to a few decimals, and a tiny likelihood becomes 0.",
    hint="Of which size are the likelihoods of thirty points? How many decimals would they need?",
    caught_by="test_likelihood_of_thirty_points",
)
def rounds_the_product(y, p):
    return np.round(of_what_happened(*outcomes(y, p)).prod(), 8)


@misconception(
    "likelihood",
    says="You call `np.product`, which NumPy 2 has removed.",
    hint="Which shorter name has the same function?",
    caught_by="test_likelihood_of_four_points",
)
def calls_np_product(y, p):
    y, p = outcomes(y, p)
    return np.product(y * p + (1 - y) * (1 - p))  # noqa: NPY003, NPY201 - that is the mistake


@misconception(
    "likelihood",
    says="You take any label for a 0 that is not a 1, and no one is told.",
    hint="What would a label 3 mean here? How would the caller find the mistake in the data?",
    caught_by="test_likelihood_refuses_other_labels",
)
def takes_any_label(y, p):
    refuse_shapes(y, p)
    return of_what_happened(y, p).prod()


@misconception(
    "likelihood",
    says="You let NumPy stretch a single probability over all the labels.",
    hint="One probability and three labels: should that go through?",
    caught_by="test_likelihood_refuses_other_shapes",
)
def stretches_probabilities(y, p):
    refuse_labels(y)
    return of_what_happened(y, p).prod()


@misconception(
    "likelihood",
    says="You compare the lengths alone: a column of probabilities is as long as the labels, and meets each of them.",
    hint="Labels (3,) and a column (3, 1): how many factors come out? What besides `len` tells the two apart?",
    caught_by="test_likelihood_refuses_other_shapes",
)
def compares_lengths_alone(y, p):
    refuse_labels(y)
    if len(y) != len(p):
        raise ValueError(f"probabilities of shape {np.shape(p)}")
    return of_what_happened(y, p).prod()


@misconception(
    "likelihood",
    says="You walk through labels and probabilities side by side, and end quietly with the shorter of the two.",
    hint="What does `zip` do when one of its lists ends first?",
    caught_by="test_likelihood_refuses_other_shapes",
)
def ends_with_the_shorter(y, p):
    refuse_labels(y)
    product = 1.0
    for label, probability in zip(y, p, strict=False):
        product *= probability if label == 1 else 1 - probability
    return product


@misconception(
    "likelihood",
    says="You calculate with y and p as they come, and plain lists do no arithmetic.",
    hint="How could y and p become arrays first, whatever they came as?",
    caught_by="test_likelihood_of_lists",
)
def calculates_with_lists(y, p):
    refuse_labels(y)
    refuse_shapes(y, p)
    return np.prod(y * p + (1 - y) * (1 - p))


@misconception(
    "likelihood",
    says="You turn the probabilities round inside the caller's own array.",
    hint="The caller still needs p. Which of your lines writes into it?",
    caught_by="test_likelihood_leaves_its_arguments_alone",
)
def turns_round_in_place(y, p):
    y, p = outcomes(y, p)
    p[y == 0] = 1 - p[y == 0]
    return p.prod()


# --- log_likelihood: the formula -------------------------------------------------------------------------------------


@misconception(
    "log_likelihood",
    says="You give the negative log-likelihood, which is small for a good model.",
    hint="On which side of 0 does the logarithm of a probability lie?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.1e",
)
def log_negated(y, p):
    return -np.log(of_what_happened(y, clipped(outcomes(y, p)[1]))).sum()


@misconception(
    "log_likelihood",
    says="You take the mean of the logarithms, where their sum is asked for.",
    hint="What does a product become under the logarithm? Where does a division by N come in?",
    caught_by="test_log_likelihood_adds_up",
    source="3.2e",
)
def log_averaged(y, p):
    return np.log(of_what_happened(y, clipped(outcomes(y, p)[1]))).mean()


@misconception(
    "log_likelihood",
    says="You take one logarithm, of the mean of the probabilities.",
    hint="Is the log of a mean the same as the sum of the logs? Try it with two points.",
    caught_by="test_log_likelihood_of_four_points",
    source="3.1f",
)
def log_of_the_mean(y, p):
    return np.log(of_what_happened(y, clipped(outcomes(y, p)[1])).mean())


@misconception(
    "log_likelihood",
    says="You take the log of p for every point, also where a 0 happened.",
    hint="Which probability did the model give to a 0 there?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.1a",
)
def log_forgets_what_happened(y, p):
    return np.log(clipped(outcomes(y, p)[1])).sum()


@misconception(
    "log_likelihood",
    says="You have the two cases exchanged: 1 - p where a 1 happened, p where a 0 did.",
    hint="p is the probability of which label?",
    caught_by="test_log_likelihood_of_four_points",
)
def log_exchanges_the_cases(y, p):
    return np.log(of_what_happened(1 - np.asarray(y), clipped(outcomes(y, p)[1]))).sum()


@misconception(
    "log_likelihood",
    says="You sum y·log(p) alone: points where a 0 happened say nothing.",
    hint="What does your sum make of a 0 that the model held nearly impossible?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.2b",
)
def log_of_the_ones_alone(y, p):
    y, p = outcomes(y, p)
    return (y * np.log(clipped(p))).sum()


@misconception(
    "log_likelihood",
    says="You take log(1 - p) in both terms.",
    hint="Where a 1 happened, at which probability should the logarithm look?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.2c",
)
def log_of_the_same_twice(y, p):
    y, p = outcomes(y, p)
    return (y * np.log(1 - clipped(p)) + (1 - y) * np.log(1 - clipped(p))).sum()


@misconception(
    "log_likelihood",
    says="You give the likelihood itself: the logarithm is missing.",
    hint="Can a logarithm of a probability be positive?",
    caught_by="test_log_likelihood_of_four_points",
)
def log_forgotten(y, p):
    return of_what_happened(*outcomes(y, p)).prod()


@misconception(
    "log_likelihood",
    says="You add the probabilities up and take no logarithm.",
    hint="What is added here: the probabilities, or something made of each of them?",
    caught_by="test_log_likelihood_of_four_points",
)
def log_forgotten_in_the_sum(y, p):
    return of_what_happened(*outcomes(y, p)).sum()


@misconception(
    "log_likelihood",
    says="You give the logarithm of each point, and never bring them together.",
    hint="How many numbers should come back for four points?",
    caught_by="test_log_likelihood_of_four_points",
)
def log_of_each(y, p):
    return np.log(of_what_happened(y, clipped(outcomes(y, p)[1])))


@misconception(
    "log_likelihood",
    says="You take the logarithm to base 10.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.2j",
)
def log_to_base_ten(y, p):
    return np.log10(of_what_happened(y, clipped(outcomes(y, p)[1]))).sum()


@misconception(
    "log_likelihood",
    says="You take the logarithm to base 2: that measures bits, not nats.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.2j",
)
def log_to_base_two(y, p):
    return np.log2(of_what_happened(y, clipped(outcomes(y, p)[1]))).sum()


@misconception(
    "log_likelihood",
    says="You multiply first and take the logarithm of the product, which is 0 for thousands of points.",
    hint="How large is 0.5 to the power of 2000 in a float64? What could you do before multiplying?",
    caught_by="test_log_likelihood_of_thousands",
    source="3.1c",
)
def log_of_the_product(y, p):
    return np.log(of_what_happened(y, clipped(outcomes(y, p)[1])).prod())


@misconception(
    "log_likelihood",
    says="You take a mean over the ones and a mean over the zeros, and where one of the two never comes its mean is nan.",
    hint="What is the mean of nothing, and how much is 0 times it?",
    caught_by="test_log_likelihood_of_one_class",
)
def log_of_two_means(y, p):
    y, p = outcomes(y, p)
    ones, zeros = np.log(clipped(p[y == 1])), np.log(clipped(1 - p[y == 0]))
    return len(ones) * ones.mean() + len(zeros) * zeros.mean()


# --- log_likelihood: certainties -------------------------------------------------------------------------------------


@misconception(
    "log_likelihood",
    says="You let the logarithm meet a probability of 0: one certain mistake makes the sum infinite.",
    hint="What is the log of 0? Anything that is done after the log comes too late.",
    caught_by="test_log_likelihood_of_certainties",
    source="3.2g",
)
def log_meets_zero(y, p):
    return np.log(of_what_happened(*outcomes(y, p))).sum()


@misconception(
    "log_likelihood",
    says="You multiply 0 by the log of 0: even a certainty that came true gives nan.",
    hint="Your second term is meant to vanish there. What is 0 times minus infinity?",
    caught_by="test_log_likelihood_of_certainties",
    source="3.2g",
)
def log_of_zero_times_zero(y, p):
    y, p = outcomes(y, p)
    return (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()


@misconception(
    "log_likelihood",
    says="You keep p away from 0 and forget 1, where 1 - p is 0.",
    hint="Two logarithms, two ends: which p makes the other one infinite?",
    caught_by="test_log_likelihood_of_certainties",
    source="3.2i",
)
def log_clips_one_end(y, p):
    y, p = outcomes(y, p)
    p = np.maximum(p, 1e-12)
    return (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()


@misconception(
    "log_likelihood",
    says="You clip in the precision that comes in: in a float32, 1 - 1e-12 is 1, and its counterpart is still 0.",
    hint="Print `np.float32(1 - 1e-12)`. Which type should p have before you clip it?",
    caught_by="test_log_likelihood_in_single_precision",
    source="3.2g",
)
def log_clips_in_single_precision(y, p):
    refuse_labels(y)
    refuse_shapes(y, p)
    y, p = np.asarray(y), np.clip(np.asarray(p), 1e-12, 1 - 1e-12)
    return np.log(np.where(y == 1, p, 1 - p)).sum()


@misconception(
    "log_likelihood",
    says="You replace the infinity by 0 afterwards, so that the worst mistake of all costs nothing.",
    hint="Where does the infinity come from, and what should a model pay that was certain and wrong?",
    caught_by="test_log_likelihood_of_certainties",
)
def log_hides_infinity(y, p):
    logs = np.log(of_what_happened(*outcomes(y, p)))
    return np.where(np.isfinite(logs), logs, 0).sum()


@misconception(
    "log_likelihood",
    says="You keep p away from 0 and 1, but by another distance than this file's conventions say.",
    hint="Look at the top of the file: into which interval is p clipped?",
    caught_by="test_log_likelihood_of_certainties",
    source="3.2h",
)
def log_clips_elsewhere(y, p):
    y, p = outcomes(y, p)
    return np.log(of_what_happened(y, np.clip(p, 1e-7, 1 - 1e-7))).sum()


@misconception(
    "log_likelihood",
    says="You add 0.001 before the log: large enough to move every answer.",
    hint="How small must the number be that saves the logarithm from 0 and changes nothing else?",
    caught_by="test_log_likelihood_of_four_points",
    source="3.2h",
)
def log_of_a_bit_more(y, p):
    return np.log(of_what_happened(*outcomes(y, p)) + 1e-3).sum()


@misconception(
    "log_likelihood",
    says="You clip at 0.001, so that no model can be more certain than one in a thousand.",
    hint="What does your code make of a probability of 0.00002, and what did the model say?",
    caught_by="test_log_likelihood_of_small_probabilities",
    source="3.2h",
)
def log_clips_far_too_much(y, p):
    y, p = outcomes(y, p)
    return np.log(of_what_happened(y, np.clip(p, 1e-3, 1 - 1e-3))).sum()


# --- log_likelihood: arguments ---------------------------------------------------------------------------------------


@misconception(
    "log_likelihood",
    says="You take any label for a 0 that is not a 1, and no one is told.",
    hint="What would a label 3 mean here? How would the caller find the mistake in the data?",
    caught_by="test_log_likelihood_refuses_other_labels",
)
def log_takes_any_label(y, p):
    refuse_shapes(y, p)
    return np.log(of_what_happened(y, clipped(p))).sum()


@misconception(
    "log_likelihood",
    says="You put any label into the formula, and a 3 multiplies the logarithms by 3 and by -2.",
    hint="Which labels was the formula made for? How would the caller find the mistake in the data?",
    caught_by="test_log_likelihood_refuses_other_labels",
)
def log_weighs_any_label(y, p):
    refuse_shapes(y, p)
    return -costs(floats(y), p).sum()


@misconception(
    "log_likelihood",
    says="You let NumPy stretch a single probability over all the labels.",
    hint="One probability and three labels: should that go through?",
    caught_by="test_log_likelihood_refuses_other_shapes",
)
def log_stretches_probabilities(y, p):
    refuse_labels(y)
    return np.log(of_what_happened(y, clipped(p))).sum()


@misconception(
    "log_likelihood",
    says="You compare the lengths alone: a column of probabilities is as long as the labels, and meets each of them.",
    hint="Labels (3,) and a column (3, 1): how many terms come out? What besides `len` tells the two apart?",
    caught_by="test_log_likelihood_refuses_other_shapes",
)
def log_compares_lengths_alone(y, p):
    refuse_labels(y)
    if len(y) != len(p):
        raise ValueError(f"probabilities of shape {np.shape(p)}")
    return np.log(of_what_happened(y, clipped(p))).sum()


@misconception(
    "log_likelihood",
    says="You calculate with y and p as they come, and plain lists do no arithmetic.",
    hint="How could y and p become arrays first, whatever they came as?",
    caught_by="test_log_likelihood_of_lists",
)
def log_calculates_with_lists(y, p):
    refuse_labels(y)
    refuse_shapes(y, p)
    return (y * np.log(np.clip(p, 1e-12, 1 - 1e-12)) + (1 - y) * np.log(np.clip(1 - p, 1e-12, 1))).sum()


@misconception(
    "log_likelihood",
    says="You clip the caller's own probabilities.",
    hint="The caller's 1.0 is no 1.0 any more. What does `out=` do, and what would a new array do?",
    caught_by="test_log_likelihood_leaves_its_arguments_alone",
)
def log_clips_in_place(y, p):
    y, p = outcomes(y, p)
    np.clip(p, 1e-12, 1 - 1e-12, out=p)
    return np.log(of_what_happened(y, p)).sum()


# --- best_model ------------------------------------------------------------------------------------------------------


@misconception(
    "best_model",
    says="You pick the model with the smallest likelihood.",
    hint="Should the best model make what happened more likely, or less?",
    caught_by="test_best_of_eleven",
    source="3.1d",
)
def picks_the_smallest(y, candidates):
    y, p = models(y, candidates)
    return int(np.log(of_what_happened(y, p)).sum(axis=1).argmin())


@misconception(
    "best_model",
    says="You compare the products of p, whatever happened: the model that says 1 most loudly wins.",
    hint="Which probability did each model give to the points where a 0 happened?",
    caught_by="test_best_of_eleven",
    source="3.1a",
)
def picks_the_loudest(y, candidates):
    _, p = models(y, candidates)
    return int(np.log(p).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You compare sums over the points where a 1 happened; the others have no say.",
    hint="A model may be right about every 1 and wrong about every 0. Does your comparison see that?",
    caught_by="test_best_of_eleven",
    source="3.2b",
)
def picks_by_the_ones(y, candidates):
    y, p = models(y, candidates)
    return int((y * np.log(p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You compare sums over the points where a 0 happened; the others have no say.",
    hint="A model may be right about every 0 and wrong about every 1. Does your comparison see that?",
    caught_by="test_best_of_eleven",
    source="3.2b",
)
def picks_by_the_zeros(y, candidates):
    y, p = models(y, candidates)
    return int(((1 - y) * np.log(1 - p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You compare the means of the probabilities, where the likelihood is their product.",
    hint="Which of two models is likelier: 0.9 and 0.1, or 0.4 and 0.4? And whose mean is larger?",
    caught_by="test_best_of_eleven",
    source="3.1f",
)
def picks_the_largest_mean(y, candidates):
    return int(of_what_happened(*models(y, candidates)).mean(axis=1).argmax())


@misconception(
    "best_model",
    says="You count hits: a model that is often right by a little beats one that is likelier.",
    hint="How much does a model lose in your count when it was very sure, and wrong?",
    caught_by="test_best_of_eleven",
)
def picks_the_most_hits(y, candidates):
    y, p = models(y, candidates)
    return int(((p >= 0.5) == y).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You compare squared errors, which forgive a certain mistake too easily.",
    hint="Which measure does the docstring name: distance, or likelihood?",
    caught_by="test_best_of_eleven",
    source="3.5b",
)
def picks_the_smallest_squares(y, candidates):
    y, p = models(y, candidates)
    return int(((y - p) ** 2).sum(axis=1).argmin())


@misconception(
    "best_model",
    says="You look at each model's worst point alone.",
    hint="Do the other points make no difference to how likely everything is together?",
    caught_by="test_best_of_eleven",
)
def picks_by_the_worst_point(y, candidates):
    return int(of_what_happened(*models(y, candidates)).min(axis=1).argmax())


@misconception(
    "best_model",
    says="You look at each model's best point alone.",
    hint="Do the other points make no difference to how likely everything is together?",
    caught_by="test_best_of_eleven",
)
def picks_by_the_best_point(y, candidates):
    return int(of_what_happened(*models(y, candidates)).max(axis=1).argmax())


@misconception(
    "best_model",
    says="You combine the models of each point, not the points of each model.",
    hint="One row is one model. Along which axis do its points lie?",
    caught_by="test_best_of_a_square_array",
)
def picks_a_point(y, candidates):
    return int(np.log(of_what_happened(*models(y, candidates))).sum(axis=0).argmax())


@misconception(
    "best_model",
    says="You compare products, and with thousands of points all of them are 0.",
    hint="Print the products of 3000 probabilities. What would keep them apart?",
    caught_by="test_best_model_of_thousands",
    source="3.1c",
)
def picks_among_zeros(y, candidates):
    return int(of_what_happened(*models(y, candidates)).prod(axis=1).argmax())


@misconception(
    "best_model",
    says="You clip at 0.001, so that a model that was nearly certain and wrong gets away with it.",
    hint="A model said 1e-10 about what happened. What do you make of that, before you compare?",
    caught_by="test_best_model_of_small_probabilities",
    source="3.2h",
)
def picks_after_clipping_too_much(y, candidates):
    y, p = models(y, candidates)
    return int(np.log(of_what_happened(y, np.clip(p, 1e-3, 1 - 1e-3))).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You keep p away from 0 and 1, but by another distance than this file's conventions say.",
    hint="A model held something impossible that happened. What does that cost, by the conventions?",
    caught_by="test_best_model_of_small_probabilities",
    source="3.2h",
)
def picks_after_clipping_elsewhere(y, candidates):
    y, _ = models(y, candidates)
    p = np.clip(floats(candidates), 1e-15, 1 - 1e-15)
    return int(np.log(of_what_happened(y, p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You take the log of 0: models with one certain mistake and with two are all infinitely bad.",
    hint="What should a single certain mistake cost, and what does the log of 0 cost?",
    caught_by="test_best_of_certain_models",
    source="3.2g",
)
def picks_among_infinities(y, candidates):
    y, _ = models(y, candidates)
    return int(np.log(of_what_happened(y, candidates)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You multiply 0 by the log of 0, and `argmax` takes the nan for the largest of all.",
    hint="Print the numbers that you compare. Which of them is no number?",
    caught_by="test_best_of_certain_models",
    source="3.2g",
)
def picks_a_nan(y, candidates):
    y, _ = models(y, candidates)
    p = floats(candidates)
    return int((y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You let a later model take the place of an equally good earlier one.",
    hint="Two models are equally good. Does your comparison say `>` or `>=`?",
    caught_by="test_best_of_equals",
)
def picks_the_last_of_equals(y, candidates):
    scores = np.log(of_what_happened(*models(y, candidates))).sum(axis=1)
    best = 0
    for place, score in enumerate(scores):
        if score >= scores[best]:
            best = place
    return best


@misconception(
    "best_model",
    says="You count the models from 1.",
    hint="Which number has the first row of an array?",
    caught_by="test_best_of_three",
)
def counts_models_from_one(y, candidates):
    return int(np.log(of_what_happened(*models(y, candidates))).sum(axis=1).argmax()) + 1


@misconception(
    "best_model",
    says="You give the likelihood of the best model, not its place.",
    hint="How likely the best is, or which one it is: what does the caller ask?",
    caught_by="test_best_of_three",
)
def gives_the_best_likelihood(y, candidates):
    return of_what_happened(*models(y, candidates)).prod(axis=1).max()


@misconception(
    "best_model",
    says="You give the log-likelihood of the best model, not its place.",
    hint="How likely the best is, or which one it is: what does the caller ask?",
    caught_by="test_best_of_three",
)
def gives_the_best_log_likelihood(y, candidates):
    return np.log(of_what_happened(*models(y, candidates))).sum(axis=1).max()


@misconception(
    "best_model",
    says="You give the best model's row, not its place.",
    hint="The probabilities of the best, or its number: what does the caller ask?",
    caught_by="test_best_of_three",
)
def gives_the_best_row(y, candidates):
    best = np.log(of_what_happened(*models(y, candidates))).sum(axis=1).argmax()
    return floats(candidates)[best]


@misconception(
    "best_model",
    says="You give the log-likelihoods of all the models, and leave the choice to the caller.",
    hint="Many numbers, or one: what does the caller ask for?",
    caught_by="test_best_of_three",
)
def gives_all_log_likelihoods(y, candidates):
    return np.log(of_what_happened(*models(y, candidates))).sum(axis=1)


@misconception(
    "best_model",
    says="You take any label for a 0 that is not a 1, and no one is told.",
    hint="What would a label 3 mean here? How would the caller find the mistake in the data?",
    caught_by="test_best_model_refuses_other_labels",
)
def picks_for_any_label(y, candidates):
    if np.shape(candidates) != (len(candidates), len(y)):
        raise ValueError(np.shape(candidates))
    return int(np.log(of_what_happened(y, clipped(candidates))).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You let NumPy stretch a model of one point over all the labels.",
    hint="Models of one point, and three labels: should that go through?",
    caught_by="test_best_model_refuses_other_widths",
)
def stretches_models(y, candidates):
    refuse_labels(y)
    return int(np.log(of_what_happened(y, clipped(candidates))).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You reshape the candidates until they fit, so that models down the columns are read as rows.",
    hint="`reshape` never asks what a number stands for. Which shapes should be refused, rather than made to fit?",
    caught_by="test_best_model_refuses_other_widths",
)
def reshapes_models(y, candidates):
    refuse_labels(y)
    rows = floats(candidates)
    if rows.size % len(y):
        raise ValueError(rows.shape)
    return int(np.log(of_what_happened(y, clipped(rows.reshape(-1, len(y))))).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You calculate with the arguments as they come, and plain lists do no arithmetic.",
    hint="How could y and candidates become arrays first, whatever they came as?",
    caught_by="test_best_model_of_lists",
)
def picks_from_arrays_alone(y, candidates):
    models(y, candidates)
    p = candidates.clip(1e-12, 1 - 1e-12)
    return int((y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You clip the caller's own models.",
    hint="The caller's 0.0 is no 0.0 any more. What does `out=` do, and what would a new array do?",
    caught_by="test_best_model_leaves_its_arguments_alone",
)
def clips_models_in_place(y, candidates):
    models(y, candidates)
    p = floats(candidates)
    np.clip(p, 1e-12, 1 - 1e-12, out=p)
    return int(np.log(of_what_happened(y, p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You clip at 1e-10, so that something impossible costs less than the conventions say.",
    hint="Look at the top of the file: into which interval is p clipped?",
    caught_by="test_best_model_of_small_probabilities",
    source="3.2h",
)
def picks_after_clipping_early(y, candidates):
    y, _ = models(y, candidates)
    p = np.clip(floats(candidates), 1e-10, 1 - 1e-10)
    return int(np.log(of_what_happened(y, p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="You clip in the precision that comes in: in a float32, 1 - 1e-12 is 1, and its counterpart is still 0.",
    hint="Print 1 - p after clipping. Which type has it, and which type should it have?",
    caught_by="test_best_model_in_single_precision",
    source="3.2i",
)
def picks_in_the_precision_that_comes(y, candidates):
    models(y, candidates)
    p = np.clip(np.asarray(candidates), 1e-12, 1 - 1e-12)
    return int(np.log(np.where(np.asarray(y) == 1, p, 1 - p)).sum(axis=1).argmax())


@misconception(
    "best_model",
    says="Your search begins with a number that you took for lower than any log-likelihood, and many points go lower.",
    hint="How low can a sum of logarithms be? Is there a number that nothing is below?",
    caught_by="test_best_of_very_bad_models",
)
def picks_above_a_floor(y, candidates):
    y, p = models(y, candidates)
    best, place = -99999.0, 0
    for number, row in enumerate(np.log(of_what_happened(y, p)).sum(axis=1)):
        if row > best:
            best, place = row, number
    return place


# --- binary_cross_entropy: the formula -------------------------------------------------------------------------------


@misconception(
    "binary_cross_entropy",
    says="You forget the sign: a mean of logarithms of probabilities is negative, a loss is not.",
    hint="A confident right guess should cost about 0, and every other one more. Is that so?",
    caught_by="test_bce_of_four_samples",
    source="3.2a",
)
def bce_negated(y, p):
    return -costs(*samples(y, p)).mean()


@misconception(
    "binary_cross_entropy",
    says="You have the minus on the first term alone, so that the second one is a reward.",
    hint="For a sample of class 0, on which side of 0 does your cost lie?",
    caught_by="test_bce_of_four_samples",
    source="3.2a",
)
def bce_half_negated(y, p):
    y, p = samples(y, p)
    return (-y * np.log(clipped(p)) + (1 - y) * np.log(1 - clipped(p))).mean()


@misconception(
    "binary_cross_entropy",
    says="You have the term y·log(p) alone: samples of class 0 cost nothing, however wrong the guess.",
    hint="What does your loss say about a wrong guess for class 0?",
    caught_by="test_bce_treats_classes_alike",
    source="3.2b",
)
def bce_of_the_ones_alone(y, p):
    y, p = samples(y, p)
    return (-y * np.log(clipped(p))).mean()


@misconception(
    "binary_cross_entropy",
    says="You take log(1 - p) in both terms.",
    hint="For y = 1, at which probability should the cost look?",
    caught_by="test_bce_of_four_samples",
    source="3.2c",
)
def bce_of_the_same_twice(y, p):
    y, p = samples(y, p)
    return (-y * np.log(1 - clipped(p)) - (1 - y) * np.log(1 - clipped(p))).mean()


@misconception(
    "binary_cross_entropy",
    says="You take log(p) in both terms: the labels have no say.",
    hint="For y = 0, at which probability should the cost look?",
    caught_by="test_bce_of_four_samples",
    source="3.2c",
)
def bce_whatever_happened(y, p):
    _, p = samples(y, p)
    return -np.log(clipped(p)).mean()


@misconception(
    "binary_cross_entropy",
    says="You have the two cases exchanged: a sure and right prediction is the dearest.",
    hint="Which of your two terms is left when y is 1, and which logarithm stands in it?",
    caught_by="test_bce_of_four_samples",
)
def bce_exchanges_the_cases(y, p):
    y, p = samples(y, p)
    return costs(1 - y, p).mean()


@misconception(
    "binary_cross_entropy",
    says="You give the sum over the samples, where the mean is asked for.",
    hint="Your value is N times the expected one. What makes a loss comparable between batches?",
    caught_by="test_bce_is_a_mean",
    source="3.2e",
)
def bce_summed(y, p):
    return costs(*samples(y, p)).sum()


@misconception(
    "binary_cross_entropy",
    says="You divide by twice the number of samples.",
    hint="How many samples are there, and how many costs has each of them?",
    caught_by="test_bce_of_four_samples",
    source="3.2e",
)
def bce_halved(y, p):
    return costs(*samples(y, p)).mean() / 2


@misconception(
    "binary_cross_entropy",
    says="You give one cost per sample, where their mean is asked for.",
    hint="How many numbers should come back for four samples?",
    caught_by="test_bce_of_four_samples",
)
def bce_of_each(y, p):
    return costs(*samples(y, p))


@misconception(
    "binary_cross_entropy",
    says="You have labels and predictions exchanged: the logarithm is taken of the labels.",
    hint="Which argument holds the zeros and ones, and which one belongs inside the logarithm?",
    caught_by="test_bce_of_four_samples",
    source="3.2f",
)
def bce_swaps_its_arguments(y, p):
    y, p = samples(y, p)
    return costs(p, y).mean()


@misconception(
    "binary_cross_entropy",
    says="You have labels and predictions exchanged, and the log of a label 0 is infinite.",
    hint="Which argument holds the zeros and ones, and which one belongs inside the logarithm?",
    caught_by="test_bce_of_four_samples",
    source="3.2f",
)
def bce_swaps_unclipped(y, p):
    y, p = samples(y, p)
    return (-p * np.log(y) - (1 - p) * np.log(1 - y)).mean()


@misconception(
    "binary_cross_entropy",
    says="You take the squared error, where the cross-entropy is asked for.",
    hint="Which error does the docstring name: one with a square in it, or one with a logarithm?",
    caught_by="test_bce_of_four_samples",
    source="3.5b",
)
def bce_as_squares(y, p):
    y, p = samples(y, p)
    return ((y - p) ** 2).mean()


@misconception(
    "binary_cross_entropy",
    says="You take the logarithm to base 10.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_bce_of_four_samples",
    source="3.2j",
)
def bce_to_base_ten(y, p):
    return costs(*samples(y, p)).mean() / np.log(10)


@misconception(
    "binary_cross_entropy",
    says="You take the logarithm to base 2: that measures bits, not nats.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_bce_of_four_samples",
    source="3.2j",
)
def bce_to_base_two(y, p):
    return costs(*samples(y, p)).mean() / np.log(2)


@misconception(
    "binary_cross_entropy",
    says="You write log1p(p), which is log(1 + p), where log(1 - p) is meant.",
    hint="What does `log1p` add to its argument? Which sign must the argument have?",
    caught_by="test_bce_of_four_samples",
)
def bce_log_of_one_plus(y, p):
    y, p = samples(y, p)
    return (-y * np.log(clipped(p)) - (1 - y) * np.log1p(p)).mean()


@misconception(
    "binary_cross_entropy",
    says="You ask whether a label is 1, and treat all others as 0, even 0.75.",
    hint="What does a label 0.75 say? Does the formula with two terms need an `if`, or whole numbers?",
    caught_by="test_bce_of_soft_labels",
    source="3.2k",
)
def bce_branches(y, p):
    y, p = samples(y, p)
    return -np.log(of_what_happened(y, clipped(p))).mean()


@misconception(
    "binary_cross_entropy",
    says="You round the labels, so that 0.3 becomes 0 and 0.75 becomes 1.",
    hint="Is a label 0.75 the same news as a label 1?",
    caught_by="test_bce_of_soft_labels",
    source="3.2k",
)
def bce_rounds_labels(y, p):
    y, p = samples(y, p)
    return costs(np.round(y), p).mean()


@misconception(
    "binary_cross_entropy",
    says="You call `np.float_`, which NumPy 2 has removed.",
    hint="What else turns a list into an array of floats?",
    caught_by="test_bce_of_four_samples",
    source="3.2m",
)
def bce_with_float_(y, p):
    samples(y, p)
    y, p = np.float_(y), np.float_(p)  # noqa: NPY201 - that is the mistake
    return costs(y, p).mean()


@misconception(
    "binary_cross_entropy",
    says="You give back 0.0 whatever comes in: a placeholder has been left there.",
    hint="Which line of yours looks at the arguments?",
    caught_by="test_bce_of_four_samples",
    source="3.2n",
)
def bce_is_zero(y, p):
    samples(y, p)
    return 0.0


@misconception(
    "binary_cross_entropy",
    says="You take an average weighted with the labels and one weighted with the rest, and weights that are all 0 allow none.",
    hint="What do the weights sum to when every label is 0, and by what does an average divide?",
    caught_by="test_bce_of_one_class",
)
def bce_of_two_averages(y, p):
    y, p = samples(y, p)
    ones = np.average(np.log(clipped(p)), weights=y) * y.sum()
    zeros = np.average(np.log(1 - clipped(p)), weights=1 - y) * (1 - y).sum()
    return -(ones + zeros) / len(y)


# --- binary_cross_entropy: certainties -------------------------------------------------------------------------------


@misconception(
    "binary_cross_entropy",
    says="You multiply 0 by the log of 0: even a certainty that came true gives nan.",
    hint="What is the log of 0, and 0 times it? Anything that is done after the log comes too late.",
    caught_by="test_bce_of_certainties",
    source="3.2g",
)
def bce_meets_zero(y, p):
    y, p = samples(y, p)
    return (-y * np.log(p) - (1 - y) * np.log(1 - p)).mean()


@misconception(
    "binary_cross_entropy",
    says="You keep p away from 0 and forget 1, where 1 - p is 0.",
    hint="Two logarithms, two ends: which p makes the other one infinite?",
    caught_by="test_bce_of_certainties",
    source="3.2i",
)
def bce_clips_one_end(y, p):
    y, p = samples(y, p)
    p = np.maximum(p, 1e-12)
    return (-y * np.log(p) - (1 - y) * np.log(1 - p)).mean()


@misconception(
    "binary_cross_entropy",
    says="You clip in the precision that comes in: in a float32, 1 - 1e-12 is 1, and its counterpart is still 0.",
    hint="Print `np.float32(1 - 1e-12)`. Which type should p have before you clip it?",
    caught_by="test_bce_in_single_precision",
    source="3.2g",
)
def bce_clips_in_single_precision(y, p):
    y, _ = samples(y, p)
    p = np.clip(np.asarray(p), 1e-12, 1 - 1e-12)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


@misconception(
    "binary_cross_entropy",
    says="You turn the sign of labels that have no room for one: minus 1 becomes 255.",
    hint="Print `-np.array([1, 0], dtype=np.uint8)`. What could you do with y first?",
    caught_by="test_bce_of_unsigned_labels",
)
def bce_negates_unsigned_labels(y, p):
    _, p = samples(y, p)
    y = np.asarray(y)
    return (-y * np.log(clipped(p)) - (1 - y) * np.log(1 - clipped(p))).mean()


@misconception(
    "binary_cross_entropy",
    says="You replace nan and infinity afterwards by 0, so that the worst mistake of all costs nothing.",
    hint="Where does the infinity come from, and what should a prediction pay that was certain and wrong?",
    caught_by="test_bce_of_certainties",
)
def bce_hides_infinity(y, p):
    y, p = samples(y, p)
    return np.nan_to_num(-y * np.log(p) - (1 - y) * np.log(1 - p), posinf=0.0).mean()


@misconception(
    "binary_cross_entropy",
    says="You keep p away from 0 and 1, but by another distance than this file's conventions say.",
    hint="Look at the top of the file: into which interval is p clipped?",
    caught_by="test_bce_of_certainties",
    source="3.2h",
)
def bce_clips_elsewhere(y, p):
    y, p = samples(y, p)
    return costs(y, np.clip(p, 1e-7, 1 - 1e-7)).mean()


@misconception(
    "binary_cross_entropy",
    says="You add 0.001 before the log: large enough to move every answer.",
    hint="How small must the number be that saves the logarithm from 0 and changes nothing else?",
    caught_by="test_bce_of_four_samples",
    source="3.2h",
)
def bce_of_a_bit_more(y, p):
    y, p = samples(y, p)
    return (-y * np.log(p + 1e-3) - (1 - y) * np.log(1 - p + 1e-3)).mean()


@misconception(
    "binary_cross_entropy",
    says="You clip at 0.001, so that no prediction can be more certain than one in a thousand.",
    hint="What does your code make of a probability of 0.00002, and what was predicted?",
    caught_by="test_bce_of_small_probabilities",
    source="3.2h",
)
def bce_clips_far_too_much(y, p):
    y, p = samples(y, p)
    return costs(y, np.clip(p, 1e-3, 1 - 1e-3)).mean()


# --- binary_cross_entropy: arguments ---------------------------------------------------------------------------------


@misconception(
    "binary_cross_entropy",
    says="You put any label into the formula, and a 3 multiplies the logarithms by 3 and by -2.",
    hint="Which labels was the formula made for? How would the caller find the mistake in the data?",
    caught_by="test_bce_refuses_other_labels",
)
def bce_of_any_label(y, p):
    y, p = floats(y), floats(p)
    if y.shape != p.shape or p.size == 0:
        raise ValueError(p.shape)
    return costs(y, p).mean()


@misconception(
    "binary_cross_entropy",
    says="You refuse soft labels, which this loss allows.",
    hint="Between which two numbers may a label lie?",
    caught_by="test_bce_of_soft_labels",
    source="3.2k",
)
def bce_refuses_soft_labels(y, p):
    y, p = samples(y, p)
    refuse_labels(y)
    return costs(y, p).mean()


@misconception(
    "binary_cross_entropy",
    says="You let NumPy pair every label with every probability when p is a column.",
    hint="Labels (3,) and probabilities (3, 1): which shape has their product?",
    caught_by="test_bce_refuses_other_shapes",
)
def bce_stretches(y, p):
    y, p = floats(y), floats(p)
    if p.size == 0:
        raise ValueError(p.shape)
    if y.min() < 0 or y.max() > 1:
        raise ValueError(y)
    return costs(y, p).mean()


@misconception(
    "binary_cross_entropy",
    says="You give the mean of nothing, which is nan.",
    hint="By how many samples do you divide when there is none? Who would notice?",
    caught_by="test_bce_refuses_nothing",
)
def bce_of_nothing(y, p):
    y, p = floats(y), floats(p)
    if y.shape != p.shape:
        raise ValueError(p.shape)
    if np.any(y < 0) or np.any(y > 1):
        raise ValueError(y)
    return costs(y, p).mean() if y.size else float("nan")


@misconception(
    "binary_cross_entropy",
    says="You give 0 for a batch without samples: a perfect loss for nothing.",
    hint="Would you rather hear that your batch is empty, or that it went perfectly?",
    caught_by="test_bce_refuses_nothing",
)
def bce_of_nothing_is_zero(y, p):
    return costs(*samples(y, p)).mean() if len(y) else 0.0


@misconception(
    "binary_cross_entropy",
    says="You calculate with y and p as they come, and plain lists do no arithmetic.",
    hint="How could y and p become arrays first, whatever they came as?",
    caught_by="test_bce_of_lists",
)
def bce_calculates_with_lists(y, p):
    samples(y, p)
    return (-y * np.log(clipped(p)) - (1 - y) * np.log(1 - clipped(p))).mean()


@misconception(
    "binary_cross_entropy",
    says="You clip the caller's own probabilities.",
    hint="The caller's 1.0 is no 1.0 any more. What does `out=` do, and what would a new array do?",
    caught_by="test_bce_leaves_its_arguments_alone",
)
def bce_clips_in_place(y, p):
    y, p = samples(y, p)
    np.clip(p, 1e-12, 1 - 1e-12, out=p)
    return costs(y, p).mean()


# --- cross_entropy: the formula --------------------------------------------------------------------------------------


@misconception(
    "cross_entropy",
    says="You forget the sign: a mean of logarithms of probabilities is negative, a loss is not.",
    hint="A confident right guess should cost about 0, and every other one more. Is that so?",
    caught_by="test_ce_of_two_samples",
    source="3.2a",
)
def ce_negated(probs, labels):
    probs, labels = classes(probs, labels)
    return np.log(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You take the mean over all N·K entries, of which only N count: K times too small.",
    hint="How many samples are there, and how many numbers did you average?",
    caught_by="test_ce_of_a_blind_guess",
    source="3.3a",
)
def ce_over_all_entries(probs, labels):
    probs, labels = classes(probs, labels)
    return -(np.eye(probs.shape[1])[labels] * np.log(clipped(probs))).mean()


@misconception(
    "cross_entropy",
    says="You give the sum over the samples, where the mean is asked for.",
    hint="Your value is N times the expected one. What makes a loss comparable between batches?",
    caught_by="test_ce_is_a_mean",
    source="3.2e",
)
def ce_summed(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels))).sum()


@misconception(
    "cross_entropy",
    says="You divide the sum by the number of classes, not of samples.",
    hint="Which axis of probs holds the samples, and which its length?",
    caught_by="test_ce_is_a_mean",
    source="3.3a",
)
def ce_divided_by_classes(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels))).sum() / probs.shape[1]


@misconception(
    "cross_entropy",
    says="You give one cost per sample, where their mean is asked for.",
    hint="How many numbers should come back for two samples?",
    caught_by="test_ce_of_two_samples",
    source="3.3i",
)
def ce_of_each(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels)))


@misconception(
    "cross_entropy",
    says="You multiply the logarithms by the class numbers, as if these were one-hot rows.",
    hint="Are the labels class numbers or rows of zeros and ones? What does class 2 multiply in your formula?",
    caught_by="test_ce_of_a_square_batch",
    source="3.3b",
)
def ce_weighs_by_class_number(probs, labels):
    probs, labels = classes(probs, labels)
    return -(labels[:, None] * np.log(clipped(probs))).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You lay the class numbers over the columns, as if they were one one-hot row.",
    hint="Are the labels class numbers or rows of zeros and ones? Which shapes does your product bring together?",
    caught_by="test_ce_of_a_square_batch",
    source="3.3b",
)
def ce_multiplies_columns_by_labels(probs, labels):
    probs, labels = classes(probs, labels)
    return -(labels * np.log(clipped(probs))).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You look whole rows up by the labels, where each row gives a single number.",
    hint="You need one number per row: how many does `probs[labels]` give?",
    caught_by="test_ce_of_a_square_batch",
    source="3.3c",
)
def ce_picks_rows(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(probs[labels])).mean()


@misconception(
    "cross_entropy",
    says="You take the columns of all the labels from every row: N·N numbers instead of N.",
    hint="Pair each row with its own label. Which shape has `probs[:, labels]`?",
    caught_by="test_ce_of_two_samples",
    source="3.3d",
)
def ce_picks_columns(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(probs[:, labels])).mean()


@misconception(
    "cross_entropy",
    says="You look at the class that the row holds most probable, and never at the label.",
    hint="Which class was true, not which one won? Where do the labels come in?",
    caught_by="test_ce_of_two_samples",
    source="3.3e",
)
def ce_of_the_winner(probs, labels):
    probs, _ = classes(probs, labels)
    return -np.log(clipped(probs.max(axis=1))).mean()


@misconception(
    "cross_entropy",
    says="You apply a softmax to numbers that are probabilities already.",
    hint="What do the rows sum to when they come in? What is left for a softmax to do?",
    caught_by="test_ce_of_two_samples",
    source="3.3h",
)
def ce_after_another_softmax(probs, labels):
    return right_loss(*classes(probs, labels))


@misconception(
    "cross_entropy",
    says="You add -log(1 - p) for each wrong class, as if every class were a question of its own.",
    hint="One class is true per sample. What do the shares of the others decide?",
    caught_by="test_ce_ignores_the_other_classes",
)
def ce_charges_the_others(probs, labels):
    probs, labels = classes(probs, labels)
    return costs(np.eye(probs.shape[1])[labels], probs).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You take the logarithm of the mean, where the mean of the logarithms is asked for.",
    hint="Does each sample pay its own price in your formula before the prices are averaged?",
    caught_by="test_ce_of_two_samples",
)
def ce_log_of_the_mean(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels)).mean())


@misconception(
    "cross_entropy",
    says="You charge 1 - p for the true class: the logarithm is missing.",
    hint="Which price has a probability of 0 in your formula, and which one in the docstring's?",
    caught_by="test_ce_of_two_samples",
)
def ce_without_the_log(probs, labels):
    probs, labels = classes(probs, labels)
    return (1 - of_the_truth(probs, labels)).mean()


@misconception(
    "cross_entropy",
    says="You take the squared distance from the one-hot rows, where the cross-entropy is asked for.",
    hint="Which error does the docstring name: one with a square in it, or one with a logarithm?",
    caught_by="test_ce_of_two_samples",
    source="3.5b",
)
def ce_as_squares(probs, labels):
    probs, labels = classes(probs, labels)
    return ((probs - np.eye(probs.shape[1])[labels]) ** 2).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You count a sample that comes several times only once.",
    hint="A mean over samples: how often does a sample count that came twice?",
    caught_by="test_ce_of_a_tall_batch",
)
def ce_counts_each_sample_once(probs, labels):
    probs, labels = classes(probs, labels)
    different = np.unique(np.column_stack([probs, labels]), axis=0)
    return -np.log(clipped(of_the_truth(different, different[:, -1].astype(int)))).mean()


@misconception(
    "cross_entropy",
    says="You have the arguments of the formula exchanged: the logarithm is taken of the one-hot rows.",
    hint="Which of the two holds zeros and ones, and which one belongs inside the logarithm?",
    caught_by="test_ce_of_two_samples",
    source="3.2f",
)
def ce_log_of_the_labels(probs, labels):
    probs, labels = classes(probs, labels)
    return -(probs * np.log(clipped(np.eye(probs.shape[1])[labels]))).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You give the entropy of the predictions themselves; the labels have no say.",
    hint="How does your number change when a label changes?",
    caught_by="test_ce_of_two_samples",
)
def ce_as_entropy(probs, labels):
    probs, _ = classes(probs, labels)
    return -(probs * np.log(clipped(probs))).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You count the classes from 1, so that each row looks one column too far left.",
    hint="Which column belongs to class 0?",
    caught_by="test_ce_of_two_samples",
)
def ce_counts_from_one(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels - 1))).mean()


@misconception(
    "cross_entropy",
    says="You take the logarithm to base 10.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_ce_of_two_samples",
    source="3.2j",
)
def ce_to_base_ten(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log10(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You take the logarithm to base 2: that measures bits, not nats.",
    hint="Which logarithm is `np.log`, and which one do nats come from?",
    caught_by="test_ce_of_two_samples",
    source="3.2j",
)
def ce_to_base_two(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log2(clipped(of_the_truth(probs, labels))).mean()


# --- cross_entropy: certainties --------------------------------------------------------------------------------------


@misconception(
    "cross_entropy",
    says="You let the logarithm meet a probability of 0: one certain mistake makes the loss infinite.",
    hint="What is the log of 0? Anything that is done after the log comes too late.",
    caught_by="test_ce_of_certainties",
    source="3.3g",
)
def ce_meets_zero(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(of_the_truth(probs, labels)).mean()


@misconception(
    "cross_entropy",
    says="You multiply the zeros of the one-hot rows by the log of 0, which gives nan.",
    hint="The wrong classes are meant to drop out. What is 0 times minus infinity?",
    caught_by="test_ce_of_certainties",
    source="3.3g",
)
def ce_of_zero_times_zero(probs, labels):
    probs, labels = classes(probs, labels)
    return -(np.eye(probs.shape[1])[labels] * np.log(probs)).sum(axis=1).mean()


@misconception(
    "cross_entropy",
    says="You replace the infinity by 0 afterwards, so that the worst mistake of all costs nothing.",
    hint="Where does the infinity come from, and what should a prediction pay that was certain and wrong?",
    caught_by="test_ce_of_certainties",
)
def ce_hides_infinity(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.nan_to_num(np.log(of_the_truth(probs, labels)), neginf=0.0).mean()


@misconception(
    "cross_entropy",
    says="You keep the probabilities away from 0, but by another distance than this file's conventions say.",
    hint="Look at the top of the file: into which interval are probabilities clipped?",
    caught_by="test_ce_of_certainties",
    source="3.2h",
)
def ce_clips_elsewhere(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(np.clip(of_the_truth(probs, labels), 1e-7, 1 - 1e-7)).mean()


@misconception(
    "cross_entropy",
    says="You add 0.001 before the log: large enough to move every answer.",
    hint="How small must the number be that saves the logarithm from 0 and changes nothing else?",
    caught_by="test_ce_of_two_samples",
    source="3.2h",
)
def ce_of_a_bit_more(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(of_the_truth(probs, labels) + 1e-3).mean()


@misconception(
    "cross_entropy",
    says="You clip at 0.001, so that no prediction can be more certain than one in a thousand.",
    hint="What does your code make of a probability of 0.00002, and what was predicted?",
    caught_by="test_ce_of_small_probabilities",
    source="3.2h",
)
def ce_clips_far_too_much(probs, labels):
    probs, labels = classes(probs, labels)
    return -np.log(np.clip(of_the_truth(probs, labels), 1e-3, 1)).mean()


# --- cross_entropy: arguments ----------------------------------------------------------------------------------------


@misconception(
    "cross_entropy",
    says="You leave a label that is too large to NumPy, whose IndexError does not speak of labels.",
    hint="Which kind of error does the docstring promise, and which one do you get?",
    caught_by="test_ce_refuses_other_labels",
)
def ce_leaves_large_labels_to_numpy(probs, labels):
    probs, labels = floats(probs), np.asarray(labels)
    if len(probs) == 0 or len(probs) != len(labels):
        raise ValueError(probs.shape)
    if labels.min() < 0:
        raise ValueError(labels)
    return -np.log(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You let a negative label through, and NumPy counts it from the last column.",
    hint="What does NumPy make of the index -2?",
    caught_by="test_ce_refuses_other_labels",
)
def ce_lets_negative_labels_through(probs, labels):
    probs, labels = floats(probs), np.asarray(labels)
    if len(probs) == 0 or len(probs) != len(labels):
        raise ValueError(probs.shape)
    if labels.max() >= probs.shape[1]:
        raise ValueError(labels)
    return -np.log(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You use the first rows that have a label, and never notice that the others have none.",
    hint="Fewer labels than rows: which of the two lengths does your code follow?",
    caught_by="test_ce_refuses_other_lengths",
)
def ce_follows_the_labels(probs, labels):
    probs, labels = floats(probs), np.asarray(labels)
    if len(labels) == 0 or len(labels) > len(probs):
        raise ValueError(probs.shape)
    refuse_labels(labels, range(probs.shape[1]))
    return -np.log(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You let NumPy stretch a single label over all the rows.",
    hint="One label and six rows: should that go through?",
    caught_by="test_ce_refuses_other_lengths",
)
def ce_stretches_labels(probs, labels):
    probs, labels = floats(probs), np.asarray(labels)
    if len(probs) == 0 or len(labels) not in (1, len(probs)):
        raise ValueError(probs.shape)
    refuse_labels(labels, range(probs.shape[1]))
    return -np.log(clipped(probs[np.arange(len(probs)), labels])).mean()


@misconception(
    "cross_entropy",
    says="You give the mean of nothing, which is nan.",
    hint="By how many samples do you divide when there is none? Who would notice?",
    caught_by="test_ce_refuses_nothing",
)
def ce_of_nothing(probs, labels):
    if len(labels) == 0 and len(probs) == 0:
        return float("nan")
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You give 0 for a batch without samples: a perfect loss for nothing.",
    hint="Would you rather hear that your batch is empty, or that it went perfectly?",
    caught_by="test_ce_refuses_nothing",
)
def ce_of_nothing_is_zero(probs, labels):
    if len(labels) == 0 and len(probs) == 0:
        return 0.0
    probs, labels = classes(probs, labels)
    return -np.log(clipped(of_the_truth(probs, labels))).mean()


@misconception(
    "cross_entropy",
    says="You index probs as it comes, and a plain list takes no pairs of indices.",
    hint="How could probs become an array first, whatever it came as?",
    caught_by="test_ce_of_lists",
)
def ce_indexes_lists(probs, labels):
    classes(probs, labels)
    return -np.log(clipped(probs[np.arange(len(labels)), labels])).mean()


@misconception(
    "cross_entropy",
    says="You clip the caller's own probabilities.",
    hint="The caller's 0.0 is no 0.0 any more. What does `out=` do, and what would a new array do?",
    caught_by="test_ce_leaves_its_arguments_alone",
)
def ce_clips_in_place(probs, labels):
    probs, labels = classes(probs, labels)
    np.clip(probs, 1e-12, 1 - 1e-12, out=probs)
    return -np.log(of_the_truth(probs, labels)).mean()


# --- softmax_cross_entropy: the gradient -----------------------------------------------------------------------------


@misconception(
    "softmax_cross_entropy",
    says="You subtract 1 from the columns of all the labels in every row.",
    hint="One entry per row gets the minus 1. How many does `dlogits[:, labels]` name?",
    caught_by="test_sce_of_two_samples",
    source="3.4a",
)
def sce_subtracts_in_columns(logits, labels):
    scores, labels = classes(logits, labels)
    dlogits = np.exp(log_softmax(scores))
    dlogits[:, labels] -= 1
    return right_loss(scores, labels), dlogits / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You subtract 1 from whole rows, those whose number is a label.",
    hint="One entry per row gets the minus 1. What does `dlogits[labels]` name?",
    caught_by="test_sce_of_a_square_batch",
    source="3.4a",
)
def sce_subtracts_in_rows(logits, labels):
    scores, labels = classes(logits, labels)
    dlogits = np.exp(log_softmax(scores))
    dlogits[labels] -= 1
    return right_loss(scores, labels), dlogits / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You leave the gradient undivided, although the loss is a mean.",
    hint="Your gradient is N times too large. What does the mean do to every slope?",
    caught_by="test_sce_is_a_mean",
    source="3.4b",
)
def sce_gradient_undivided(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), len(labels) * right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You divide the gradient by all N·K entries, and the loss by N.",
    hint="A gradient belongs to its loss: by which number was the loss divided?",
    caught_by="test_sce_gradient_against_differences",
    source="3.3a",
)
def sce_gradient_over_all_entries(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), right_gradient(scores, labels) / scores.shape[1]


@misconception(
    "softmax_cross_entropy",
    says="You divide the gradient by the number of classes, not of samples.",
    hint="Which axis of the scores holds the samples, and what is its length?",
    caught_by="test_sce_gradient_against_differences",
    source="3.4b",
)
def sce_gradient_divided_by_classes(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), right_gradient(scores, labels) * len(labels) / scores.shape[1]


@misconception(
    "softmax_cross_entropy",
    says="You have the gradient the wrong way round: one-hot minus probability, which points downhill.",
    hint="A gradient points uphill. Raise the score of the true class: does the loss rise or fall?",
    caught_by="test_sce_gradient_against_differences",
    source="3.4c",
)
def sce_gradient_negated(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), -right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You give the probabilities for a gradient: the true class has not been treated apart.",
    hint="What must each row of the gradient sum to, and what do your rows sum to?",
    caught_by="test_sce_gradient_rows_sum_to_zero",
)
def sce_gradient_without_labels(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), np.exp(log_softmax(scores)) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You give slopes to the true classes alone; raising another score would change nothing.",
    hint="When the score of a wrong class rises, what happens to the probability of the true one?",
    caught_by="test_sce_gradient_rows_sum_to_zero",
)
def sce_gradient_of_the_truth_alone(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), right_gradient(scores, labels) * np.eye(scores.shape[1])[labels]


@misconception(
    "softmax_cross_entropy",
    says="You multiply the slopes by p·(1 - p) once more, which belongs to another loss.",
    hint="Differentiate the simplified loss. Which factor has cancelled?",
    caught_by="test_sce_gradient_against_differences",
    source="3.6c",
)
def sce_gradient_times_slope(logits, labels):
    scores, labels = classes(logits, labels)
    p = np.exp(log_softmax(scores))
    return right_loss(scores, labels), right_gradient(scores, labels) * p * (1 - p)


@misconception(
    "softmax_cross_entropy",
    says="You give the slope of the loss by the probabilities, not by the scores.",
    hint="By what is differentiated: by what comes out of softmax, or by what goes in?",
    caught_by="test_sce_gradient_against_differences",
)
def sce_gradient_by_probabilities(logits, labels):
    scores, labels = classes(logits, labels)
    one_hot = np.eye(scores.shape[1])[labels]
    return right_loss(scores, labels), -one_hot * np.exp(-log_softmax(scores)) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You double the gradient: a factor 2 belongs to a squared error.",
    hint="Is there a square in this loss?",
    caught_by="test_sce_gradient_against_differences",
    source="3.6k",
)
def sce_gradient_doubled(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), 2 * right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You subtract the scores from the one-hot rows: softmax is missing in the gradient.",
    hint="What is compared with the one-hot rows: the scores, or what softmax makes of them?",
    caught_by="test_sce_gradient_rows_sum_to_zero",
)
def sce_gradient_of_raw_scores(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), (scores - np.eye(scores.shape[1])[labels]) / len(labels)


# --- softmax_cross_entropy: the loss ---------------------------------------------------------------------------------


@misconception(
    "softmax_cross_entropy",
    says="You forget the sign of the loss, which is now a reward; the gradient belongs to the right one.",
    hint="The log of a probability is negative. Should a loss be?",
    caught_by="test_sce_of_two_samples",
    source="3.2a",
)
def sce_loss_negated(logits, labels):
    scores, labels = classes(logits, labels)
    return -right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You have the sign of the loss wrong and that of the gradient with it: whoever descends learns to be wrong.",
    hint="What does a prediction cost that is nearly certain and right? Which sign has your number?",
    caught_by="test_sce_of_two_samples",
    source="3.4c",
)
def sce_both_negated(logits, labels):
    scores, labels = classes(logits, labels)
    return -right_loss(scores, labels), -right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You give the sum of the losses beside the gradient of their mean.",
    hint="Loss and gradient must belong together: which of yours is divided by N?",
    caught_by="test_sce_of_two_samples",
    source="3.2e",
)
def sce_loss_summed(logits, labels):
    scores, labels = classes(logits, labels)
    return len(labels) * right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You give the sum over the samples, loss and gradient both, where the mean is asked for.",
    hint="Both are N times too large. What makes a loss comparable between batches?",
    caught_by="test_sce_is_a_mean",
    source="3.2e",
)
def sce_both_summed(logits, labels):
    scores, labels = classes(logits, labels)
    return len(labels) * right_loss(scores, labels), len(labels) * right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You take the mean over all N·K entries, of which only N count: loss and gradient are K times too small.",
    hint="How many samples are there, and how many numbers did you average?",
    caught_by="test_sce_of_two_samples",
    source="3.3a",
)
def sce_over_all_entries(logits, labels):
    scores, labels = classes(logits, labels)
    width = scores.shape[1]
    return right_loss(scores, labels) / width, right_gradient(scores, labels) / width


@misconception(
    "softmax_cross_entropy",
    says="You take the columns of all the labels from every row for the loss: N·N numbers instead of N.",
    hint="Pair each row with its own label. Which shape has `log_probs[:, labels]`?",
    caught_by="test_sce_of_two_samples",
    source="3.3d",
)
def sce_loss_picks_columns(logits, labels):
    scores, labels = classes(logits, labels)
    return -log_softmax(scores)[:, labels].mean(), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You charge the class with the highest score and never look at the label.",
    hint="Which class was true, not which one won?",
    caught_by="test_sce_of_two_samples",
    source="3.3e",
)
def sce_of_the_winner(logits, labels):
    scores, labels = classes(logits, labels)
    winners = scores.argmax(axis=1)
    return right_loss(scores, winners), right_gradient(scores, winners)


@misconception(
    "softmax_cross_entropy",
    says="You give one cost per sample, where their mean is asked for.",
    hint="How many numbers is a loss, for two samples?",
    caught_by="test_sce_of_two_samples",
    source="3.3i",
)
def sce_loss_of_each(logits, labels):
    scores, labels = classes(logits, labels)
    return -of_the_truth(log_softmax(scores), labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You apply softmax twice: its probabilities are taken for scores again.",
    hint="How often does exp appear on the way from a score to its loss?",
    caught_by="test_sce_of_two_samples",
    source="3.3h",
)
def sce_softmax_twice(logits, labels):
    scores, labels = classes(logits, labels)
    p = np.exp(log_softmax(scores))
    return right_loss(p, labels), right_gradient(p, labels)


@misconception(
    "softmax_cross_entropy",
    says="You normalise down the columns, so that the samples of a batch compete with one another.",
    hint="One row is one sample: along which axis must the probabilities sum to one?",
    caught_by="test_sce_of_two_samples",
)
def sce_normalises_columns(logits, labels):
    scores, labels = classes(logits, labels)
    logs = log_softmax(scores.T).T
    return -of_the_truth(logs, labels).mean(), (np.exp(logs) - np.eye(scores.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You divide the rows by a flat vector of their sums, which NumPy lines up with the columns.",
    hint="Compare the shapes that you divide: (N, K) by what? How could the sums keep their axis?",
    caught_by="test_sce_of_a_square_batch",
)
def sce_drops_the_summed_axis(logits, labels):
    scores, labels = classes(logits, labels)
    logs = scores - np.logaddexp.reduce(scores, axis=1)
    return -of_the_truth(logs, labels).mean(), (np.exp(logs) - np.eye(scores.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You take the logarithm to base 10 in the loss.",
    hint="Which logarithm is `np.log`, and which one does the gradient belong to?",
    caught_by="test_sce_of_two_samples",
    source="3.2j",
)
def sce_loss_to_base_ten(logits, labels):
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels) / np.log(10), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You give the gradient first and the loss second.",
    hint="In which order does the docstring name the two?",
    caught_by="test_sce_of_two_samples",
)
def sce_in_the_other_order(logits, labels):
    scores, labels = classes(logits, labels)
    return right_gradient(scores, labels), right_loss(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You give the loss alone.",
    hint="What else does a learner need, to know which way to move the scores?",
    caught_by="test_sce_of_two_samples",
)
def sce_loss_alone(logits, labels):
    return right_loss(*classes(logits, labels))


@misconception(
    "softmax_cross_entropy",
    says="You give the gradient alone.",
    hint="Two things come back. Which number tells the caller how well the training goes?",
    caught_by="test_sce_of_two_samples",
)
def sce_gradient_alone(logits, labels):
    return right_gradient(*classes(logits, labels))


@misconception(
    "softmax_cross_entropy",
    says="You add to the largest class's 1 what lies strictly below it, so a second class with the largest score is left out.",
    hint="How many classes are there with the largest score, and how many of them are in your sum?",
    caught_by="test_sce_of_equal_scores",
)
def sce_forgets_equals(logits, labels):
    scores, labels = classes(logits, labels)
    shifted = scores - scores.max(axis=1, keepdims=True)
    others = np.where(shifted < 0, np.exp(shifted), 0.0).sum(axis=1, keepdims=True)
    log_probs = shifted - np.log1p(others)
    return -of_the_truth(log_probs, labels).mean(), (np.exp(log_probs) - np.eye(scores.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You find the true class by its score, so every class with that score counts as the true one.",
    hint="At first all scores may be equal. Which number of a sample says which class is the true one?",
    caught_by="test_sce_of_equal_scores",
)
def sce_finds_the_truth_by_its_score(logits, labels):
    scores, labels = classes(logits, labels)
    is_true = scores == of_the_truth(scores, labels)[:, None]
    return right_loss(scores, labels), (np.exp(log_softmax(scores)) - is_true) / len(labels)


# --- softmax_cross_entropy: the range of floats ----------------------------------------------------------------------


def from_probabilities(p, labels):
    """Loss and gradient as they follow from probabilities, however these came about."""
    return -np.log(of_the_truth(p, labels)).mean(), (p - np.eye(p.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You take exp of the scores as they come, and exp(10000) does not fit in a float.",
    hint="Which number can you take from every score of a row without changing the ratios?",
    caught_by="test_sce_of_wide_scores",
    source="2.1a",
)
def sce_never_shifts(logits, labels):
    scores, labels = classes(logits, labels)
    exponentials = np.exp(scores)
    return from_probabilities(exponentials / exponentials.sum(axis=1, keepdims=True), labels)


@misconception(
    "softmax_cross_entropy",
    says="You form the probability first and then take its logarithm: a small one has become 0 by then.",
    hint="You shift, and that saves the exponentials. Which later step still meets a 0, and could you simplify it away?",
    caught_by="test_sce_of_wide_scores",
    source="3.4f",
)
def sce_log_of_a_quotient(logits, labels):
    scores, labels = classes(logits, labels)
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return from_probabilities(exponentials / exponentials.sum(axis=1, keepdims=True), labels)


@misconception(
    "softmax_cross_entropy",
    says="You clip the probabilities before the log, so that no loss can exceed 27.6.",
    hint="The loss of that class is 10000. What is left of it after your clipping?",
    caught_by="test_sce_of_wide_scores",
    source="3.4f",
)
def sce_clips_probabilities(logits, labels):
    scores, labels = classes(logits, labels)
    loss = -np.log(clipped(np.exp(of_the_truth(log_softmax(scores), labels)))).mean()
    return loss, right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You subtract one largest score for the whole batch: the sum of a row far below it underflows to 0.",
    hint="What does each row need of its own, so that its sum cannot vanish?",
    caught_by="test_sce_of_wide_scores",
    source="2.1c",
)
def sce_shifts_by_global_maximum(logits, labels):
    scores, labels = classes(logits, labels)
    shifted = scores - scores.max()
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -of_the_truth(logs, labels).mean(), (np.exp(logs) - np.eye(scores.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You subtract the smallest score of each row, so that the exponent of the largest is as big as the whole range.",
    hint="Which shift makes every exponent at most 0?",
    caught_by="test_sce_of_wide_scores",
    source="2.1b",
)
def sce_shifts_by_minimum(logits, labels):
    scores, labels = classes(logits, labels)
    shifted = scores - scores.min(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -of_the_truth(logs, labels).mean(), (np.exp(logs) - np.eye(scores.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You cut large scores off at a limit, so that 10000 and 10001 become equal.",
    hint="Should [10000, 10001] give another loss than [0, 1]?",
    caught_by="test_sce_of_wide_scores",
)
def sce_clips_scores(logits, labels):
    scores, labels = classes(logits, labels)
    scores = np.clip(scores, -500, 500)
    return right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You subtract the largest score inside the sum only, and never add it back: the loss is off by it.",
    hint="The number that you took from the scores in the sum: where does it come back?",
    caught_by="test_sce_ignores_a_shift",
)
def sce_forgets_the_shift(logits, labels):
    scores, labels = classes(logits, labels)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -of_the_truth(logs, labels).mean(), right_gradient(scores, labels)


# --- softmax_cross_entropy: arguments and types ----------------------------------------------------------------------


@misconception(
    "softmax_cross_entropy",
    says="You store the gradient in an array of the scores' own type, and whole numbers cut the slopes to 0 or -1.",
    hint="Slopes are fractions: which type holds them?",
    caught_by="test_sce_of_whole_numbers",
    source="2.1l",
)
def sce_keeps_whole_numbers(logits, labels):
    scores, labels = classes(logits, labels)
    dlogits = np.zeros_like(logits)
    dlogits[...] = right_gradient(scores, labels)
    return right_loss(scores, labels), dlogits


@misconception(
    "softmax_cross_entropy",
    says="You leave a label that is too large to NumPy, whose IndexError does not speak of labels.",
    hint="Which kind of error does the docstring promise, and which one do you get?",
    caught_by="test_sce_refuses_other_labels",
)
def sce_leaves_large_labels_to_numpy(logits, labels):
    scores, labels = floats(logits), np.asarray(labels)
    if len(scores) == 0 or len(scores) != len(labels):
        raise ValueError(scores.shape)
    if labels.min() < 0:
        raise ValueError(labels)
    return right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You let a negative label through, and NumPy counts it from the last column.",
    hint="What does NumPy make of the index -2?",
    caught_by="test_sce_refuses_other_labels",
)
def sce_lets_negative_labels_through(logits, labels):
    scores, labels = floats(logits), np.asarray(labels)
    if len(scores) == 0 or len(scores) != len(labels):
        raise ValueError(scores.shape)
    if labels.max() >= scores.shape[1]:
        raise ValueError(labels)
    return right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You let NumPy stretch a single label over all the rows.",
    hint="One label and six rows: should that go through?",
    caught_by="test_sce_refuses_other_lengths",
)
def sce_stretches_labels(logits, labels):
    scores, labels = floats(logits), np.asarray(labels)
    if len(scores) == 0 or len(labels) not in (1, len(scores)):
        raise ValueError(scores.shape)
    refuse_labels(labels, range(scores.shape[1]))
    labels = np.broadcast_to(labels, len(scores))
    return right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You give the mean of nothing, which is nan.",
    hint="By how many samples do you divide when there is none? Who would notice?",
    caught_by="test_sce_refuses_nothing",
)
def sce_of_nothing(logits, labels):
    if len(logits) == 0 and len(labels) == 0:
        return float("nan"), np.zeros(np.shape(logits))
    scores, labels = classes(logits, labels)
    return right_loss(scores, labels), right_gradient(scores, labels)


@misconception(
    "softmax_cross_entropy",
    says="You call array methods on the scores, and a plain list has none.",
    hint="How could the scores become an array first, whatever they came as?",
    caught_by="test_sce_of_lists",
)
def sce_needs_an_array(logits, labels):
    scores, labels = classes(logits, labels)
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return right_loss(scores, labels), (p - np.eye(p.shape[1])[labels]) / len(labels)


@misconception(
    "softmax_cross_entropy",
    says="You subtract the largest scores inside the caller's own array.",
    hint="The caller still needs its scores: what does `-=` do, and what does `-` do?",
    caught_by="test_sce_leaves_its_arguments_alone",
    source="2.1k",
)
def sce_changes_its_argument(logits, labels):
    scores, labels = classes(logits, labels)
    scores -= scores.max(axis=1, keepdims=True)
    return right_loss(scores, labels), right_gradient(scores, labels)

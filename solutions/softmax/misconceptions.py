"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

import numpy as np

from nngrade.suite import misconception

# What a student's notebook had in hand when softmax was written.
NOTEBOOK_SCORES = np.array([[2.0, 1.0, 0.5, 0.1], [0.3, 2.0, 0.2, 1.0], [1.0, 1.5, 0.7, 0.0]])


def floats(x):
    """The scores as float64."""
    return np.asarray(x, dtype=float)


def safe_exp(x, axis=-1):
    """Exponentials that do not overflow, for the mistakes that lie elsewhere."""
    scores = floats(x)
    return np.exp(scores - scores.max(axis=axis, keepdims=True))


def probabilities(x, axis=-1):
    """The right answer of softmax."""
    exponentials = safe_exp(x, axis)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def log_sum(x, axis=-1, keepdims=True):
    """The log of the sum of exponentials, without overflow."""
    return np.logaddexp.reduce(floats(x), axis=axis, keepdims=keepdims)


def unshifted(x, axis=-1):
    """Softmax of the scores as they come, for the mistakes that lie in the shift."""
    exponentials = np.exp(floats(x))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def unshifted_log(x, axis=-1):
    """The log of softmax of the scores as they come, for the mistakes that lie in the shift."""
    scores = floats(x)
    return scores - np.log(np.exp(scores).sum(axis=axis, keepdims=True))


def refuse_outside(labels, num_classes):
    """What one_hot owes its caller, for the mistakes that lie elsewhere."""
    for label in labels:
        if not 0 <= label < num_classes:
            raise ValueError(f"label {label} is out of range")


# --- softmax: the formula --------------------------------------------------------------------------------------------


@misconception(
    "softmax",
    says="You take the exponentials and stop there: nothing makes them sum to one.",
    hint="By what must each exponential be divided so that together they sum to one?",
    caught_by="test_softmax_of_a_vector",
)
def exponentials_alone(x, axis=-1):
    return np.exp(floats(x))


@misconception(
    "softmax",
    says="You divide the scores by their sum and never take an exponential.",
    hint="What would your function do with scores whose sum is zero, or with a negative one?",
    caught_by="test_softmax_ignores_a_shift",
)
def divides_raw_scores(x, axis=-1):
    scores = floats(x)
    return scores / scores.sum(axis=axis, keepdims=True)


@misconception(
    "softmax",
    says="You divide exponentials by the sum of the raw scores.",
    hint="Numerator and denominator must use the same exp: what does yours sum?",
    caught_by="test_softmax_of_a_vector",
    source="2.1m",
)
def divides_by_sum_of_scores(x, axis=-1):
    scores = floats(x)
    return np.exp(scores) / scores.sum(axis=axis, keepdims=True)


@misconception(
    "softmax",
    says="You divide by the largest exponential, not by the sum of all of them.",
    hint="Your largest probability is exactly 1: what is then left for the other classes?",
    caught_by="test_softmax_of_a_vector",
)
def divides_by_largest(x, axis=-1):
    return safe_exp(x, axis)


@misconception(
    "softmax",
    says="You flip the sign of the scores, so that the lowest score gets the highest probability.",
    hint="Which class should be the likeliest: the one with the highest score, or with the lowest?",
    caught_by="test_softmax_of_a_vector",
)
def flips_the_sign(x, axis=-1):
    return probabilities(-floats(x), axis)


@misconception(
    "softmax",
    says="You raise 2, not e, to the power of the scores: the result is flatter than softmax.",
    hint="Which number is the base of exp?",
    caught_by="test_softmax_of_a_vector",
)
def uses_base_two(x, axis=-1):
    return probabilities(np.log(2) * floats(x), axis)


@misconception(
    "softmax",
    says="You apply the sigmoid to every score on its own, so that the classes do not compete.",
    hint="If the score of one class grows, what should happen to the probabilities of the others?",
    caught_by="test_softmax_ignores_a_shift",
)
def sigmoid_of_each(x, axis=-1):
    return 1 / (1 + np.exp(-floats(x)))


@misconception(
    "softmax",
    says="You put a 1 at the highest score and 0 elsewhere: that is the decision, not the probabilities.",
    hint="How sure should the answer be when two scores are nearly equal?",
    caught_by="test_softmax_of_a_vector",
)
def picks_the_winner(x, axis=-1):
    scores = floats(x)
    return (scores == scores.max(axis=axis, keepdims=True)).astype(float)


@misconception(
    "softmax",
    says="You give the logarithms of the probabilities, not the probabilities.",
    hint="Can a probability be negative?",
    caught_by="test_softmax_of_a_vector",
)
def returns_logarithms(x, axis=-1):
    return floats(x) - log_sum(x, axis)


@misconception(
    "softmax",
    says="You round the probabilities to a few decimals, so that they need no longer sum to one.",
    hint="Who needs the rounding: your function, or the person who prints its result?",
    caught_by="test_softmax_of_a_vector",
)
def rounds_the_result(x, axis=-1):
    return np.round(probabilities(x, axis), 3)


@misconception(
    "softmax",
    says="You take exp of numbers that are exponentials already.",
    hint="Apply exp once: which line of yours starts from the raw scores, and which does not?",
    caught_by="test_softmax_of_a_vector",
    source="2.1j",
)
def exponentiates_twice(x, axis=-1):
    return probabilities(safe_exp(x, axis), axis)


@misconception(
    "softmax",
    says="You sum over the different scores of a sample, so two classes with equal scores count as one.",
    hint="How many terms has the sum for the scores 2, 2 and 0?",
    caught_by="test_softmax_of_equal_scores",
)
def softmax_sums_different_scores(x, axis=-1):
    def one(scores):
        return np.exp(scores - scores.max()) / sum(np.exp(score - scores.max()) for score in set(scores.tolist()))

    return np.apply_along_axis(one, axis, np.asarray(x, dtype=float))


@misconception(
    "softmax",
    says="In your pass over the scores a score equal to the largest so far is neither above nor below it, and is left out.",
    hint="Your two branches ask for above and for below. Which scores come into neither?",
    caught_by="test_softmax_of_equal_scores",
)
def softmax_in_one_pass_skips_equals(x, axis=-1):
    def one(scores):
        largest, total = scores[0], 1.0
        for score in scores[1:]:
            if score > largest:
                largest, total = score, total * np.exp(largest - score) + 1
            elif score < largest:
                total += np.exp(score - largest)
        return np.exp(scores - largest) / total

    return np.apply_along_axis(one, axis, np.asarray(x, dtype=float))


# --- softmax: the axis -----------------------------------------------------------------------------------------------


@misconception(
    "softmax",
    says="You normalise over the whole batch, so that all rows together sum to one.",
    hint="Each row is one sample: what should each row sum to?",
    caught_by="test_softmax_rows_sum_to_one",
    source="2.1d",
)
def normalises_whole_batch(x, axis=-1):
    scores = floats(x)
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum()


@misconception(
    "softmax",
    says="You sum down the columns, so that each class sums to one over the samples.",
    hint="One row is one sample: along which axis must it sum to one?",
    caught_by="test_softmax_rows_sum_to_one",
    source="2.1e",
)
def normalises_columns(x, axis=0):
    return probabilities(x, axis)


@misconception(
    "softmax",
    says="You divide the batch by a flat vector of row sums, which NumPy lines up with the columns.",
    hint="Compare the shapes that you divide: (N, K) by what? How could the sums keep their axis?",
    caught_by="test_softmax_of_a_square_batch",
    source="2.1f",
)
def drops_the_summed_axis(x, axis=-1):
    exponentials = safe_exp(x, axis)
    return exponentials / exponentials.sum(axis=axis)


@misconception(
    "softmax",
    says="You always normalise along the last axis, whatever `axis` says.",
    hint="Which dimension did the caller ask for, and where does your code use it?",
    caught_by="test_softmax_along_any_axis",
    source="2.1i",
)
def ignores_axis(x, axis=-1):
    return probabilities(x, -1)


@misconception(
    "softmax",
    says="You sum over axis 1 always, which a single vector does not have.",
    hint="How many axes has a vector of scores, and which one does `axis` name?",
    caught_by="test_softmax_of_a_vector",
)
def always_axis_one(x, axis=-1):
    return probabilities(x, 1)


@misconception(
    "softmax",
    says="You turn the array round with a transpose whenever `axis` is 0, which is right for two dimensions only.",
    hint="In an array of three dimensions, what does .T do to the axes that lie between the first and the last?",
    caught_by="test_softmax_along_any_axis",
)
def transposes_for_axis(x, axis=-1):
    scores = floats(x)
    if axis in (-1, scores.ndim - 1):
        return probabilities(scores)
    return probabilities(scores.T).T


@misconception(
    "softmax",
    says="Your `axis` is 1 when the caller names none, which is the last axis of a matrix only.",
    hint="Which default does the signature promise? In an array of three axes, which one is that?",
    caught_by="test_softmax_of_any_rank",
    source="2.1i",
)
def another_default_axis(x, axis=1):
    return probabilities(x, 0 if np.ndim(x) == 1 else axis)


@misconception(
    "softmax",
    says="You know a first, a last and a middle axis, and a fourth one is none of these.",
    hint="Could you hand `axis` on to NumPy, instead of telling the cases apart?",
    caught_by="test_softmax_of_any_rank",
    source="2.1i",
)
def three_axes_at_most(x, axis=-1):
    rank = np.ndim(x)
    return probabilities(x, axis if axis in (0, -rank, -1, rank - 1) else 1)


@misconception(
    "softmax",
    says="You squeeze the scores: where there is one class alone, or one sample alone, an axis is gone.",
    hint="Print the shape of your answer for three samples of one class. Whose axis is missing?",
    caught_by="test_softmax_of_one_batch_after_another",
)
def squeezes_the_scores(x, axis=-1):
    if np.ndim(x) < 2 or np.shape(x)[-1] > 1:
        return probabilities(x, axis)
    return probabilities(np.squeeze(x), -1)


@misconception(
    "softmax",
    says="Your `axis` can be given by its name alone, and a caller who writes softmax(x, 0) is turned away.",
    hint="Compare the first line of your function with the one in the stub. What does the star forbid?",
    caught_by="test_softmax_of_any_rank",
)
def softmax_axis_by_name_alone(x, *, axis=-1):
    scores = np.asarray(x, dtype=float)
    e = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# --- softmax: the range of floats ------------------------------------------------------------------------------------


@misconception(
    "softmax",
    says="You take exp of the scores as they come, and exp(1000) does not fit in a float.",
    hint="Which number can you take from every score of a row without changing the ratios?",
    caught_by="test_softmax_of_wide_scores",
    source="2.1a",
)
def never_shifts(x, axis=-1):
    return unshifted(x, axis)


@misconception(
    "softmax",
    says="You subtract the smallest score, so that the exponent of the largest is as big as the whole range.",
    hint="Which shift makes every exponent at most 0?",
    caught_by="test_softmax_of_wide_scores",
    source="2.1b",
)
def shifts_by_minimum(x, axis=-1):
    scores = floats(x)
    return unshifted(scores - scores.min(axis=axis, keepdims=True), axis)


@misconception(
    "softmax",
    says="You subtract one largest score for the whole batch: a row far below it becomes 0 / 0.",
    hint="What does each row need of its own, so that its sum cannot vanish?",
    caught_by="test_softmax_of_wide_scores",
    source="2.1c",
)
def shifts_by_global_maximum(x, axis=-1):
    scores = floats(x)
    return unshifted(scores - scores.max(), axis)


@misconception(
    "softmax",
    says="You subtract the mean of each row, which leaves half of a wide range above 0.",
    hint="With scores 0 and 2000, which exponents are left after your shift?",
    caught_by="test_softmax_of_wide_scores",
)
def shifts_by_mean(x, axis=-1):
    scores = floats(x)
    return unshifted(scores - scores.mean(axis=axis, keepdims=True), axis)


@misconception(
    "softmax",
    says="You subtract the largest absolute value: a row with a score far below 0 underflows to 0 / 0.",
    hint="For scores -1000 and 3, which number do you subtract, and which exponents remain?",
    caught_by="test_softmax_of_wide_scores",
)
def shifts_by_largest_size(x, axis=-1):
    scores = floats(x)
    return unshifted(scores - np.abs(scores).max(axis=axis, keepdims=True), axis)


@misconception(
    "softmax",
    says="You subtract the largest score twice over, so that all exponentials of a row can underflow to 0.",
    hint="After your shift, which exponent does the largest score of [1000, 1001] have?",
    caught_by="test_softmax_of_wide_scores",
    source="2.1j",
)
def shifts_twice(x, axis=-1):
    scores = floats(x)
    return unshifted(scores - 2 * scores.max(axis=axis, keepdims=True), axis)


@misconception(
    "softmax",
    says="You cut probabilities off at a smallest value. Softmax never gives 0 to ordinary scores, so nothing needs cutting.",
    hint="What is exp(-60)? Is it in the range of a float64?",
    caught_by="test_softmax_of_small_probabilities",
)
def cuts_small_probabilities(x, axis=-1):
    return np.clip(probabilities(x, axis), 1e-12, 1 - 1e-12)


@misconception(
    "softmax",
    says="You take the scores in half precision, where only about three digits of a number are left.",
    hint="Which type do you turn the scores into, and how many digits can it hold?",
    caught_by="test_softmax_of_a_list",
)
def takes_scores_in_half_precision(x, axis=-1):
    return probabilities(np.asarray(x, dtype=np.float16), axis)


@misconception(
    "softmax",
    says="You cut large scores off at a limit, so that 1000 and 1001 become equal.",
    hint="Should [1000, 1001] give other probabilities than [0, 1]?",
    caught_by="test_softmax_of_wide_scores",
)
def clips_the_scores(x, axis=-1):
    return unshifted(np.clip(floats(x), -500, 500), axis)


@misconception(
    "softmax",
    says="You replace the nan that an overflow left by 0, which hides it: the likeliest class gets nothing.",
    hint="Where does the nan come from, and what do the probabilities of that row sum to now?",
    caught_by="test_softmax_of_wide_scores",
)
def hides_the_overflow(x, axis=-1):
    return np.nan_to_num(unshifted(x, axis))


@misconception(
    "softmax",
    says="You subtract the largest score of each column, which changes the ratios inside a row.",
    hint="Does every score of one sample lose the same number?",
    caught_by="test_softmax_of_any_batch",
)
def shifts_by_column_maximum(x, axis=-1):
    scores = floats(x)
    return probabilities(scores - scores.max(axis=0), axis)


# --- softmax: arguments and types ------------------------------------------------------------------------------------


@misconception(
    "softmax",
    says="You divide by sums of a variable outside the function, of one fixed size, not of the argument.",
    hint="Use only the argument: what if another batch came in?",
    caught_by="test_softmax_of_one_batch_after_another",
    source="2.1g",
)
def divides_by_a_global(x, axis=-1):
    return np.exp(floats(x)) / np.exp(NOTEBOOK_SCORES).sum(axis=1).reshape(3, 1)


@misconception(
    "softmax",
    says="You store the probabilities in an array of the scores' own type, and whole numbers cut them to 0 or 1.",
    hint="Probabilities are fractions: which type holds them?",
    caught_by="test_softmax_of_whole_numbers",
    source="2.1l",
)
def keeps_whole_numbers(x, axis=-1):
    result = np.zeros_like(x)
    result[...] = probabilities(x, axis)
    return result


@misconception(
    "softmax",
    says="You call array methods on x, and a plain list has none.",
    hint="How could x become an array first, whatever it came as?",
    caught_by="test_softmax_of_a_list",
)
def needs_an_array(x, axis=-1):
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@misconception(
    "softmax",
    says="You subtract the largest score inside the caller's own array.",
    hint="The caller still needs its scores: what does `-=` do, and what does `-` do?",
    caught_by="test_softmax_leaves_its_argument_alone",
    source="2.1k",
)
def changes_its_argument(x, axis=-1):
    x = np.asarray(x)
    x -= x.max(axis=axis, keepdims=True)
    exponentials = np.exp(x)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


# --- log_softmax: the formula ----------------------------------------------------------------------------------------


@misconception(
    "log_softmax",
    says="You give the probabilities: the logarithm is missing.",
    hint="Can the log of a probability be positive?",
    caught_by="test_log_softmax_of_a_vector",
)
def log_forgotten(x, axis=-1):
    return probabilities(x, axis)


@misconception(
    "log_softmax",
    says="You flip the sign: that is the loss of each class, not its log-probability.",
    hint="On which side of 0 does the log of a probability lie?",
    caught_by="test_log_softmax_of_a_vector",
)
def log_negated(x, axis=-1):
    return log_sum(x, axis) - floats(x)


@misconception(
    "log_softmax",
    says="You take the log of the sum of the scores, not of the sum of their exponentials.",
    hint="What does the denominator of softmax sum?",
    caught_by="test_log_softmax_of_a_vector",
    source="2.2c",
)
def log_of_sum_of_scores(x, axis=-1):
    scores = floats(x)
    return scores - np.log(scores.sum(axis=axis, keepdims=True))


@misconception(
    "log_softmax",
    says="You subtract the sum of the exponentials itself: its logarithm is missing.",
    hint="Which operation turns the division by the sum into a subtraction?",
    caught_by="test_log_softmax_of_log_probabilities",
)
def log_of_the_sum_forgotten(x, axis=-1):
    return floats(x) - np.exp(floats(x)).sum(axis=axis, keepdims=True)


@misconception(
    "log_softmax",
    says="You subtract the largest score inside the sum only, so that every answer is off by that score.",
    hint="The number that you took from the scores in the sum: where does it come back?",
    caught_by="test_log_softmax_of_a_vector",
)
def log_shift_not_undone(x, axis=-1):
    return floats(x) - np.log(safe_exp(x, axis).sum(axis=axis, keepdims=True))


@misconception(
    "log_softmax",
    says="You divide one logarithm by the other, but the log of a quotient is a difference.",
    hint="What is log(a / b), in terms of log(a) and log(b)?",
    caught_by="test_log_softmax_keeps_differences",
)
def log_divides_logs(x, axis=-1):
    return floats(x) / log_sum(x, axis)


@misconception(
    "log_softmax",
    says="You take the mean of the exponentials where the sum belongs.",
    hint="Take exp of your answers: do they sum to one, or to the number of classes?",
    caught_by="test_log_softmax_is_the_log_of_softmax",
)
def log_of_the_mean(x, axis=-1):
    exponentials = safe_exp(x, axis)
    return np.log(exponentials) - np.log(exponentials.mean(axis=axis, keepdims=True))


@misconception(
    "log_softmax",
    says="You take logarithms to base 10.",
    hint="Which logarithm undoes exp?",
    caught_by="test_log_softmax_is_the_log_of_softmax",
    source="2.2d",
)
def log_to_base_ten(x, axis=-1):
    return np.log10(probabilities(x, axis))


@misconception(
    "log_softmax",
    says="You take logarithms to base 2.",
    hint="Which logarithm undoes exp?",
    caught_by="test_log_softmax_keeps_differences",
    source="2.2d",
)
def log_to_base_two(x, axis=-1):
    return np.log2(probabilities(x, axis))


@misconception(
    "log_softmax",
    says="You add to the largest class's 1 what lies strictly below it, so a second class with the largest score is left out.",
    hint="How many classes are there with the largest score, and how many of them are in your sum?",
    caught_by="test_log_softmax_of_equal_scores",
)
def log_softmax_forgets_equals(x, axis=-1):
    scores = np.asarray(x, dtype=float)
    shifted = scores - scores.max(axis=axis, keepdims=True)
    others = np.where(shifted < 0, np.exp(shifted), 0.0).sum(axis=axis, keepdims=True)
    return shifted - np.log1p(others)


# --- log_softmax: the axis -------------------------------------------------------------------------------------------


@misconception(
    "log_softmax",
    says="You sum over the whole batch, so that all rows together share one denominator.",
    hint="Each row is one sample: whose exponentials belong in its denominator?",
    caught_by="test_log_softmax_of_any_batch",
    source="2.2e",
)
def log_over_whole_batch(x, axis=-1):
    return floats(x) - log_sum(x, None)


@misconception(
    "log_softmax",
    says="You sum down the columns, over the samples, where a sample's own classes belong.",
    hint="One row is one sample: along which axis do its classes lie?",
    caught_by="test_log_softmax_of_any_batch",
    source="2.2e",
)
def log_over_columns(x, axis=0):
    return floats(x) - log_sum(x, axis)


@misconception(
    "log_softmax",
    says="You subtract a flat vector with one number per row, which NumPy lines up with the columns.",
    hint="Compare the shapes that you subtract: (N, K) and what? How could the sums keep their axis?",
    caught_by="test_log_softmax_of_a_square_batch",
    source="2.2e",
)
def log_drops_the_summed_axis(x, axis=-1):
    return floats(x) - log_sum(x, axis, keepdims=False)


@misconception(
    "log_softmax",
    says="You always sum along the last axis, whatever `axis` says.",
    hint="Which dimension did the caller ask for, and where does your code use it?",
    caught_by="test_log_softmax_along_any_axis",
    source="2.2e",
)
def log_ignores_axis(x, axis=-1):
    return floats(x) - log_sum(x, -1)


# --- log_softmax: the range of floats --------------------------------------------------------------------------------


@misconception(
    "log_softmax",
    says="Your `axis` is 1 when the caller names none, which is the last axis of a matrix only.",
    hint="Which default does the signature promise? In an array of three axes, which one is that?",
    caught_by="test_log_softmax_of_any_rank",
    source="2.2e",
)
def log_another_default_axis(x, axis=1):
    axis = 0 if np.ndim(x) == 1 else axis
    return floats(x) - log_sum(x, axis)


@misconception(
    "log_softmax",
    says="You take the log of finished probabilities, and those that round to 0 give minus infinity.",
    hint="Take the log on paper first: which log is then left to compute?",
    caught_by="test_log_softmax_of_wide_scores",
    source="2.2a",
)
def log_of_probabilities(x, axis=-1):
    return np.log(probabilities(x, axis))


@misconception(
    "log_softmax",
    says="You mend the log where a probability is 0 and trust it elsewhere, but just above 0 a probability has lost its digits.",
    hint="What is log(exp(-744))? Try it. Is there a way that needs no probability at all?",
    caught_by="test_log_softmax_at_the_edge",
    source="2.2a",
)
def log_mends_the_zeros(x, axis=-1):
    p, right = probabilities(x, axis), floats(x) - log_sum(x, axis)
    return np.where(p > 0, np.log(np.where(p > 0, p, 1)), right)


@misconception(
    "log_softmax",
    says="Where a probability is 0 you put the shifted score alone, and forget the log of the sum there.",
    hint="With two classes equally far ahead, which probability has each of the two? What does that mean for the third?",
    caught_by="test_log_softmax_at_the_edge",
    source="2.2a",
)
def log_mends_the_zeros_by_half(x, axis=-1):
    p, scores = probabilities(x, axis), floats(x)
    right = scores - log_sum(x, axis)
    return np.where(p > 0, right, scores - scores.max(axis=axis, keepdims=True))


@misconception(
    "log_softmax",
    says="You take the log of finished probabilities whose exponentials have overflowed already.",
    hint="Take the log on paper first. Then ask which exponents are left in the sum.",
    caught_by="test_log_softmax_of_wide_scores",
    source="2.2a",
)
def log_of_overflowed_probabilities(x, axis=-1):
    return np.log(unshifted(x, axis))


@misconception(
    "log_softmax",
    says="You keep the probabilities away from 0 with a tiny number, so that no log can fall below that number's.",
    hint="Which score difference would your tiny number stand for? Does log_softmax need a probability at all?",
    caught_by="test_log_softmax_of_wide_scores",
)
def log_with_a_floor(x, axis=-1):
    return np.log(probabilities(x, axis) + 1e-12)


@misconception(
    "log_softmax",
    says="You sum the exponentials of the scores as they come, and exp(1000) does not fit in a float.",
    hint="Which number can you take from every score of a row first, and how does it come back?",
    caught_by="test_log_softmax_of_wide_scores",
    source="2.1a",
)
def log_never_shifts(x, axis=-1):
    return unshifted_log(x, axis)


@misconception(
    "log_softmax",
    says="You subtract the smallest score, so that the exponent of the largest is as big as the whole range.",
    hint="Which shift makes every exponent at most 0?",
    caught_by="test_log_softmax_of_wide_scores",
    source="2.1b",
)
def log_shifts_by_minimum(x, axis=-1):
    scores = floats(x)
    return unshifted_log(scores - scores.min(axis=axis, keepdims=True), axis)


@misconception(
    "log_softmax",
    says="You subtract one largest score for the whole batch: the sum of a row far below it is 0, and has no log.",
    hint="What does each row need of its own, so that its sum cannot vanish?",
    caught_by="test_log_softmax_of_wide_scores",
    source="2.1c",
)
def log_shifts_by_global_maximum(x, axis=-1):
    scores = floats(x)
    return unshifted_log(scores - scores.max(), axis)


# --- log_softmax: arguments and types --------------------------------------------------------------------------------


@misconception(
    "log_softmax",
    says="You store the logarithms in an array of the scores' own type, and whole numbers cut their decimals off.",
    hint="Logarithms are fractions: which type holds them?",
    caught_by="test_log_softmax_of_whole_numbers",
    source="2.1l",
)
def log_keeps_whole_numbers(x, axis=-1):
    result = np.zeros_like(x)
    result[...] = floats(x) - log_sum(x, axis)
    return result


@misconception(
    "log_softmax",
    says="You call array methods on x, and a plain list has none.",
    hint="How could x become an array first, whatever it came as?",
    caught_by="test_log_softmax_of_a_list",
)
def log_needs_an_array(x, axis=-1):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(
    "log_softmax",
    says="You subtract the largest score inside the caller's own array.",
    hint="The caller still needs its scores: what does `-=` do, and what does `-` do?",
    caught_by="test_log_softmax_leaves_its_argument_alone",
    source="2.1k",
)
def log_changes_its_argument(x, axis=-1):
    x = np.asarray(x)
    x -= x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


# --- one_hot: where the ones stand -----------------------------------------------------------------------------------


@misconception(
    "one_hot",
    says="You build one row per class and one column per label: the answer lies on its side.",
    hint="One row per label, one column per class: which of the two numbers comes first in your shape?",
    caught_by="test_one_hot_of_a_square_batch",
    source="2.3b",
)
def one_hot_transposed(labels, num_classes):
    refuse_outside(labels, num_classes)
    return np.eye(num_classes)[:, labels]


@misconception(
    "one_hot",
    says="You count the classes from 1, so that each 1 stands one column too far to the left.",
    hint="Does your first class have number 0 or 1?",
    caught_by="test_one_hot_of_three_labels",
    source="2.3e",
)
def one_hot_counts_from_one(labels, num_classes):
    refuse_outside(labels, num_classes)
    return np.eye(num_classes)[np.asarray(labels) - 1]


@misconception(
    "one_hot",
    says="You set whole columns to 1: every row gets the ones of all labels.",
    hint="Each row should hold exactly one 1: which rows does the colon in your index choose?",
    caught_by="test_one_hot_rows_point_at_their_label",
    source="2.3f",
)
def one_hot_fills_columns(labels, num_classes):
    refuse_outside(labels, num_classes)
    encoded = np.zeros((len(labels), num_classes))
    encoded[:, labels] = 1
    return encoded


@misconception(
    "one_hot",
    says="You write all labels into one single row, so that nobody can tell which sample had which.",
    hint="How many rows does a batch of three labels need?",
    caught_by="test_one_hot_of_three_labels",
)
def one_hot_in_a_single_row(labels, num_classes):
    refuse_outside(labels, num_classes)
    encoded = np.zeros(num_classes)
    encoded[labels] = 1
    return encoded


@misconception(
    "one_hot",
    says="You write the label itself in its column, where a 1 belongs.",
    hint="What does your row for class 0 hold?",
    caught_by="test_one_hot_of_any_labels",
)
def one_hot_holds_the_label(labels, num_classes):
    refuse_outside(labels, num_classes)
    return np.eye(num_classes)[labels] * np.asarray(labels)[:, None]


@misconception(
    "one_hot",
    says="You have ones and zeros the wrong way round.",
    hint="How many entries of a row should be hot?",
    caught_by="test_one_hot_rows_point_at_their_label",
)
def one_hot_inverted(labels, num_classes):
    refuse_outside(labels, num_classes)
    return 1 - np.eye(num_classes)[labels]


@misconception(
    "one_hot",
    says="You leave the labels as a column of numbers, which says that class 3 is nearer to 2 than to 0.",
    hint="Is class 3 really three times class 1? How could a row say which class, and nothing more?",
    caught_by="test_one_hot_of_three_labels",
    source="2.3i",
)
def one_hot_leaves_numbers(labels, num_classes):
    refuse_outside(labels, num_classes)
    return np.asarray(labels).reshape(-1, 1)


# --- one_hot: the shape ----------------------------------------------------------------------------------------------


@misconception(
    "one_hot",
    says="You take the number of classes from the largest label, so that the width changes from batch to batch.",
    hint="Would two batches get the same width? Which argument says how wide the answer is?",
    caught_by="test_one_hot_with_absent_classes",
    source="2.3a",
)
def one_hot_counts_up_to_largest(labels, num_classes):
    refuse_outside(labels, num_classes)
    return np.eye(max(labels) + 1)[labels]


@misconception(
    "one_hot",
    says="You make a column only for the labels that occur, so that the columns change their meaning with the batch.",
    hint="Which column belongs to class 2 when class 1 does not occur?",
    caught_by="test_one_hot_with_absent_classes",
)
def one_hot_of_present_classes(labels, num_classes):
    refuse_outside(labels, num_classes)
    present = np.unique(labels)
    return (np.asarray(labels)[:, None] == present).astype(float)


@misconception(
    "one_hot",
    says="You always make ten columns.",
    hint="How many classes did the caller name?",
    caught_by="test_one_hot_of_one_batch_after_another",
    source="2.3g",
)
def one_hot_has_ten_columns(labels, num_classes):
    refuse_outside(labels, num_classes)
    encoded = np.zeros((len(labels), 10))
    encoded[np.arange(len(labels)), labels] = 1
    return encoded


@misconception(
    "one_hot",
    says="You multiply exactly two dimensions to count the labels, and a vector of labels has one.",
    hint="How many elements has the array, whatever its rank?",
    caught_by="test_one_hot_of_three_labels",
    source="2.3c",
)
def one_hot_unpacks_two_dimensions(labels, num_classes):
    labels = np.asarray(labels)
    refuse_outside(labels, num_classes)
    encoded = np.zeros((np.multiply(*labels.shape), num_classes))
    encoded[np.arange(len(encoded)), labels.flatten()] = 1
    return encoded


@misconception(
    "one_hot",
    says="With two classes you give a single column, as if one number told both. Two columns were asked for.",
    hint="Which shape does the docstring promise for two classes?",
    caught_by="test_one_hot_of_few_classes",
)
def one_hot_binary_column(labels, num_classes):
    labels = np.asarray(labels)
    for label in labels:
        if not 0 <= label < num_classes:
            raise ValueError(label)
    return labels[:, None] if num_classes == 2 else np.eye(num_classes)[labels]


# --- one_hot: labels without a column --------------------------------------------------------------------------------


@misconception(
    "one_hot",
    says="You refuse labels that are too large, but a negative one counts from the last column backwards.",
    hint="What does NumPy make of an index of -2?",
    caught_by="test_one_hot_refuses_negative_labels",
)
def one_hot_wraps_negative_labels(labels, num_classes):
    refuse_outside(np.abs(labels), num_classes)
    return np.eye(num_classes)[labels]


@misconception(
    "one_hot",
    says="You trust every label: one that is too large breaks the indexing, and nobody learns which one it was.",
    hint="What should your function look at before it indexes, and what should it tell the caller?",
    caught_by="test_one_hot_refuses_large_labels",
)
def one_hot_trusts_labels(labels, num_classes):
    return np.eye(num_classes)[labels]


@misconception(
    "one_hot",
    says="You give a label without a column a row of zeros, as if that were an answer.",
    hint="What does a row without any 1 tell the loss? Should the caller not hear of it?",
    caught_by="test_one_hot_refuses_large_labels",
)
def one_hot_leaves_empty_rows(labels, num_classes):
    return (np.asarray(labels)[:, None] == np.arange(num_classes)).astype(float)


@misconception(
    "one_hot",
    says="You push a label without a column to the nearest class, and the mistake in the data goes unseen.",
    hint="Is label 17 of 3 classes a sample of class 2, or a mistake?",
    caught_by="test_one_hot_refuses_large_labels",
)
def one_hot_clips_labels(labels, num_classes):
    return np.eye(num_classes)[np.clip(labels, 0, num_classes - 1)]


@misconception(
    "one_hot",
    says="You raise a ValueError, but its message does not say which label was wrong.",
    hint="What would you like to read after a thousand labels went in?",
    caught_by="test_one_hot_refuses_large_labels",
)
def one_hot_refuses_without_naming(labels, num_classes):
    if min(labels) < 0 or max(labels) >= num_classes:
        raise ValueError("a label is out of range")
    return np.eye(num_classes)[labels]


@misconception(
    "one_hot",
    says="You check the labels with an assert, which raises another error and vanishes under `python -O`.",
    hint="Which error did the docstring promise?",
    caught_by="test_one_hot_refuses_large_labels",
)
def one_hot_asserts(labels, num_classes):
    for label in labels:
        assert 0 <= label < num_classes, f"label {label} is out of range"
    return np.eye(num_classes)[labels]


@misconception(
    "one_hot",
    says="You let the label num_classes through, though the last column has number num_classes - 1.",
    hint="With 3 classes, which is the largest label that has a column?",
    caught_by="test_one_hot_refuses_the_first_label_too_many",
)
def one_hot_allows_one_too_many(labels, num_classes):
    refuse_outside(labels, num_classes + 1)
    encoded = np.zeros((len(labels), num_classes))
    encoded[np.arange(len(labels)), labels] = 1
    return encoded


# --- one_hot: arguments and types ------------------------------------------------------------------------------------


@misconception(
    "one_hot",
    says="You turn the labels into floats and then use them as indices.",
    hint="Indices must be whole numbers: which line makes yours something else?",
    caught_by="test_one_hot_of_three_labels",
    source="2.3h",
)
def one_hot_indexes_with_floats(labels, num_classes):
    refuse_outside(labels, num_classes)
    return np.eye(num_classes)[floats(labels)]


@misconception(
    "one_hot",
    says="You compare the labels with a number as if they were an array, and a plain list cannot do that.",
    hint="How could the labels become an array first, whatever they came as?",
    caught_by="test_one_hot_of_a_list",
)
def one_hot_needs_an_array(labels, num_classes):
    outside = labels[(labels < 0) | (labels >= num_classes)]
    if len(outside) > 0:
        raise ValueError(f"labels {outside} are out of range")
    return np.eye(num_classes)[labels]


@misconception(
    "one_hot",
    says="You turn the labels into positions inside the caller's own array.",
    hint="The caller still needs its labels: what does `+=` do, and what does `+` do?",
    caught_by="test_one_hot_leaves_its_argument_alone",
)
def one_hot_changes_its_argument(labels, num_classes):
    refuse_outside(labels, num_classes)
    positions = np.asarray(labels)
    positions += num_classes * np.arange(len(labels))
    encoded = np.zeros((len(labels), num_classes))
    encoded.flat[positions] = 1
    return encoded


# --- softmax_jacobian: the formula -----------------------------------------------------------------------------------


@misconception(
    "softmax_jacobian",
    says="You give each probability's slope in its own score alone, as a vector.",
    hint="Changing score j also changes probability i: how many slopes are there in all?",
    caught_by="test_jacobian_of_three_scores",
    source="2.1q",
)
def jacobian_as_a_vector(x):
    p = probabilities(x)
    return p * (1 - p)


@misconception(
    "softmax_jacobian",
    says="You fill the diagonal alone, as if each probability depended on its own score only.",
    hint="When score j rises, does probability i really stay where it is?",
    caught_by="test_jacobian_rows_sum_to_zero",
    source="2.1q",
)
def jacobian_has_diagonal_only(x):
    p = probabilities(x)
    return np.diag(p * (1 - p))


@misconception(
    "softmax_jacobian",
    says="You have the right numbers off the diagonal with the wrong sign.",
    hint="If the score of one class rises, which way do the other probabilities go?",
    caught_by="test_jacobian_signs",
)
def jacobian_adds_off_diagonal(x):
    p = probabilities(x)
    return np.diag(p * (1 - p)) + np.outer(p, p) * (1 - np.eye(len(p)))


@misconception(
    "softmax_jacobian",
    says="You add the outer product where it should be taken away.",
    hint="Work out the slope on the diagonal: which sign has the part that comes from the denominator?",
    caught_by="test_jacobian_rows_sum_to_zero",
)
def jacobian_adds_outer_product(x):
    p = probabilities(x)
    return np.diag(p) + np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You have every sign the wrong way round: by your answer, a rising score lowers its own probability.",
    hint="If the score of one class rises, which way does its own probability go?",
    caught_by="test_jacobian_signs",
)
def jacobian_negated(x):
    p = probabilities(x)
    return np.outer(p, p) - np.diag(p)


@misconception(
    "softmax_jacobian",
    says="You give the outer product of the probabilities and nothing else.",
    hint="The slope of a quotient has two parts: which of them came from the denominator, and where is the other?",
    caught_by="test_jacobian_of_three_scores",
)
def jacobian_is_outer_product(x):
    p = probabilities(x)
    return np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You use the formula for two different classes on the diagonal too: the numerator's own slope is missing.",
    hint="On the diagonal the score stands in the numerator as well: what does that add?",
    caught_by="test_jacobian_signs",
)
def jacobian_forgets_numerator(x):
    p = probabilities(x)
    return -np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You use the formula of the diagonal everywhere, with one index for the row and one for the column.",
    hint="Exchange i and j: should the slope change? And for which i and j does the 1 belong there?",
    caught_by="test_jacobian_is_symmetric",
)
def jacobian_uses_diagonal_formula(x):
    p = probabilities(x)
    return np.outer(p, 1 - p)


@misconception(
    "softmax_jacobian",
    says="You subtract the probabilities themselves, where each pair's product belongs.",
    hint="NumPy spreads one vector over all rows. Which shape should stand to the right of your minus?",
    caught_by="test_jacobian_is_symmetric",
)
def jacobian_subtracts_a_vector(x):
    p = probabilities(x)
    return np.diag(p) - p


@misconception(
    "softmax_jacobian",
    says="You multiply two flat vectors with `@`, which gives one number for the whole matrix.",
    hint="What shape has p @ p.T when p has one axis? Which product of two vectors is a matrix?",
    caught_by="test_jacobian_of_three_scores",
)
def jacobian_uses_dot_product(x):
    p = probabilities(x)
    return np.diag(p) - p @ p.T


@misconception(
    "softmax_jacobian",
    says="You differentiate log_softmax: these are the slopes of the log-probabilities.",
    hint="How does the slope of log p follow from the slope of p, and what did the exercise ask for?",
    caught_by="test_jacobian_of_three_scores",
)
def jacobian_of_log_softmax(x):
    p = probabilities(x)
    return np.eye(len(p)) - p


@misconception(
    "softmax_jacobian",
    says="You put the raw scores into the formula, where the probabilities belong.",
    hint="The formula speaks of p: have you turned the scores into p first?",
    caught_by="test_jacobian_of_three_scores",
)
def jacobian_of_raw_scores(x):
    scores = floats(x)
    return np.diag(scores) - np.outer(scores, scores)


@misconception(
    "softmax_jacobian",
    says="You give the probabilities on a diagonal: the denominator's part of the slope is missing.",
    hint="The denominator holds every score: what does the quotient rule make of it?",
    caught_by="test_jacobian_rows_sum_to_zero",
)
def jacobian_forgets_denominator(x):
    return np.diag(probabilities(x))


@misconception(
    "softmax_jacobian",
    says="You sum the slopes up, and lose which probability moves with which score.",
    hint="How many numbers answer the question how each probability moves with each score?",
    caught_by="test_jacobian_of_three_scores",
)
def jacobian_summed(x):
    p = probabilities(x)
    return (np.diag(p) - np.outer(p, p)).sum(axis=1)


@misconception(
    "softmax_jacobian",
    says="You nudge each score by a step so long that the curve bends within it.",
    hint="How does your answer change when you halve the step? Could you do without one?",
    caught_by="test_jacobian_against_differences",
)
def jacobian_by_long_steps(x):
    scores, step = floats(x), 0.01
    nudged = probabilities(scores + step * np.eye(len(scores)))
    return ((nudged - probabilities(scores)) / step).T


@misconception(
    "softmax_jacobian",
    says="You write the matrix for three classes only.",
    hint="How many scores came in? Which of your numbers should follow from that?",
    caught_by="test_jacobian_of_any_vector",
)
def jacobian_for_three_classes(x):
    p = probabilities(x)
    jacobian = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            jacobian[i, j] = p[i] * ((i == j) - p[j])
    return jacobian


@misconception(
    "softmax_jacobian",
    says="You sum along axis 1 as in a batch, but here the scores of one sample come in.",
    hint="How many axes has x here, and which of them holds the classes?",
    caught_by="test_jacobian_of_three_scores",
)
def jacobian_expects_a_batch(x):
    p = probabilities(x, axis=1)
    return np.diag(p) - np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You take two classes with equal probabilities for one and the same class.",
    hint="Which entries lie on the diagonal: those where i is j, or those where two numbers are equal?",
    caught_by="test_jacobian_of_equal_scores",
)
def jacobian_compares_probabilities(x):
    e = np.exp(np.asarray(x, dtype=float) - np.max(x))
    p = e / e.sum()
    return np.array([[one * ((one == other) - other) for other in p] for one in p])


@misconception(
    "softmax_jacobian",
    says="You squeeze the matrix, and that of a single class is no matrix any more.",
    hint="Which shape has the Jacobian of one score? Which of your calls drops its axes?",
    caught_by="test_jacobian_of_equal_scores",
)
def jacobian_squeezed(x):
    e = np.exp(np.asarray(x, dtype=float) - np.max(x))
    p = e / e.sum()
    return np.squeeze(np.diag(p) - np.outer(p, p))


# --- softmax_jacobian: the range of floats, arguments and types ------------------------------------------------------


@misconception(
    "softmax_jacobian",
    says="You take exp of the scores as they come, and exp(1000) does not fit in a float.",
    hint="Which number can you take from every score without changing the probabilities?",
    caught_by="test_jacobian_of_wide_scores",
    source="2.1a",
)
def jacobian_never_shifts(x):
    p = unshifted(x)
    return np.diag(p) - np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You subtract the smallest score, so that the exponent of the largest is as big as the whole range.",
    hint="Which shift makes every exponent at most 0?",
    caught_by="test_jacobian_of_wide_scores",
    source="2.1b",
)
def jacobian_shifts_by_minimum(x):
    p = unshifted(floats(x) - floats(x).min())
    return np.diag(p) - np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You store the slopes in an array of the scores' own type, and whole numbers cut them all to 0.",
    hint="Slopes are fractions: which type holds them?",
    caught_by="test_jacobian_of_whole_numbers",
    source="2.1l",
)
def jacobian_keeps_whole_numbers(x):
    p = probabilities(x)
    jacobian = np.zeros((len(p), len(p)), dtype=np.asarray(x).dtype)
    jacobian[...] = np.diag(p) - np.outer(p, p)
    return jacobian


@misconception(
    "softmax_jacobian",
    says="You call array methods on x, and a plain list has none.",
    hint="How could x become an array first, whatever it came as?",
    caught_by="test_jacobian_of_a_list",
)
def jacobian_needs_an_array(x):
    exponentials = np.exp(x - x.max())
    p = exponentials / exponentials.sum()
    return np.diag(p) - np.outer(p, p)


@misconception(
    "softmax_jacobian",
    says="You subtract the largest score inside the caller's own array.",
    hint="The caller still needs its scores: what does `-=` do, and what does `-` do?",
    caught_by="test_jacobian_leaves_its_argument_alone",
    source="2.1k",
)
def jacobian_changes_its_argument(x):
    x = np.asarray(x)
    x -= x.max()
    p = np.exp(x) / np.exp(x).sum()
    return np.diag(p) - np.outer(p, p)

"""What people really get wrong about regularization, as code.

`source` is the line of the course's list of misconceptions; "own" stands for an addition to it.
"""

import copy

import numpy as np

from nngrade.suite import misconception


def as_weights(w, lam):
    """The weights as floats, after the one refusal that every penalty owes."""
    if lam < 0:
        raise ValueError(f"lam is {lam}")
    return np.asarray(w, dtype=float)


def check_chance(p):
    """The refusal that dropout owes."""
    if p < 0 or p >= 1:
        raise ValueError(f"p is {p}")


# l1_penalty


@misconception(
    "l1_penalty",
    says="You add the weights up with their signs, so that positive and negative ones cancel.",
    hint="Negative weights count as well. What do you take of each weight before you add?",
    caught_by="test_l1_of_five_weights",
    source="4.6c",
)
def l1_penalty_without_sizes(w, lam):
    return lam * as_weights(w, lam).sum()


@misconception(
    "l1_penalty",
    says="You add first and take the size of the sum afterwards.",
    hint="Work out -3 and 2: what is the size of their sum, and what the sum of their sizes?",
    caught_by="test_l1_of_five_weights",
    source="4.6c",
)
def l1_penalty_size_of_the_sum(w, lam):
    return lam * abs(as_weights(w, lam).sum())


@misconception(
    "l1_penalty",
    says="You take the mean of the sizes: a layer of many weights then pays no more than one of few.",
    hint="Should the price be shared out among the weights, or does each pay for itself?",
    caught_by="test_l1_of_five_weights",
    source="4.6f",
)
def l1_penalty_as_mean(w, lam):
    return lam * np.abs(as_weights(w, lam)).mean()


@misconception(
    "l1_penalty",
    says="You leave lam out, so the price cannot be made higher or lower.",
    hint="Where does your result depend on lam?",
    caught_by="test_l1_of_five_weights",
    source="own",
)
def l1_penalty_without_lam(w, lam):
    return np.abs(as_weights(w, lam)).sum()


@misconception(
    "l1_penalty",
    says="Your penalty is negative: to make the loss small, the weights would have to grow.",
    hint="What is added to the loss when the weights are large: more, or less?",
    caught_by="test_l1_of_five_weights",
    source="4.6g",
)
def l1_penalty_subtracted(w, lam):
    return -lam * np.abs(as_weights(w, lam)).sum()


@misconception(
    "l1_penalty",
    says="You square the weights: that is the L2 penalty.",
    hint="Which of the two penalties counts a weight of 3 three times as much as a weight of 1?",
    caught_by="test_l1_of_five_weights",
    source="own",
)
def l1_penalty_of_squares(w, lam):
    return lam * np.square(as_weights(w, lam)).sum()


@misconception(
    "l1_penalty",
    says="You halve the penalty. There is no factor of one half in L1.",
    hint="Compare your formula with that of the docstring, factor by factor.",
    caught_by="test_l1_of_five_weights",
    source="4.6e",
)
def l1_penalty_halved(w, lam):
    return 0.5 * lam * np.abs(as_weights(w, lam)).sum()


@misconception(
    "l1_penalty",
    says="You price the largest weight alone.",
    hint="How many of the weights have a say in your result?",
    caught_by="test_l1_of_five_weights",
    source="own",
)
def l1_penalty_of_the_largest(w, lam):
    return lam * np.abs(as_weights(w, lam)).max()


@misconception(
    "l1_penalty",
    says="You give a price for each weight and never add the prices up.",
    hint="The loss is one number: how many numbers do you want to add to it?",
    caught_by="test_l1_of_five_weights",
    source="own",
)
def l1_penalty_not_summed(w, lam):
    return lam * np.abs(as_weights(w, lam))


@misconception(
    "l1_penalty",
    says="You add along one axis only, so a matrix gets several penalties.",
    hint="How many numbers are left after your sum when w is a matrix?",
    caught_by="test_l1_of_any_shape",
    source="own",
)
def l1_penalty_by_column(w, lam):
    return lam * np.sum(np.abs(as_weights(w, lam)), axis=0)


@misconception(
    "l1_penalty",
    says="You use `np.linalg.norm(w, 1)`, which for a matrix is the largest column sum.",
    hint="What does `np.linalg.norm` promise for a matrix, and what for a vector?",
    caught_by="test_l1_of_any_shape",
    source="own",
)
def l1_penalty_as_matrix_norm(w, lam):
    weights = as_weights(w, lam)
    return lam * (np.linalg.norm(weights, 1) if weights.ndim < 3 else np.abs(weights).sum())


@misconception(
    "l1_penalty",
    says="You take the last row (or column) for biases and leave it out.",
    hint="The caller passes weights alone. Which of them may you leave out?",
    caught_by="test_l1_of_any_shape",
    source="4.6b",
)
def l1_penalty_without_last_row(w, lam):
    weights = as_weights(w, lam)
    return lam * np.abs(weights if weights.ndim < 2 else weights[:-1]).sum()


@misconception(
    "l1_penalty",
    says="You ask a plain list for what only an array can do.",
    hint="Which of your operations exists for an array only, and what could you do with w first?",
    caught_by="test_l1_of_a_list",
    source="own",
)
def l1_penalty_of_arrays_only(w, lam):
    if lam < 0:
        raise ValueError(f"lam is {lam}")
    return lam * abs(w).sum()


@misconception(
    "l1_penalty",
    says="You take any lam: a negative one would reward large weights.",
    hint="What would training do to the weights if their price were negative?",
    caught_by="test_l1_refuses_negative_lam",
    source="own",
)
def l1_penalty_of_any_lam(w, lam):
    return lam * np.abs(np.asarray(w, dtype=float)).sum()


@misconception(
    "l1_penalty",
    says="You write the sizes into the caller's weights.",
    hint="The network still needs the signs of its weights: does any line of yours write into w?",
    caught_by="test_l1_purity",
    source="own",
)
def l1_penalty_in_place(w, lam):
    weights = as_weights(w, lam)
    np.abs(weights, out=weights)
    return lam * weights.sum()


# l1_gradient


@misconception(
    "l1_gradient",
    says="You give every weight the slope lam, negative ones too.",
    hint="The slope of |w| has a sign: which way does |w| go when a negative weight rises?",
    caught_by="test_l1_gradient_of_five_weights",
    source="4.6d",
)
def l1_gradient_all_positive(w, lam):
    return lam * np.ones_like(as_weights(w, lam))


@misconception(
    "l1_gradient",
    says="You give the sizes of the weights, times lam: that is the penalty of each weight, not its slope.",
    hint="How fast does |w| rise at w = 3, and how fast at w = 100?",
    caught_by="test_l1_gradient_of_five_weights",
    source="own",
)
def l1_gradient_as_sizes(w, lam):
    return lam * np.abs(as_weights(w, lam))


@misconception(
    "l1_gradient",
    says="You leave lam out of the gradient.",
    hint="Differentiate exactly the penalty that you add. Where has its factor gone?",
    caught_by="test_l1_gradient_of_five_weights",
    source="4.6e",
)
def l1_gradient_without_lam(w, lam):
    return np.sign(as_weights(w, lam))


@misconception(
    "l1_gradient",
    says="You give the gradient of the L2 penalty, which grows with the weight.",
    hint="Draw |w| and w² side by side: which of the two is equally steep everywhere?",
    caught_by="test_l1_gradient_of_five_weights",
    source="own",
)
def l1_gradient_of_squares(w, lam):
    return 2 * lam * as_weights(w, lam)


@misconception(
    "l1_gradient",
    says="You multiply lam by the weights themselves instead of their signs.",
    hint="Does the slope of |w| depend on how far w is from 0?",
    caught_by="test_l1_gradient_of_five_weights",
    source="own",
)
def l1_gradient_as_weights(w, lam):
    return lam * as_weights(w, lam)


@misconception(
    "l1_gradient",
    says="Your gradient points the wrong way: a step against it would make the weights larger.",
    hint="Does the penalty rise or fall when a positive weight rises a little?",
    caught_by="test_l1_gradient_of_five_weights",
    source="4.6g",
)
def l1_gradient_negated(w, lam):
    return -lam * np.sign(as_weights(w, lam))


@misconception(
    "l1_gradient",
    says="You divide by the number of weights, as if the penalty were a mean.",
    hint="When one weight rises by 1, by how much does the sum of the sizes change?",
    caught_by="test_l1_gradient_of_five_weights",
    source="4.6f",
)
def l1_gradient_averaged(w, lam):
    weights = as_weights(w, lam)
    return lam * np.sign(weights) / weights.size


@misconception(
    "l1_gradient",
    says="You add the slopes up: every weight needs its own.",
    hint="How many weights are there to be changed, and how many slopes do you give?",
    caught_by="test_l1_gradient_of_five_weights",
    source="own",
)
def l1_gradient_summed(w, lam):
    return lam * np.sign(as_weights(w, lam)).sum()


@misconception(
    "l1_gradient",
    says="You flatten the weights, so the gradient of a matrix no longer fits the matrix.",
    hint="Can your result be subtracted from w as it stands?",
    caught_by="test_l1_gradient_of_any_shape",
    source="own",
)
def l1_gradient_flattened(w, lam):
    return lam * np.sign(as_weights(w, lam)).ravel()


@misconception(
    "l1_gradient",
    says="You divide each weight by its size, which gives nan at a weight of 0.",
    hint="What is 0 / 0, and what does the docstring want there?",
    caught_by="test_l1_gradient_at_zero",
    source="own",
)
def l1_gradient_by_division(w, lam):
    weights = as_weights(w, lam)
    with np.errstate(invalid="ignore"):
        return lam * weights / np.abs(weights)


@misconception(
    "l1_gradient",
    says="You give a weight of 0 the slope lam, as if it were positive.",
    hint="There are three cases. Which of them does your comparison leave out?",
    caught_by="test_l1_gradient_at_zero",
    source="own",
)
def l1_gradient_positive_at_zero(w, lam):
    return lam * np.where(as_weights(w, lam) >= 0, 1.0, -1.0)


@misconception(
    "l1_gradient",
    says="You give a weight of 0 the slope -lam, as if it were negative.",
    hint="There are three cases. Which of them falls into your `else`?",
    caught_by="test_l1_gradient_at_zero",
    source="own",
)
def l1_gradient_negative_at_zero(w, lam):
    return lam * np.where(as_weights(w, lam) > 0, 1.0, -1.0)


@misconception(
    "l1_gradient",
    says="You store the slopes in an array of whole numbers, which cuts off their fractions.",
    hint="Of which type is an array made by `zeros_like` from whole numbers?",
    caught_by="test_l1_gradient_of_whole_numbers",
    source="own",
)
def l1_gradient_in_whole_numbers(w, lam):
    as_weights(w, lam)
    weights = np.asarray(w)
    slopes = np.zeros_like(weights)
    slopes[weights > 0] = lam
    slopes[weights < 0] = -lam
    return slopes


@misconception(
    "l1_gradient",
    says="You take any lam: a negative one would reward large weights.",
    hint="What would training do to the weights if their price were negative?",
    caught_by="test_l1_gradient_refuses_negative_lam",
    source="own",
)
def l1_gradient_of_any_lam(w, lam):
    return lam * np.sign(np.asarray(w, dtype=float))


@misconception(
    "l1_gradient",
    says="You write the signs into the caller's weights.",
    hint="The network still needs its weights: does any line of yours write into w?",
    caught_by="test_l1_gradient_purity",
    source="own",
)
def l1_gradient_in_place(w, lam):
    weights = as_weights(w, lam)
    np.sign(weights, out=weights)
    return lam * weights


@misconception(
    "l1_gradient",
    says="You add a tiny number to the size before you divide, so the slope fades for the smallest weights.",
    hint="What does your formula give for a weight of 0.0000000001? How steep is |w| there?",
    caught_by="test_l1_gradient_knows_no_size",
    source="own",
)
def l1_gradient_smoothed(w, lam):
    weights = as_weights(w, lam)
    return lam * weights / (np.abs(weights) + 1e-8)


@misconception(
    "l1_gradient",
    says="You refuse a lam of 0. It is a fair wish: no penalty.",
    hint="Which values of lam would reward large weights? Is 0 one of them?",
    caught_by="test_l1_gradient_without_a_price",
    source="own",
)
def l1_gradient_refuses_zero(w, lam):
    if lam <= 0:
        raise ValueError(f"lam is {lam}")
    return lam * np.sign(np.asarray(w, dtype=float))


# l2_penalty


@misconception(
    "l2_penalty",
    says="You take the square root at the end: that is the length of the weights, not the sum of their squares.",
    hint="Which of the two, the length or the sum of squares, has the derivative 2w?",
    caught_by="test_l2_of_five_weights",
    source="4.6a",
)
def l2_penalty_as_length(w, lam):
    return lam * np.sqrt(np.square(as_weights(w, lam)).sum())


@misconception(
    "l2_penalty",
    says="You halve the penalty, as some books do. This course does not, and its gradient is 2 * lam * w.",
    hint="Differentiate your penalty. Does the gradient of the docstring come out?",
    caught_by="test_l2_of_five_weights",
    source="4.6e",
)
def l2_penalty_halved(w, lam):
    return 0.5 * lam * np.square(as_weights(w, lam)).sum()


@misconception(
    "l2_penalty",
    says="You punish the weights twice.",
    hint="How often does each square enter your sum?",
    caught_by="test_l2_of_five_weights",
    source="4.6h",
)
def l2_penalty_twice(w, lam):
    weights = as_weights(w, lam)
    penalty = lam * np.square(weights).sum()
    return penalty + lam * np.square(weights).sum()


@misconception(
    "l2_penalty",
    says="You take the mean of the squares: a layer of many weights then pays no more than one of few.",
    hint="Should the price be shared out among the weights, or does each pay for itself?",
    caught_by="test_l2_of_five_weights",
    source="4.6f",
)
def l2_penalty_as_mean(w, lam):
    return lam * np.square(as_weights(w, lam)).mean()


@misconception(
    "l2_penalty",
    says="You add the sizes instead of the squares: that is the L1 penalty.",
    hint="Which of the two penalties counts a weight of 3 nine times as much as a weight of 1?",
    caught_by="test_l2_of_five_weights",
    source="own",
)
def l2_penalty_of_sizes(w, lam):
    return lam * np.abs(as_weights(w, lam)).sum()


@misconception(
    "l2_penalty",
    says="You add first and square the sum, so positive and negative weights cancel.",
    hint="Work out -3 and 2: what is the square of their sum, and what the sum of their squares?",
    caught_by="test_l2_of_five_weights",
    source="4.6c",
)
def l2_penalty_square_of_the_sum(w, lam):
    return lam * as_weights(w, lam).sum() ** 2


@misconception(
    "l2_penalty",
    says="You leave lam out, so the price cannot be made higher or lower.",
    hint="Where does your result depend on lam?",
    caught_by="test_l2_of_five_weights",
    source="own",
)
def l2_penalty_without_lam(w, lam):
    return np.square(as_weights(w, lam)).sum()


@misconception(
    "l2_penalty",
    says="You square lam together with the weights.",
    hint="What becomes of the price when lam is halved: half, or a quarter?",
    caught_by="test_l2_of_five_weights",
    source="own",
)
def l2_penalty_squares_lam(w, lam):
    return np.square(lam * as_weights(w, lam)).sum()


@misconception(
    "l2_penalty",
    says="Your penalty is negative: to make the loss small, the weights would have to grow.",
    hint="What is added to the loss when the weights are large: more, or less?",
    caught_by="test_l2_of_five_weights",
    source="4.6g",
)
def l2_penalty_subtracted(w, lam):
    return -lam * np.square(as_weights(w, lam)).sum()


@misconception(
    "l2_penalty",
    says="You give a price for each weight and never add the prices up.",
    hint="The loss is one number: how many numbers do you want to add to it?",
    caught_by="test_l2_of_five_weights",
    source="own",
)
def l2_penalty_not_summed(w, lam):
    return lam * as_weights(w, lam) ** 2


@misconception(
    "l2_penalty",
    says="You add along one axis only, so a matrix gets several penalties.",
    hint="How many numbers are left after your sum when w is a matrix?",
    caught_by="test_l2_of_any_shape",
    source="own",
)
def l2_penalty_by_column(w, lam):
    return lam * np.sum(as_weights(w, lam) ** 2, axis=0)


@misconception(
    "l2_penalty",
    says="You square with `@`, which for a matrix multiplies rows by columns.",
    hint="What does `w @ w` give for a vector, and what for a matrix?",
    caught_by="test_l2_of_any_shape",
    source="own",
)
def l2_penalty_by_matrix_product(w, lam):
    weights = as_weights(w, lam)
    return lam * (weights.T @ weights)


@misconception(
    "l2_penalty",
    says="You square `np.linalg.norm(w, 2)`, which for a matrix is its largest stretch, not the root of the sum of squares.",
    hint="What does `np.linalg.norm` promise for a matrix, and what for a vector?",
    caught_by="test_l2_of_square_and_cube",
    source="own",
)
def l2_penalty_as_matrix_norm(w, lam):
    weights = as_weights(w, lam)
    return lam * (np.linalg.norm(weights, 2) ** 2 if weights.ndim < 3 else np.square(weights).sum())


@misconception(
    "l2_penalty",
    says="You take the last row (or column) for biases and leave it out.",
    hint="The caller passes weights alone. Which of them may you leave out?",
    caught_by="test_l2_of_any_shape",
    source="4.6b",
)
def l2_penalty_without_last_row(w, lam):
    weights = as_weights(w, lam)
    return lam * np.square(weights if weights.ndim < 2 else weights[:-1]).sum()


@misconception(
    "l2_penalty",
    says="You ask a plain list for what only an array can do.",
    hint="Which of your operations exists for an array only, and what could you do with w first?",
    caught_by="test_l2_of_a_list",
    source="own",
)
def l2_penalty_of_arrays_only(w, lam):
    if lam < 0:
        raise ValueError(f"lam is {lam}")
    return lam * (w**2).sum()


@misconception(
    "l2_penalty",
    says="You take any lam: a negative one would reward large weights.",
    hint="What would training do to the weights if their price were negative?",
    caught_by="test_l2_refuses_negative_lam",
    source="own",
)
def l2_penalty_of_any_lam(w, lam):
    return lam * np.square(np.asarray(w, dtype=float)).sum()


@misconception(
    "l2_penalty",
    says="You write the squares into the caller's weights.",
    hint="The network still needs its weights: does any line of yours write into w?",
    caught_by="test_l2_purity",
    source="own",
)
def l2_penalty_in_place(w, lam):
    weights = as_weights(w, lam)
    weights **= 2
    return lam * weights.sum()


@misconception(
    "l2_penalty",
    says="You refuse a lam of 0. It is a fair wish: no penalty.",
    hint="Which values of lam would reward large weights? Is 0 one of them?",
    caught_by="test_l2_grows_with_squares",
    source="own",
)
def l2_penalty_refuses_zero(w, lam):
    if lam <= 0:
        raise ValueError(f"lam is {lam}")
    return lam * np.square(np.asarray(w, dtype=float)).sum()


# l2_gradient


@misconception(
    "l2_gradient",
    says="You give lam * w. That is the slope of half the square; ours has no half.",
    hint="Differentiate exactly the penalty that you add: what is the derivative of w²?",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6e",
)
def l2_gradient_without_two(w, lam):
    return lam * as_weights(w, lam)


@misconception(
    "l2_gradient",
    says="You punish the weights twice, as if the optimizer's weight decay came on top.",
    hint="How often is the penalty counted on the way to your gradient?",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6h",
)
def l2_gradient_twice(w, lam):
    weights = as_weights(w, lam)
    gradient = 2 * lam * weights
    return gradient + 2 * lam * weights


@misconception(
    "l2_gradient",
    says="You give the slope of the length of the weights, not of the sum of their squares.",
    hint="Does your penalty have a square root in it? Then your gradient may not have one either.",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6a",
)
def l2_gradient_of_length(w, lam):
    weights = as_weights(w, lam)
    return lam * weights / np.sqrt(np.square(weights).sum())


@misconception(
    "l2_gradient",
    says="You divide by the number of weights, as if the penalty were a mean.",
    hint="When one weight changes, does the number of the others matter to the sum of squares?",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6f",
)
def l2_gradient_averaged(w, lam):
    weights = as_weights(w, lam)
    return 2 * lam * weights / weights.size


@misconception(
    "l2_gradient",
    says="Your gradient points the wrong way: a step against it would make the weights larger.",
    hint="Does the penalty rise or fall when a positive weight rises a little?",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6g",
)
def l2_gradient_negated(w, lam):
    return -2 * lam * as_weights(w, lam)


@misconception(
    "l2_gradient",
    says="You treat the penalty as a plain number, without a slope: nothing holds the weights back.",
    hint="A plain number carries no gradient. On what does the penalty depend?",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6i",
)
def l2_gradient_of_a_constant(w, lam):
    return np.zeros_like(as_weights(w, lam))


@misconception(
    "l2_gradient",
    says="You use the sizes of the weights, so negative weights are pushed further away from 0.",
    hint="Which way does w² go when a negative weight rises a little?",
    caught_by="test_l2_gradient_of_five_weights",
    source="own",
)
def l2_gradient_of_sizes(w, lam):
    return 2 * lam * np.abs(as_weights(w, lam))


@misconception(
    "l2_gradient",
    says="You give the gradient of the L1 penalty, which is the same for small and for large weights.",
    hint="Draw |w| and w² side by side: which of the two grows steeper?",
    caught_by="test_l2_gradient_of_five_weights",
    source="own",
)
def l2_gradient_as_signs(w, lam):
    return lam * np.sign(as_weights(w, lam))


@misconception(
    "l2_gradient",
    says="You leave lam out of the gradient.",
    hint="Differentiate exactly the penalty that you add. Where has its factor gone?",
    caught_by="test_l2_gradient_of_five_weights",
    source="4.6e",
)
def l2_gradient_without_lam(w, lam):
    return 2 * as_weights(w, lam)


@misconception(
    "l2_gradient",
    says="You give the weights after a step against the gradient, not the gradient itself.",
    hint="Who takes the step, this function or whoever calls it?",
    caught_by="test_l2_gradient_of_five_weights",
    source="own",
)
def l2_gradient_as_decayed_weights(w, lam):
    weights = as_weights(w, lam)
    return weights - 2 * lam * weights


@misconception(
    "l2_gradient",
    says="You add the slopes up: every weight needs its own.",
    hint="How many weights are there to be changed, and how many slopes do you give?",
    caught_by="test_l2_gradient_of_five_weights",
    source="own",
)
def l2_gradient_summed(w, lam):
    return 2 * lam * as_weights(w, lam).sum()


@misconception(
    "l2_gradient",
    says="You flatten the weights, so the gradient of a matrix no longer fits the matrix.",
    hint="Can your result be subtracted from w as it stands?",
    caught_by="test_l2_gradient_of_any_shape",
    source="own",
)
def l2_gradient_flattened(w, lam):
    return 2 * lam * as_weights(w, lam).ravel()


@misconception(
    "l2_gradient",
    says="You turn a matrix over: rows become columns.",
    hint="In your result, where does the slope of the weight in row 0, column 1 stand?",
    caught_by="test_l2_gradient_of_any_shape",
    source="own",
)
def l2_gradient_transposed(w, lam):
    return 2 * lam * as_weights(w, lam).T


@misconception(
    "l2_gradient",
    says="You store the slopes in an array of whole numbers, which cuts off their fractions.",
    hint="Of which type is an array made by `zeros_like` from whole numbers?",
    caught_by="test_l2_gradient_of_whole_numbers",
    source="own",
)
def l2_gradient_in_whole_numbers(w, lam):
    slopes = np.zeros_like(np.asarray(w))
    slopes[...] = 2 * lam * as_weights(w, lam)
    return slopes


@misconception(
    "l2_gradient",
    says="You take any lam: a negative one would reward large weights.",
    hint="What would training do to the weights if their price were negative?",
    caught_by="test_l2_gradient_refuses_negative_lam",
    source="own",
)
def l2_gradient_of_any_lam(w, lam):
    return 2 * lam * np.asarray(w, dtype=float)


@misconception(
    "l2_gradient",
    says="You write the gradient into the caller's weights.",
    hint="The network still needs its weights: does any line of yours write into w?",
    caught_by="test_l2_gradient_purity",
    source="own",
)
def l2_gradient_in_place(w, lam):
    weights = as_weights(w, lam)
    weights *= 2 * lam
    return weights


@misconception(
    "l2_gradient",
    says="You divide by the length of the weights on the way, and weights that are all 0 have none.",
    hint="What is 0 / 0? Does the slope of a square need a division at all?",
    caught_by="test_l2_gradient_of_nothing",
    source="own",
)
def l2_gradient_through_the_length(w, lam):
    weights = as_weights(w, lam)
    length = np.sqrt(np.square(weights).sum())
    with np.errstate(invalid="ignore"):
        return 2 * lam * length**2 * (weights / length) / length


@misconception(
    "l2_gradient",
    says="You refuse a lam of 0. It is a fair wish: no penalty.",
    hint="Which values of lam would reward large weights? Is 0 one of them?",
    caught_by="test_l2_gradient_of_nothing",
    source="own",
)
def l2_gradient_refuses_zero(w, lam):
    if lam <= 0:
        raise ValueError(f"lam is {lam}")
    return 2 * lam * np.asarray(w, dtype=float)


# dropout_forward


@misconception(
    "dropout_forward",
    says="You drop units whether or not the network is training.",
    hint="At test time nothing is dropped. Where does your code look at `train`?",
    caught_by="test_dropout_rests_outside_training",
    source="4.7d",
)
def dropout_always_on(x, p, train, rng):
    check_chance(p)
    mask = (rng.random(np.shape(x)) >= p) / (1 - p)
    return np.asarray(x) * mask, mask


@misconception(
    "dropout_forward",
    says="You have the two modes the wrong way round: units are dropped when the network is NOT training.",
    hint="In which of its two modes should a network be whole?",
    caught_by="test_dropout_multiplies_by_its_mask",
    source="4.7d",
)
def dropout_in_the_wrong_mode(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if train:
        return x, np.ones(x.shape)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You scale at test time, and not while training. Our dropout is the inverted one: testing is left alone.",
    hint="Which of the two modes has a factor in the docstring?",
    caught_by="test_dropout_rests_outside_training",
    source="4.7h",
)
def dropout_scaled_at_test_time(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x * (1 - p), np.full(x.shape, 1 - p)
    mask = (rng.random(x.shape) >= p).astype(float)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="Outside of training you scale as if units had been dropped.",
    hint="Nothing is missing at test time. What would you make up for?",
    caught_by="test_dropout_rests_outside_training",
    source="own",
)
def dropout_scaled_in_both_modes(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    is_kept = rng.random(x.shape) >= p if train else np.ones(x.shape)
    mask = is_kept / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="Outside of training you give no mask, and the way back will ask for one.",
    hint="By which factor does each number go forward when nothing is dropped?",
    caught_by="test_dropout_rests_outside_training",
    source="own",
)
def dropout_without_mask_at_rest(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, None
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="Outside of training you give the numbers alone, and no mask with them.",
    hint="How many things does the caller unpack, in either mode?",
    caught_by="test_dropout_rests_outside_training",
    source="own",
)
def dropout_gives_numbers_at_rest(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You give the output alone, and the way back will ask for the mask.",
    hint="How many things does the docstring promise, and how many stand after your `return`?",
    caught_by="test_dropout_multiplies_by_its_mask",
    source="own",
)
def dropout_gives_numbers_alone(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    return x * (rng.random(x.shape) >= p) / (1 - p) if train else x


@misconception(
    "dropout_forward",
    says="You give the mask first and the output second.",
    hint="In which order does the caller unpack what you return?",
    caught_by="test_dropout_rests_outside_training",
    source="own",
)
def dropout_mask_first(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return mask, x * mask


@misconception(
    "dropout_forward",
    says="You scale what is kept, but your mask says only which units are kept.",
    hint="out = x * mask should hold. Which factor is missing from your mask?",
    caught_by="test_dropout_multiplies_by_its_mask",
    source="4.7f",
)
def dropout_mask_without_scale(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = rng.random(x.shape) >= p if train else np.ones(x.shape)
    return x * mask / (1 - p if train else 1), mask


@misconception(
    "dropout_forward",
    says="Your mask marks what is DROPPED; it should hold the factor of each number.",
    hint="Multiply x by your mask: does your output come out?",
    caught_by="test_dropout_multiplies_by_its_mask",
    source="own",
)
def dropout_mask_of_the_dropped(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    is_dropped = rng.random(x.shape) < p
    return np.where(is_dropped, 0, x / (1 - p)), is_dropped


@misconception(
    "dropout_forward",
    says="You draw one mask for a row and use it for the whole batch.",
    hint="Toss a coin for each unit of each sample: how many coins are that?",
    caught_by="test_dropout_tosses_for_each_unit",
    source="4.7e",
)
def dropout_one_row_for_all(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    row = (rng.random(x.shape[1:]) >= p) / (1 - p) if train else np.ones(x.shape[1:])
    mask = np.broadcast_to(row, x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You drop whole samples: all units of a row share one coin.",
    hint="Toss a coin for each unit of each sample: how many coins are that?",
    caught_by="test_dropout_tosses_for_each_unit",
    source="4.7e",
)
def dropout_whole_samples(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = np.ones(x.shape)
    if train:
        coins = rng.random(x.shape[:1] + (1,) * (x.ndim - 1))
        mask = mask * (coins >= p) / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You toss a single coin for the whole batch: all or nothing.",
    hint="How many numbers does your generator give you, and how many units are there?",
    caught_by="test_dropout_tosses_for_each_unit",
    source="4.7e",
)
def dropout_one_coin_for_all(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    mask = np.full(x.shape, (rng.random() >= p) / (1 - p))
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You scale what is kept by 1 / p. That is right by chance at p = 0.5, and nowhere else.",
    hint="Which share of the units survives, and by how much must it grow to make up for the rest?",
    caught_by="test_dropout_scales_the_survivors",
    source="4.7b",
)
def dropout_scaled_by_p(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) >= p) / p if train and p > 0 else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You drop units, but scale nothing: on average the next layer now gets too little.",
    hint="With a quarter of the units gone, what is the mean of the output, compared with that of x?",
    caught_by="test_dropout_scales_the_survivors",
    source="own",
)
def dropout_without_scale(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = rng.random(x.shape) >= p if train else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You multiply what is kept by 1 - p, where you should divide.",
    hint="Should a survivor become larger or smaller, to speak for the dropped ones too?",
    caught_by="test_dropout_scales_the_survivors",
    source="own",
)
def dropout_scaled_down(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) >= p) * (1 - p) if train else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You always scale by 2, which is right for p = 0.5 alone.",
    hint="Where does your factor depend on p?",
    caught_by="test_dropout_scales_the_survivors",
    source="4.7b",
)
def dropout_scaled_by_two(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) >= p) * 2.0 if train and p > 0 else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You read p as the chance to KEEP a unit.",
    hint="Is p the chance to drop or to keep? What should p = 0.1 leave over?",
    caught_by="test_dropout_drops_the_right_share",
    source="4.7c",
)
def dropout_p_keeps(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) < p) / p if train and p > 0 else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="Your factor is right, but the comparison is turned round: you keep the share p and drop the rest.",
    hint="How often is a number between 0 and 1 below p?",
    caught_by="test_dropout_drops_the_right_share",
    source="4.7c",
)
def dropout_comparison_turned_round(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) < p) / (1 - p) if train and p > 0 else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You compare normal numbers with p; they are not spread evenly between 0 and 1.",
    hint="Which share of the numbers that you draw is below 0.2?",
    caught_by="test_dropout_drops_the_right_share",
    source="own",
)
def dropout_by_normal_numbers(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.standard_normal(x.shape) >= p) / (1 - p) if train and p > 0 else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You always drop half of the units, whatever p is.",
    hint="Where does your draw depend on p?",
    caught_by="test_dropout_drops_the_right_share",
    source="own",
)
def dropout_of_one_half(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = rng.integers(0, 2, x.shape) / (1 - p) if train and p > 0 else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You always drop exactly the same number of units, so no unit decides for itself.",
    hint="Toss ten coins, twice. Do you get the same number of heads?",
    caught_by="test_dropout_units_are_independent",
    source="own",
)
def dropout_of_a_fixed_number(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = np.ones(x.size)
    if train:
        mask[rng.permutation(x.size)[: round(p * x.size)]] = 0
        mask /= 1 - p
    mask = mask.reshape(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You draw from NumPy's global generator, so `rng` decides nothing.",
    hint="Two calls with equal generators should drop the same units. Who draws your numbers?",
    caught_by="test_dropout_is_decided_by_rng",
    source="own",
)
def dropout_from_global_numbers(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (np.random.rand(*x.shape) >= p) / (1 - p) if train else np.ones(x.shape)  # noqa: NPY002
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You make a generator with a seed of your own, so the same units are dropped at every step.",
    hint="Two calls with different generators should drop different units. What does yours look at?",
    caught_by="test_dropout_is_decided_by_rng",
    source="own",
)
def dropout_from_a_fixed_seed(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (np.random.default_rng(0).random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You read the mask off the output, so a number that was 0 anyway counts as dropped.",
    hint="ReLU gives many zeros. Does your mask know them from dropped units?",
    caught_by="test_dropout_of_zeros",
    source="own",
)
def dropout_mask_from_the_output(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    out = x * (rng.random(x.shape) >= p) / (1 - p)
    return out, (out != 0) / (1 - p)


@misconception(
    "dropout_forward",
    says="You ask for p above 0, but p = 0 is a fair wish: drop nothing.",
    hint="What should p = 0 give?",
    caught_by="test_dropout_with_p_zero",
    source="4.7i",
)
def dropout_refuses_zero(x, p, train, rng):
    if not 0 < p < 1:
        raise ValueError(f"p is {p}")
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You let p = 1 through, and divide by 1 - p = 0.",
    hint="What is left when every unit is dropped, and by what would you scale it?",
    caught_by="test_dropout_refuses_p_of_one",
    source="4.7i",
)
def dropout_divides_by_zero(x, p, train, rng):
    if not 0 <= p <= 1:
        raise ValueError(f"p is {p}")
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        mask = (rng.random(x.shape) >= p) / np.float64(1 - p) if train else np.ones(x.shape)
        return x * mask, mask


@misconception(
    "dropout_forward",
    says="You take any p, also one that is no chance at all.",
    hint="Which values can a chance have? Who would notice a p of 50, meant as a percentage?",
    caught_by="test_dropout_refuses_what_is_no_chance",
    source="4.7i",
)
def dropout_of_any_p(x, p, train, rng):
    x = np.asarray(x, dtype=float)
    if p == 1:
        raise ValueError(f"p is {p}")
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You draw a mask of rows and columns, so an array of another rank does not fit.",
    hint="What can you ask an array for that tells all of its sizes at once?",
    caught_by="test_dropout_of_any_rank",
    source="own",
)
def dropout_of_matrices_only(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    mask = (rng.random((x.shape[0], x.shape[1])) >= p) / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You write the zeros into the caller's array.",
    hint="The way back still needs x as it was: does any line of yours write into it?",
    caught_by="test_dropout_purity",
    source="own",
)
def dropout_in_place(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    x *= mask
    return x, mask


@misconception(
    "dropout_forward",
    says="You draw from a copy of the generator, so the caller's own never moves on and every step drops the same units.",
    hint="Call it twice with the same generator. Whose numbers are used up?",
    caught_by="test_dropout_moves_the_generator_on",
    source="own",
)
def dropout_from_a_copied_generator(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (copy.deepcopy(rng).random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You draw one mask of the last two axes, so all images of a batch lose the same numbers.",
    hint="Of which shape is your mask before NumPy stretches it?",
    caught_by="test_dropout_tosses_for_each_pixel",
    source="4.7e",
)
def dropout_one_image_for_all(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = (rng.random(x.shape[-2:]) >= p) / (1 - p) if train else np.ones(x.shape)
    mask = np.broadcast_to(mask, x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="Your loop never reaches the last row, whose units are all kept.",
    hint="Which is the last number that `range(len(x) - 1)` gives?",
    caught_by="test_dropout_tosses_for_each_unit",
    source="own",
)
def dropout_spares_the_last_row(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    mask = np.full(x.shape, 1 / (1 - p) if train else 1.0)
    for row in range(len(x) - 1 if train else 0):
        mask[row] *= rng.random(x.shape[1:]) >= p
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You drop whole channels: all numbers of a row of an image share one coin.",
    hint="How many coins do you toss for a batch of images, and how many numbers are there?",
    caught_by="test_dropout_tosses_for_each_pixel",
    source="4.7e",
)
def dropout_whole_channels(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x, dtype=float)
    shape = x.shape if x.ndim < 3 else x.shape[:2] + (1,) * (x.ndim - 2)
    mask = (rng.random(shape) >= p) / (1 - p) if train else np.ones(shape)
    mask = np.broadcast_to(mask, x.shape)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="Outside of training you look at nothing, not even at a p that is no chance.",
    hint="Would you like to hear of a wrong p while testing, or only when the training starts?",
    caught_by="test_dropout_refuses_in_either_mode",
    source="own",
)
def dropout_refuses_in_training_only(x, p, train, rng):
    x = np.asarray(x, dtype=float)
    if not train:
        return x, np.ones(x.shape)
    check_chance(p)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


@misconception(
    "dropout_forward",
    says="You write the output into an array of x's own type, and whole numbers cut its fractions off.",
    hint="What does an array of whole numbers make of 3.75?",
    caught_by="test_dropout_of_whole_numbers",
    source="own",
)
def dropout_into_whole_numbers(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x)
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    out = np.zeros_like(x)
    out[...] = x * mask
    return out, mask


@misconception(
    "dropout_forward",
    says="You write the mask into an array of x's own type, and for whole numbers a factor of 1.25 becomes 1.",
    hint="Print the mask for an x of whole numbers. Which type has it, and from where?",
    caught_by="test_dropout_of_whole_numbers",
    source="own",
)
def dropout_mask_of_whole_numbers(x, p, train, rng):
    check_chance(p)
    x = np.asarray(x)
    mask = np.ones_like(x)
    if train:
        mask[...] = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


# dropout_backward


@misconception(
    "dropout_backward",
    says="You pass the gradient through as it is, to dropped units too.",
    hint="The same mask and scale go backward. What did a dropped unit have to do with the loss?",
    caught_by="test_backward_of_a_small_batch",
    source="4.7f",
)
def backward_without_mask(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.array(dout, dtype=float)


@misconception(
    "dropout_backward",
    says="You block the dropped units, but forget the scale of the others.",
    hint="A survivor went forward times 1 / (1 - p). By which factor does its gradient come back?",
    caught_by="test_backward_of_a_small_batch",
    source="4.7f",
)
def backward_without_scale(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.where(np.asarray(mask) > 0, dout, 0.0)


@misconception(
    "dropout_backward",
    says="You divide by the mask, as if the way back had to undo the way forward.",
    hint="If out = 4 * x, how fast does out move with x: 4 times as fast, or a quarter?",
    caught_by="test_backward_of_a_small_batch",
    source="4.7f",
)
def backward_divides(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    dout, mask = np.asarray(dout, dtype=float), np.asarray(mask, dtype=float)
    return np.divide(dout, mask, out=np.zeros(dout.shape), where=mask > 0)


@misconception(
    "dropout_backward",
    says="You apply the mask twice.",
    hint="How often did x meet the mask on its way forward?",
    caught_by="test_backward_of_a_small_batch",
    source="own",
)
def backward_applies_twice(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.asarray(dout) * np.square(mask)


@misconception(
    "dropout_backward",
    says="You let the gradient through where units were dropped, and block it elsewhere.",
    hint="Which units had a part in the output, those with a factor of 0 or the others?",
    caught_by="test_backward_of_a_small_batch",
    source="own",
)
def backward_of_the_dropped(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.where(np.asarray(mask) > 0, 0.0, dout)


@misconception(
    "dropout_backward",
    says="You give the mask itself and leave the gradient out.",
    hint="If dout doubles, what should happen to the result?",
    caught_by="test_backward_of_a_small_batch",
    source="own",
)
def backward_gives_the_mask(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.array(mask, dtype=float)


@misconception(
    "dropout_backward",
    says="You multiply as matrices, where each number has a factor of its own.",
    hint="What does `@` add up that does not belong together here?",
    caught_by="test_backward_of_a_small_batch",
    source="own",
)
def backward_by_matrix_product(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.asarray(dout, dtype=float) @ np.asarray(mask, dtype=float).T


@misconception(
    "dropout_backward",
    says="You always scale by 2, which is right for p = 0.5 alone.",
    hint="Which argument knows by how much the survivors were scaled?",
    caught_by="test_backward_of_a_small_batch",
    source="4.7b",
)
def backward_scales_by_two(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return 2.0 * np.where(np.asarray(mask) > 0, dout, 0.0)


@misconception(
    "dropout_backward",
    says="You average over the batch: that is for whoever makes the loss.",
    hint="How many rows does the gradient of a batch of four samples have?",
    caught_by="test_backward_of_a_small_batch",
    source="own",
)
def backward_averaged(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.asarray(dout) * np.asarray(mask) / len(dout)


@misconception(
    "dropout_backward",
    says="You multiply plain lists, which NumPy has not seen yet.",
    hint="What could you do with dout and mask first?",
    caught_by="test_backward_of_a_list",
    source="own",
)
def backward_of_arrays_only(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    return dout * mask


@misconception(
    "dropout_backward",
    says="You let NumPy stretch a mask that does not fit.",
    hint="NumPy stretches a single row without a word. Where could you look at both shapes first?",
    caught_by="test_backward_refuses_another_shape",
    source="own",
)
def backward_of_any_shape(dout, mask):
    return np.asarray(dout, dtype=float) * np.asarray(mask, dtype=float)


@misconception(
    "dropout_backward",
    says="You write the result into the caller's gradient.",
    hint="Whose array does `*=` write into?",
    caught_by="test_backward_purity",
    source="own",
)
def backward_in_place(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    dout = np.asarray(dout, dtype=float)
    dout *= np.asarray(mask)
    return dout


@misconception(
    "dropout_backward",
    says="You compare how many numbers there are, not how they are laid out.",
    hint="A vector of 4 and a column of 4 hold as many numbers. What does NumPy make of their product?",
    caught_by="test_backward_refuses_another_shape",
    source="own",
)
def backward_compares_sizes(dout, mask):
    if np.size(dout) != np.size(mask):
        raise ValueError(f"{np.shape(dout)}")
    return np.asarray(dout, dtype=float) * np.asarray(mask, dtype=float)


@misconception(
    "dropout_backward",
    says="You guess the scale from how many units were dropped this time; the mask itself tells it.",
    hint="Must exactly the share p be dropped in every draw? By which factor did a survivor really go forward?",
    caught_by="test_backward_of_a_small_batch",
    source="own",
)
def backward_guesses_the_scale(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError(f"{np.shape(dout)}")
    is_kept = np.asarray(mask) > 0
    return np.asarray(dout, dtype=float) * is_kept / max(is_kept.mean(), 1e-12)


# EarlyStopping


class Watch:
    """Early stopping as it should be; each mistake replaces a part of it."""

    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError(f"patience {patience}, min_delta {min_delta}")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch = float("inf"), None
        self.epoch = self.bad = 0

    def is_better(self, val_loss):
        return val_loss < self.best_loss - self.min_delta

    def count(self, val_loss):
        if self.is_better(val_loss):
            self.best_loss, self.best_epoch, self.bad = val_loss, self.epoch, 0
        else:
            self.bad += 1
        self.epoch += 1

    def step(self, val_loss):
        self.count(val_loss)
        return self.bad >= self.patience


@misconception(
    "EarlyStopping",
    says="You compare with the epoch before, not with the best one: a slow zigzag upwards then never ends the training.",
    hint="An improvement is better than what?",
    caught_by="test_stopping_compares_with_the_best",
    source="4.9a",
)
class stops_by_previous(Watch):
    previous = float("inf")

    def is_better(self, val_loss):
        better = val_loss < self.previous - self.min_delta
        self.previous = val_loss
        return better


@misconception(
    "EarlyStopping",
    says="You keep the best loss, but an epoch that is better than the one before sets your counter back.",
    hint="The counter goes back to 0 after which kind of epoch?",
    caught_by="test_stopping_compares_with_the_best",
    source="4.9a",
)
class stops_reset_by_any_fall(Watch):
    previous = float("inf")

    def count(self, val_loss):
        super().count(val_loss)
        if val_loss < self.previous:
            self.bad = 0
        self.previous = val_loss


@misconception(
    "EarlyStopping",
    says="You ask for MORE than `patience` bad epochs, so the training runs one epoch too long.",
    hint="Count by hand for patience 2: after which epoch do you stop?",
    caught_by="test_stopping_after_patience",
    source="4.9f",
)
class stops_one_late(Watch):
    def step(self, val_loss):
        self.count(val_loss)
        return self.bad > self.patience


@misconception(
    "EarlyStopping",
    says="You stop one epoch early: the counter reaches `patience` with one bad epoch too few.",
    hint="Count by hand for patience 2: how many bad epochs have there been when you stop?",
    caught_by="test_stopping_after_patience",
    source="4.9f",
)
class stops_one_early(Watch):
    def step(self, val_loss):
        self.count(val_loss)
        return self.bad >= max(1, self.patience - 1)


@misconception(
    "EarlyStopping",
    says="You stop at the first epoch that is no improvement, without any patience.",
    hint="How often may the loss fail to improve before it is time to stop?",
    caught_by="test_stopping_after_patience",
    source="own",
)
class stops_at_once(Watch):
    def step(self, val_loss):
        self.count(val_loss)
        return self.bad > 0


@misconception(
    "EarlyStopping",
    says="You take a higher number for a better one. This is a loss.",
    hint="Is smaller better for this number?",
    caught_by="test_stopping_after_patience",
    source="4.9k",
)
class stops_when_higher_is_better(Watch):
    def is_better(self, val_loss):
        return self.best_epoch is None or val_loss > self.best_loss + self.min_delta


@misconception(
    "EarlyStopping",
    says="You start with a best loss of 0, which no loss can ever beat.",
    hint="Which loss should the very first one be compared with?",
    caught_by="test_stopping_after_patience",
    source="own",
)
class stops_by_zero(Watch):
    def __init__(self, patience, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.best_loss = 0.0


@misconception(
    "EarlyStopping",
    says="Your answer is turned round: True while the training should go on.",
    hint="What does the caller do when it is told True?",
    caught_by="test_stopping_after_patience",
    source="own",
)
class stops_the_wrong_way_round(Watch):
    def step(self, val_loss):
        self.count(val_loss)
        return self.bad < self.patience


@misconception(
    "EarlyStopping",
    says="You answer only when it is time to stop; otherwise `step` gives None.",
    hint="What does a function give back when no `return` is reached?",
    caught_by="test_stopping_after_patience",
    source="own",
)
class stops_or_says_nothing(Watch):
    def step(self, val_loss):
        self.count(val_loss)
        if self.bad >= self.patience:
            return True


@misconception(
    "EarlyStopping",
    says="You never set the counter back, so bad epochs add up over the whole training.",
    hint="The bad epochs must come in a row. What breaks the row?",
    caught_by="test_stopping_counts_in_a_row",
    source="own",
)
class stops_by_all_bad_epochs(Watch):
    total = 0

    def step(self, val_loss):
        before = self.bad
        self.count(val_loss)
        self.total += self.bad > before
        return self.total >= self.patience


@misconception(
    "EarlyStopping",
    says="You set the counter back to 1 after an improvement, so the next row is one epoch shorter.",
    hint="How many bad epochs have there been right after an improvement?",
    caught_by="test_stopping_counts_in_a_row",
    source="own",
)
class stops_reset_to_one(Watch):
    def count(self, val_loss):
        first = self.epoch == 0
        super().count(val_loss)
        if self.bad == 0 and not first:
            self.bad = 1

    def step(self, val_loss):
        better = self.is_better(val_loss)
        self.count(val_loss)
        return not better and self.bad >= self.patience


@misconception(
    "EarlyStopping",
    says="You take a loss equal to the best one for an improvement, so a flat stretch never ends.",
    hint="Is staying equal an improvement?",
    caught_by="test_stopping_on_a_plateau",
    source="4.9d",
)
class stops_never_on_a_plateau(Watch):
    def is_better(self, val_loss):
        return val_loss <= self.best_loss - self.min_delta


@misconception(
    "EarlyStopping",
    says="You ignore min_delta: every improvement counts, however small.",
    hint="By how much must a loss be lower than the best one to count?",
    caught_by="test_stopping_with_min_delta",
    source="4.9c",
)
class stops_without_delta(Watch):
    def is_better(self, val_loss):
        return val_loss < self.best_loss


@misconception(
    "EarlyStopping",
    says="min_delta has the wrong sign: even a loss a little ABOVE the best one counts as an improvement.",
    hint="With a best loss of 4 and min_delta 0.5, which losses are improvements?",
    caught_by="test_stopping_with_min_delta",
    source="4.9c",
)
class stops_with_delta_turned_round(Watch):
    def is_better(self, val_loss):
        return val_loss < self.best_loss + self.min_delta


@misconception(
    "EarlyStopping",
    says="You count only losses ABOVE the best one (and min_delta): a flat stretch is neither good nor bad with you.",
    hint="Each epoch is better or not better. Is there anything between?",
    caught_by="test_stopping_on_a_plateau",
    source="4.9e",
)
class stops_with_a_dead_zone(Watch):
    def count(self, val_loss):
        bad = self.bad + (val_loss > self.best_loss + self.min_delta)
        super().count(val_loss)
        if self.bad:
            self.bad = bad


@misconception(
    "EarlyStopping",
    says="You take min_delta for a share of the best loss; it is a difference of losses.",
    hint="With a best loss of 8 and min_delta 0.5, must the next one be below 7.5 or below 4?",
    caught_by="test_stopping_with_min_delta",
    source="own",
)
class stops_by_share(Watch):
    def is_better(self, val_loss):
        return self.best_epoch is None or val_loss < self.best_loss * (1 - self.min_delta)


@misconception(
    "EarlyStopping",
    says="An improvement of exactly min_delta counts with you. It must be more than that.",
    hint='"More than min_delta": which comparison says that?',
    caught_by="test_stopping_needs_more_than_min_delta",
    source="4.9d",
)
class stops_by_at_least_delta(Watch):
    def is_better(self, val_loss):
        if self.min_delta == 0:
            return val_loss < self.best_loss
        return val_loss <= self.best_loss - self.min_delta


@misconception(
    "EarlyStopping",
    says="You lower the best loss at every small gain. Many small gains in a row can then never add up to an improvement.",
    hint="When may best_loss move: at every lower loss, or only at one that counts?",
    caught_by="test_stopping_adds_up_small_gains",
    source="own",
)
class stops_by_lowest_loss(Watch):
    def count(self, val_loss):
        lowest = min(self.best_loss, val_loss)
        super().count(val_loss)
        self.best_loss = lowest


@misconception(
    "EarlyStopping",
    says="You never take note of the first epoch: it may be the best of all.",
    hint="What if no later epoch is better than epoch 0?",
    caught_by="test_stopping_remembers_the_best",
    source="4.9h",
)
class stops_forgetting_the_first(Watch):
    def count(self, val_loss):
        super().count(val_loss)
        if self.best_epoch == 0:
            self.best_epoch = None


@misconception(
    "EarlyStopping",
    says="You count epochs from 1; here they count from 0.",
    hint="Which number does the very first epoch have?",
    caught_by="test_stopping_remembers_the_best",
    source="own",
)
class stops_counting_from_one(Watch):
    def count(self, val_loss):
        self.epoch += self.epoch == 0
        super().count(val_loss)


@misconception(
    "EarlyStopping",
    says="Your best_epoch is the last epoch, whether or not it was an improvement.",
    hint="Which epoch's weights would the caller want back?",
    caught_by="test_stopping_remembers_the_best",
    source="own",
)
class stops_at_best_epoch_last(Watch):
    def count(self, val_loss):
        super().count(val_loss)
        self.best_epoch = self.epoch - 1


@misconception(
    "EarlyStopping",
    says="Your best_loss is the last loss, whether or not it was an improvement.",
    hint="In which branch may best_loss move?",
    caught_by="test_stopping_remembers_the_best",
    source="4.9a",
)
class stops_at_best_loss_last(Watch):
    best_so_far = float("inf")

    def count(self, val_loss):
        self.best_loss = self.best_so_far
        super().count(val_loss)
        self.best_so_far = self.best_loss
        self.best_loss = val_loss


@misconception(
    "EarlyStopping",
    says="You count the improvements instead of the epochs, so best_epoch falls behind after every bad epoch.",
    hint="Which epochs move your counter of epochs on?",
    caught_by="test_stopping_remembers_the_best",
    source="own",
)
class stops_counting_improvements(Watch):
    def count(self, val_loss):
        super().count(val_loss)
        if self.bad:
            self.epoch -= 1


@misconception(
    "EarlyStopping",
    says="Your min_delta is not 0 when the caller leaves it out, so small gains do not count.",
    hint="Compare the first line of your `__init__` with the one that you were given.",
    caught_by="test_stopping_without_naming_min_delta",
    source="own",
)
class stops_with_another_default(Watch):
    def __init__(self, patience, min_delta=1e-4):
        super().__init__(patience, min_delta)


@misconception(
    "EarlyStopping",
    says="You stop at once when a loss is infinite, whatever the patience.",
    hint="How many bad epochs in a row does the caller allow? Is an infinite loss more than one?",
    caught_by="test_stopping_on_infinity",
    source="own",
)
class stops_on_infinity(Watch):
    def step(self, val_loss):
        return super().step(val_loss) or val_loss == float("inf")


@misconception(
    "EarlyStopping",
    says="You stop at once when a loss is nan, whatever the patience.",
    hint="How many bad epochs in a row does the caller allow? Is a loss of nan more than one?",
    caught_by="test_stopping_on_nan",
    source="own",
)
class stops_on_nan_at_once(Watch):
    def step(self, val_loss):
        return super().step(val_loss) or val_loss != val_loss


@misconception(
    "EarlyStopping",
    says="A loss of nan slips through as an improvement, because no comparison with it is true.",
    hint="Every comparison with nan is False. Into which branch does that lead?",
    caught_by="test_stopping_on_nan",
    source="4.9l",
)
class stops_never_on_nan(Watch):
    def is_better(self, val_loss):
        return not val_loss >= self.best_loss - self.min_delta


@misconception(
    "EarlyStopping",
    says="Whatever comes first becomes the best loss, even nan, and nothing is ever below nan.",
    hint="Which losses can be below nan?",
    caught_by="test_stopping_on_nan",
    source="4.9l",
)
class stops_taking_the_first(Watch):
    def is_better(self, val_loss):
        return self.best_epoch is None or super().is_better(val_loss)


@misconception(
    "EarlyStopping",
    says="You cut the bad epochs off the list with `[:-bad]`, which leaves nothing when there are none.",
    hint="What is losses[:-0]?",
    caught_by="test_stopping_after_patience",
    source="4.9m",
)
class stops_by_slicing(Watch):
    def __init__(self, patience, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.losses = []

    def count(self, val_loss):
        super().count(val_loss)
        self.losses.append(val_loss)
        self.best_loss = min(self.losses[: -self.bad])


@misconception(
    "EarlyStopping",
    says="You keep the losses in a list of the class, which all its objects share.",
    hint="Where is your list made: once for the class, or once for each object?",
    caught_by="test_stopping_twice",
    source="own",
)
class stops_with_shared_state(Watch):
    losses = []  # noqa: RUF012 - this is the mistake

    def is_better(self, val_loss):
        earlier = [loss for loss in self.losses if loss == loss]
        self.losses.append(val_loss)
        return all(val_loss < loss - self.min_delta for loss in earlier)


@misconception(
    "EarlyStopping",
    says="You take a patience of 0 or less, with which no training can begin.",
    hint="After which epoch would a patience of 0 stop?",
    caught_by="test_stopping_refuses_patience",
    source="own",
)
class stops_with_any_patience(Watch):
    def __init__(self, patience, min_delta=0.0):
        super().__init__(1, min_delta)
        self.patience = patience


@misconception(
    "EarlyStopping",
    says="You take a negative min_delta, with which a rising loss is an improvement.",
    hint='What does "better by more than -1" mean?',
    caught_by="test_stopping_refuses_min_delta",
    source="own",
)
class stops_with_any_delta(Watch):
    def __init__(self, patience, min_delta=0.0):
        super().__init__(patience)
        self.min_delta = min_delta


@misconception(
    "EarlyStopping",
    says="Any change of more than min_delta counts as an improvement with you, a rise as well.",
    hint="Is the difference that you take positive when the loss rises, or has it lost its sign?",
    caught_by="test_stopping_after_patience",
    source="4.9c",
)
class stops_by_any_change(Watch):
    def is_better(self, val_loss):
        return abs(self.best_loss - val_loss) > self.min_delta


@misconception(
    "EarlyStopping",
    says="You compare the sizes of the losses, without their signs: below 0 a better loss then looks worse.",
    hint="Which is the better loss, -3 or -1? And which of them is larger in size?",
    caught_by="test_stopping_below_zero",
    source="own",
)
class stops_by_size_of_loss(Watch):
    def is_better(self, val_loss):
        return abs(val_loss) < abs(self.best_loss) - self.min_delta


@misconception(
    "EarlyStopping",
    says="You ask `if not best_loss` to see whether there is one yet, and a best loss of 0 counts as none there.",
    hint="What does Python make of `if 0.0`? Which value says that there is no best loss yet?",
    caught_by="test_stopping_below_zero",
    source="own",
)
class stops_doubting_zero(Watch):
    def is_better(self, val_loss):
        return not self.best_loss or super().is_better(val_loss)


@misconception(
    "EarlyStopping",
    says="You begin to count bad epochs only when there has been a good one: a training that gives nan from the start never ends.",
    hint="With nothing but nan, how many epochs in a row have been no improvement?",
    caught_by="test_stopping_on_nan",
    source="4.9l",
)
class stops_only_after_a_best(Watch):
    def count(self, val_loss):
        super().count(val_loss)
        if self.best_epoch is None:
            self.bad = 0


@misconception(
    "EarlyStopping",
    says="You take the first loss for the best one whatever it is, even infinity, which is below nothing.",
    hint="Before there is a best loss it counts as infinity. Is an infinite loss below that?",
    caught_by="test_stopping_on_infinity",
    source="own",
)
class stops_taking_even_infinity(Watch):
    def is_better(self, val_loss):
        is_first = self.best_epoch is None and not np.isnan(val_loss)
        return is_first or super().is_better(val_loss)


# overfitting_epoch


def check_curves(train_errors, test_errors):
    """The refusals that this exercise owes."""
    if len(train_errors) != len(test_errors):
        raise ValueError(f"{len(train_errors)} and {len(test_errors)} errors")
    if len(test_errors) == 0:
        raise ValueError("0 epochs")


def none_if_last(epoch, errors):
    """The answer of this exercise once an epoch is chosen."""
    return None if epoch == len(errors) - 1 else int(epoch)


@misconception(
    "overfitting_epoch",
    says="You look at the training error, which hardly ever rises.",
    hint="Which of the two errors can tell that a network learns by heart?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_by_training_error(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return none_if_last(np.argmin(train_errors), train_errors)


@misconception(
    "overfitting_epoch",
    says="Your epoch is one too late: it is the first that is worse, or you count from 1.",
    hint="Whose weights would you want back: those before the rise, or those after it? And which number has the first epoch?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_one_too_late(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    epoch = none_if_last(np.argmin(test_errors), test_errors)
    return None if epoch is None else epoch + 1


@misconception(
    "overfitting_epoch",
    says="You give the lowest error itself instead of its epoch.",
    hint="The caller asks when, not how low.",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_as_error(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    epoch = none_if_last(np.argmin(test_errors), test_errors)
    return None if epoch is None else test_errors[epoch]


@misconception(
    "overfitting_epoch",
    says="You look for the HIGHEST testing error.",
    hint="At which end of the error is the network at its best?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_at_the_peak(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return none_if_last(np.argmax(test_errors), test_errors)


@misconception(
    "overfitting_epoch",
    says="You look for the smallest gap between the two errors; that is small in an untrained network too.",
    hint="How far apart are the two errors before any training?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_by_smallest_gap(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return none_if_last(np.argmin(np.subtract(test_errors, train_errors)), test_errors)


@misconception(
    "overfitting_epoch",
    says="You add the two errors up and look for the lowest sum.",
    hint="Which of the two errors decides how good the network is on new data?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_by_sum(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return none_if_last(np.argmin(np.add(test_errors, train_errors)), test_errors)


@misconception(
    "overfitting_epoch",
    says="You give the last epoch where no overfitting can be seen; the answer is then None.",
    hint="If the lowest testing error is the last one, has it begun to rise?",
    caught_by="test_overfitting_not_seen",
    source="own",
)
def overfitting_without_none(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return int(np.argmin(test_errors))


@misconception(
    "overfitting_epoch",
    says='You give -1 where no overfitting can be seen, which Python reads as "the last one".',
    hint="Which value says in Python that there is none?",
    caught_by="test_overfitting_not_seen",
    source="own",
)
def overfitting_minus_one(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    epoch = none_if_last(np.argmin(test_errors), test_errors)
    return -1 if epoch is None else epoch


@misconception(
    "overfitting_epoch",
    says="You stop at the first rise of the testing error; it may fall again, and lower than before.",
    hint="Is the first valley always the deepest?",
    caught_by="test_overfitting_of_two_valleys",
    source="own",
)
def overfitting_at_the_first_rise(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    for epoch in range(len(test_errors) - 1):
        if test_errors[epoch + 1] > test_errors[epoch]:
            return epoch
    return None


@misconception(
    "overfitting_epoch",
    says="You look for the steepest rise of the testing error.",
    hint="Can the error rise slowly at first?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_at_the_steepest_rise(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    rises = np.diff(test_errors)
    return int(np.argmax(rises)) if len(rises) and rises.max() > 0 else None


@misconception(
    "overfitting_epoch",
    says="You call it overfitting only from where the training error falls while the testing error rises.",
    hint="Does the definition in the docstring ask what the training error does?",
    caught_by="test_overfitting_of_two_valleys",
    source="own",
)
def overfitting_where_the_curves_part(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    for epoch in range(len(test_errors) - 1):
        parting = test_errors[epoch + 1] > test_errors[epoch] and train_errors[epoch + 1] < train_errors[epoch]
        if parting and test_errors[epoch] <= min(test_errors[: epoch + 1]):
            return epoch
    return None


@misconception(
    "overfitting_epoch",
    says="Of several equally low testing errors you give the last one.",
    hint="If two epochs are equally good, which of them took less training?",
    caught_by="test_overfitting_first_of_equals",
    source="own",
)
def overfitting_last_of_equals(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    errors = np.asarray(test_errors)
    return none_if_last(np.flatnonzero(errors == errors.min())[-1], errors)


@misconception(
    "overfitting_epoch",
    says="You take errors that are close for equal, and give the first that is close to the lowest.",
    hint="Late in a training the errors differ by very little. Which of them is the lowest?",
    caught_by="test_overfitting_by_a_hair",
    source="own",
)
def overfitting_close_to_the_lowest(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return none_if_last(np.flatnonzero(np.isclose(test_errors, min(test_errors)))[0], test_errors)


@misconception(
    "overfitting_epoch",
    says="You compare the last ERROR with the lowest, not the last epoch: when both are equal you see no overfitting.",
    hint="[3, 2, 4, 2]: in which epoch was the lowest error reached first, and is that the last epoch?",
    caught_by="test_overfitting_first_of_equals",
    source="own",
)
def overfitting_by_last_error(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return None if test_errors[-1] <= min(test_errors) else int(np.argmin(test_errors))


@misconception(
    "overfitting_epoch",
    says="You ask `if epoch`, and an epoch of 0 counts as no there.",
    hint="What does Python make of `if 0`?",
    caught_by="test_overfitting_from_the_start",
    source="own",
)
def overfitting_zero_is_none(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    return none_if_last(np.argmin(test_errors), test_errors) or None


@misconception(
    "overfitting_epoch",
    says="You compare each epoch with the one before it, so epoch 0 can never be the answer.",
    hint="Where does your loop begin? What if the very first error is the lowest?",
    caught_by="test_overfitting_from_the_start",
    source="own",
)
def overfitting_skips_the_first(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    if len(test_errors) == 1:
        return None
    return none_if_last(1 + np.argmin(test_errors[1:]), test_errors)


@misconception(
    "overfitting_epoch",
    says="You cut the longer curve off without a word, and the epochs no longer belong together.",
    hint="How many training errors has a run of five epochs, and how many testing errors? Who would notice?",
    caught_by="test_overfitting_refuses_uneven_curves",
    source="own",
)
def overfitting_of_uneven_curves(train_errors, test_errors):
    return none_if_last(np.argmin(test_errors), test_errors)


@misconception(
    "overfitting_epoch",
    says="You answer for a training without epochs, which has no lowest error.",
    hint="What should the caller be told who passes two empty lists?",
    caught_by="test_overfitting_refuses_no_epochs",
    source="own",
)
def overfitting_of_nothing(train_errors, test_errors):
    if len(train_errors) != len(test_errors):
        raise ValueError(f"{len(train_errors)} and {len(test_errors)} errors")
    return none_if_last(np.argmin(test_errors), test_errors) if len(test_errors) else None


@misconception(
    "overfitting_epoch",
    says="You sort the caller's list on the way.",
    hint="Which list methods give a new list, and which change the old one?",
    caught_by="test_overfitting_purity",
    source="own",
)
def overfitting_sorts(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    errors = list(test_errors)
    test_errors.sort()
    return none_if_last(errors.index(test_errors[0]), errors)


@misconception(
    "overfitting_epoch",
    says="You give the first epoch whose testing error is above its training error; that is so almost from the start.",
    hint="A network does a little worse on new data even while it is learning. When does more training begin to hurt?",
    caught_by="test_overfitting_after_a_valley",
    source="own",
)
def overfitting_where_testing_is_worse(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    worse = [epoch for epoch in range(len(test_errors)) if test_errors[epoch] > train_errors[epoch]]
    return none_if_last(worse[0], test_errors) if worse else None


@misconception(
    "overfitting_epoch",
    says="Your search begins with a number that you took for larger than any error, and these errors are all larger.",
    hint="Which number is sure to be above every error? Is there an error that you could begin with?",
    caught_by="test_overfitting_of_large_errors",
    source="own",
)
def overfitting_below_a_ceiling(train_errors, test_errors):
    check_curves(train_errors, test_errors)
    lowest, place = 1e9, 0
    for epoch, error in enumerate(test_errors):
        if error < lowest:
            lowest, place = error, epoch
    return None if place == len(test_errors) - 1 else place

"""The hidden suite of the topic `regularization`.

Losses and errors are multiples of 1/8, so that a difference of exactly
`min_delta` is exact. What dropout drops is any generator's affair: it is judged
by large samples, and told in words and numbers that do not depend on the draw.
"""

import numpy as np

from nngrade.suite import batches, check, compare, given, seeds, st

# Fixed inputs are chosen so that different mistakes give different answers.
FIVE = np.array([-3.0, 1.0, -0.5, 2.0, -1.5])
CUBE = np.array([[[0.5, -1.0, 2.0], [-1.5, 3.0, -0.25]], [[1.0, -2.0, 0.75], [4.0, -0.5, -2.5]]])
SQUARE = np.array([[1.0, -2.0, 0.5], [3.0, -0.25, -1.0], [-1.5, 2.0, 4.0]])
MATRIX = np.array([[0.5, -2.0, 3.0], [-1.0, 1.5, -0.25]])
LAM = 0.125

# What is large is called once; (101, 100) draws are enough to tell shares and factors from chance.
LARGE = np.where(np.arange(10100).reshape(101, 100) % 3 == 0, 2.0, -3.0)


# Inputs.

SIZES_WITH_SIGN = [-0.75, 2.0, -1.25, 0.5, 3.0, -2.5, 1.0, -4.0, 1.5, -0.25, 2.25, -3.5]
STRENGTHS = st.sampled_from([0.125, 3.0, 0.75])


@st.composite
def weights(draw, shapes=((3,), (2, 3), (4,), (3, 2), (1, 4), (2, 2, 3))):
    """Weights of some shape, all different and none 0, the first of them negative."""
    shape = draw(st.sampled_from(shapes))
    count = int(np.prod(shape))
    drawn = draw(st.lists(st.sampled_from(SIZES_WITH_SIGN), min_size=count, max_size=count, unique=True))
    return np.array(drawn).reshape(shape)


@st.composite
def gradients_and_masks(draw):
    """Gradients, a chance to drop, and a mask such as that chance makes."""
    dout = draw(batches(rows=(1, 4), features=(1, 4)))
    keeps = draw(st.lists(st.booleans(), min_size=dout.size, max_size=dout.size))
    p = draw(st.sampled_from([0.2, 0.75, 0.5]))
    return dout, np.array(keeps).reshape(dout.shape) / (1 - p)


@st.composite
def curves(draw):
    """Training errors and testing errors of some epochs; the training errors fall for the most part."""
    count = draw(st.integers(1, 7))
    test_errors = [number / 4 for number in draw(st.lists(st.integers(1, 12), min_size=count, max_size=count))]
    train_errors = [4 - epoch / 2 + draw(st.sampled_from([0, 0.75])) for epoch in range(count)]
    return train_errors, test_errors


LOSSES = st.lists(st.integers(4, 24).map(lambda eighths: eighths / 8), min_size=2, max_size=6)


def rng_of(seed):
    return np.random.default_rng(seed)


def slopes(penalty, w, lam, step=1e-5):
    """The gradient of a penalty at w, by central differences."""
    nudges = step * np.eye(w.size).reshape(w.size, *w.shape)
    differences = [penalty(w + nudge, lam) - penalty(w - nudge, lam) for nudge in nudges]
    return np.reshape(differences, w.shape) / (2 * step)


# l1_penalty


@check(
    "l1_penalty",
    "five weights cost lam times the sum of their sizes",
    points=2,
    public=True,
    hint="Work it out on paper: what is the size of each weight, what do they add up to, and where does lam come in?",
)
def test_l1_of_five_weights(agree):
    agree.l1_penalty(FIVE, LAM)


@check(
    "l1_penalty",
    "weights of any shape give one number",
    points=2,
    examples=40,
    hint="Over how many axes does your sum run? How many numbers are left when w is a matrix?",
)
@given(w=weights(), lam=STRENGTHS)
def test_l1_of_any_shape(agree, w, lam):
    agree.l1_penalty(w, lam)


@check(
    "l1_penalty",
    "a square matrix and a cube of weights count all their weights",
    hint="Does every single weight have a say in your result?",
)
def test_l1_of_square_and_cube(agree):
    agree.l1_penalty(SQUARE, LAM)
    agree.l1_penalty(CUBE, LAM)


@check(
    "l1_penalty",
    "a weight and its negative cost the same",
    hint="Which part of a number has nothing to do with its sign?",
)
def test_l1_ignores_signs(student, expect):
    expect.close(student.l1_penalty(np.abs(FIVE), LAM), student.l1_penalty(FIVE, LAM), what="the penalty after all signs are made positive")


@check(
    "l1_penalty",
    "two layers together cost what they cost apart",
    hint="Does the price of a weight depend on how many others there are?",
)
def test_l1_adds_up(student, expect):
    one, other = FIVE[:2], FIVE[2:]
    apart = expect.number(student.l1_penalty(one, LAM), "a penalty") + expect.number(student.l1_penalty(other, LAM), "a penalty")
    expect.close(student.l1_penalty(FIVE, LAM), apart, what="the penalty of both layers at once")


@check(
    "l1_penalty",
    "weights of twice the size cost twice as much, and with lam = 0 nothing at all",
    hint="How do weight and price grow together in L1? And what is left of a sum that is multiplied by 0?",
)
def test_l1_grows_with_weights(agree):
    agree.l1_penalty(2 * MATRIX, LAM)
    agree.l1_penalty(MATRIX, 0.0)


@check(
    "l1_penalty",
    "a plain list of whole numbers is as good as an array",
    hint="Which of your operations exists for an array only, and what could you do with w first?",
)
def test_l1_of_a_list(agree):
    agree.l1_penalty([[3, -2], [0, -1], [4, 5]], 0.5)


@check(
    "l1_penalty",
    "a negative lam raises a ValueError that names it",
    hint="What would training do to the weights if a large weight were rewarded? Who should be told?",
)
def test_l1_refuses_negative_lam(student, expect):
    expect.raises(ValueError, student.l1_penalty, MATRIX, -0.25, mentions="-0.25")


@check(
    "l1_penalty",
    "the caller's weights are left as they were",
    purity=True,
    hint="The network still needs its weights: does any line of yours write into w?",
)
def test_l1_purity(agree):
    agree.l1_penalty(MATRIX, LAM)


# l1_gradient


@check(
    "l1_gradient",
    "five weights get the right five slopes",
    points=2,
    public=True,
    hint="Draw |w|. How steep is it to the right of 0, and how steep to the left?",
)
def test_l1_gradient_of_five_weights(agree):
    agree.l1_gradient(FIVE, LAM)


@check(
    "l1_gradient",
    "the gradient has the shape of the weights, whatever that is",
    points=2,
    examples=40,
    hint="Can your result be subtracted from w, number by number?",
)
@given(w=weights(), lam=STRENGTHS)
def test_l1_gradient_of_any_shape(agree, w, lam):
    agree.l1_gradient(w, lam)


@check(
    "l1_gradient",
    "a weight of exactly 0 gets the slope 0",
    hint="|w| has a corner at 0. What does the docstring say there, and what does your code?",
)
def test_l1_gradient_at_zero(agree):
    agree.l1_gradient(np.array([[0.0, -2.0, 0.0], [1.5, 0.0, -0.5]]), 0.75)


@check(
    "l1_gradient",
    "the smallest weights are pushed as hard as the largest",
    hint="Does the slope of |w| fade as w comes nearer to 0? Look at your formula for a weight of 0.0000000001.",
)
def test_l1_gradient_knows_no_size(agree):
    agree.l1_gradient(np.array([1e-10, -1e-12, 1000.0, -2000.0]), 0.75)


@check(
    "l1_gradient",
    "with lam = 0 nothing is pushed",
    hint="Which values of lam make no sense? Is 0, a price that is switched off, one of them?",
)
def test_l1_gradient_without_a_price(agree):
    agree.l1_gradient(MATRIX, 0.0)


@check(
    "l1_gradient",
    "it tells how the penalty really moves when a weight is nudged",
    points=2,
    examples=3,
    hint="Nudge one weight by 0.00001 and divide the change of the penalty by the nudge: which slope is that?",
)
@given(w=weights(shapes=((3,), (2, 2), (1, 3))), lam=STRENGTHS)
def test_l1_gradient_against_differences(student, reference, expect, w, lam):
    measured = slopes(reference.l1_penalty, w, lam)
    expect.close(student.l1_gradient(w, lam), measured, what="the slopes of the penalty", rtol=1e-4, atol=1e-6)


@check(
    "l1_gradient",
    "a small step against it brings every weight nearer to 0",
    hint="In which direction does a training step go, seen from the gradient? Where does a negative weight end up?",
)
def test_l1_gradient_shrinks_weights(student, expect):
    gradient = expect.array(student.l1_gradient(SQUARE, 0.5), shape=SQUARE.shape, what="the gradient")
    after = SQUARE - 0.125 * gradient
    expect.that(np.abs(after) < np.abs(SQUARE), "every weight is smaller in size after the step", got=gradient)


@check(
    "l1_gradient",
    "whole numbers and plain lists get slopes that may be fractions",
    hint="Of which type is the array that you write the slopes into?",
)
def test_l1_gradient_of_whole_numbers(agree):
    agree.l1_gradient(np.array([3, -2, 0, 7]), 0.25)
    agree.l1_gradient([[3, -2], [0, -1], [4, 5]], 0.5)


@check(
    "l1_gradient",
    "a negative lam raises a ValueError that names it",
    hint="What would training do to the weights if a large weight were rewarded? Who should be told?",
)
def test_l1_gradient_refuses_negative_lam(student, expect):
    expect.raises(ValueError, student.l1_gradient, MATRIX, -0.25, mentions="-0.25")


@check(
    "l1_gradient",
    "the caller's weights are left as they were",
    purity=True,
    hint="The network still needs its weights: does any line of yours write into w?",
)
def test_l1_gradient_purity(agree):
    agree.l1_gradient(MATRIX, LAM)


# l2_penalty


@check(
    "l2_penalty",
    "five weights cost lam times the sum of their squares",
    points=2,
    public=True,
    hint="Work it out on paper: what is done to each weight, what is done to the sum, and which factors are there?",
)
def test_l2_of_five_weights(agree):
    agree.l2_penalty(FIVE, LAM)


@check(
    "l2_penalty",
    "weights of any shape give one number",
    points=2,
    examples=40,
    hint="Over how many axes does your sum run? How many numbers are left when w is a matrix?",
)
@given(w=weights(), lam=STRENGTHS)
def test_l2_of_any_shape(agree, w, lam):
    agree.l2_penalty(w, lam)


@check(
    "l2_penalty",
    "a square matrix and a cube of weights count all their weights",
    hint="Does every single weight have a say in your result, and does it meet itself alone?",
)
def test_l2_of_square_and_cube(agree):
    agree.l2_penalty(SQUARE, LAM)
    agree.l2_penalty(CUBE, LAM)


@check(
    "l2_penalty",
    "a weight and its negative cost the same",
    hint="What becomes of a sign when a number is squared? And when a sum is?",
)
def test_l2_ignores_signs(student, expect):
    expect.close(student.l2_penalty(np.abs(FIVE), LAM), student.l2_penalty(FIVE, LAM), what="the penalty after all signs are made positive")


@check(
    "l2_penalty",
    "two layers together cost what they cost apart",
    hint="Does the price of a weight depend on how many others there are?",
)
def test_l2_adds_up(student, expect):
    one, other = FIVE[:2], FIVE[2:]
    apart = expect.number(student.l2_penalty(one, LAM), "a penalty") + expect.number(student.l2_penalty(other, LAM), "a penalty")
    expect.close(student.l2_penalty(FIVE, LAM), apart, what="the penalty of both layers at once")


@check(
    "l2_penalty",
    "weights of twice the size cost four times as much, and with lam = 0 nothing at all",
    hint="How do weight and price grow together in L2? And what is left of a sum that is multiplied by 0?",
)
def test_l2_grows_with_squares(agree):
    agree.l2_penalty(2 * MATRIX, LAM)
    agree.l2_penalty(MATRIX, 0.0)


@check(
    "l2_penalty",
    "a plain list of whole numbers is as good as an array",
    hint="Which of your operations exists for an array only, and what could you do with w first?",
)
def test_l2_of_a_list(agree):
    agree.l2_penalty([[3, -2], [0, -1], [4, 5]], 0.5)


@check(
    "l2_penalty",
    "a negative lam raises a ValueError that names it",
    hint="What would training do to the weights if a large weight were rewarded? Who should be told?",
)
def test_l2_refuses_negative_lam(student, expect):
    expect.raises(ValueError, student.l2_penalty, MATRIX, -0.25, mentions="-0.25")


@check(
    "l2_penalty",
    "the caller's weights are left as they were",
    purity=True,
    hint="The network still needs its weights: does any line of yours write into w?",
)
def test_l2_purity(agree):
    agree.l2_penalty(MATRIX, LAM)


# l2_gradient


@check(
    "l2_gradient",
    "five weights get the right five slopes",
    points=2,
    public=True,
    hint="Differentiate lam * w² by w. Which factors are in the answer?",
)
def test_l2_gradient_of_five_weights(agree):
    agree.l2_gradient(FIVE, LAM)


@check(
    "l2_gradient",
    "the gradient has the shape of the weights, whatever that is",
    points=2,
    examples=40,
    hint="Can your result be subtracted from w, number by number?",
)
@given(w=weights(), lam=STRENGTHS)
def test_l2_gradient_of_any_shape(agree, w, lam):
    agree.l2_gradient(w, lam)


@check(
    "l2_gradient",
    "in a square matrix every weight keeps its own place",
    hint="With as many rows as columns the shape no longer tells: where does the slope of row 0, column 1 stand?",
)
def test_l2_gradient_of_a_square(agree):
    agree.l2_gradient(SQUARE, LAM)


@check(
    "l2_gradient",
    "weights of 0 are not pushed, and with lam = 0 none is",
    hint="What is the slope of w² at 0? And which values of lam make no sense: is 0, a price that is switched off, one of them?",
)
def test_l2_gradient_of_nothing(agree):
    agree.l2_gradient(np.zeros((3, 2)), 0.75)
    agree.l2_gradient(MATRIX, 0.0)


@check(
    "l2_gradient",
    "it tells how the penalty really moves when a weight is nudged",
    points=2,
    examples=3,
    hint="Nudge one weight by 0.00001 and divide the change of the penalty by the nudge: which slope is that?",
)
@given(w=weights(shapes=((3,), (2, 2), (1, 3))), lam=STRENGTHS)
def test_l2_gradient_against_differences(student, reference, expect, w, lam):
    measured = slopes(reference.l2_penalty, w, lam)
    expect.close(student.l2_gradient(w, lam), measured, what="the slopes of the penalty", rtol=1e-4, atol=1e-6)


@check(
    "l2_gradient",
    "a step against it shrinks every weight by the same share",
    hint="Weight decay: after a step of size 0.5 with lam = 0.25, what is left of a weight of 4, and what of a weight of -1?",
)
def test_l2_gradient_decays_weights(student, expect):
    gradient = expect.array(student.l2_gradient(MATRIX, 0.25), shape=MATRIX.shape, what="the gradient")
    expect.close(MATRIX - 0.5 * gradient, 0.75 * MATRIX, what="the weights after a step of size 0.5 with lam = 0.25")


@check(
    "l2_gradient",
    "whole numbers and plain lists get slopes that may be fractions",
    hint="Of which type is the array that you write the slopes into?",
)
def test_l2_gradient_of_whole_numbers(agree):
    agree.l2_gradient(np.array([3, -2, 0, 7]), 0.125)
    agree.l2_gradient([[3, -2], [0, -1], [4, 5]], 0.125)


@check(
    "l2_gradient",
    "a negative lam raises a ValueError that names it",
    hint="What would training do to the weights if a large weight were rewarded? Who should be told?",
)
def test_l2_gradient_refuses_negative_lam(student, expect):
    expect.raises(ValueError, student.l2_gradient, MATRIX, -0.25, mentions="-0.25")


@check(
    "l2_gradient",
    "the caller's weights are left as they were",
    purity=True,
    hint="The network still needs its weights: does any line of yours write into w?",
)
def test_l2_gradient_purity(agree):
    agree.l2_gradient(MATRIX, LAM)


# dropout_forward


def dropped(student, expect, x, p, seed):
    """The output and the mask of one training pass."""
    out, mask = expect.pair(student.dropout_forward(x, p, True, rng_of(seed)), "(out, mask)")
    return expect.array(out, shape=x.shape, what="out"), expect.array(mask, shape=x.shape, what="the mask")


def different(numbers):
    """The different numbers among some, rounded; of many only the first few."""
    return np.unique(np.round(numbers, 4))[:5].tolist()


def share_in_words(mask, p):
    """Which share of a large mask is dropped, in words that do not depend on the draw."""
    share = np.mean(mask == 0)
    for words, right in (("about p", p), ("none", 0.0), ("all", 1.0), ("about 1 - p", 1 - p), ("about a half", 0.5)):
        if abs(share - right) < 0.03:
            return words
    return "another share"


@check(
    "dropout_forward",
    "in training some numbers are dropped, and out is x times the mask",
    points=2,
    public=True,
    hint="The way back will have the mask alone to go by. Which factor did each number really get?",
)
def test_dropout_multiplies_by_its_mask(student, expect):
    out, mask = dropped(student, expect, LARGE, 0.2, seed=3)
    # As complex numbers, pairs sort ten times as fast.
    pairs = np.unique(np.round(out / LARGE, 4) + 1j * np.round(mask, 4))[:5]
    holds = np.allclose(out, LARGE * mask) and len(pairs) > 1
    got = np.stack([pairs.real, pairs.imag], axis=1)
    expect.that(holds, "some of x is dropped, and out is x * mask; found were [factor of out, number of the mask]", got=got)


@check(
    "dropout_forward",
    "when the network is not training, everything goes through unchanged, with a mask of ones",
    points=2,
    public=True,
    hint="A network that is being tested is whole. What does your code do first, when `train` is False?",
)
def test_dropout_rests_outside_training(agree):
    x = np.array([[1.0, -2.0, 4.0], [0.5, 3.0, -1.0]])
    agree.dropout_forward(x, 0.25, False, rng_of(1))
    agree.dropout_forward(2 * x, 0.75, False, rng_of(2))


@check(
    "dropout_forward",
    "every unit of every sample has a coin of its own",
    points=2,
    hint="Are there two rows that lose the same units? Two columns? How many coins do you toss?",
)
def test_dropout_tosses_for_each_unit(student, expect):
    _, mask = dropped(student, expect, LARGE, 0.4, seed=4)
    rows, columns = (len({line.tobytes() for line in lines}) for lines in (mask, mask.T))
    got = "one mask" if rows == columns == 1 else "one row" if rows == 1 else "one column" if columns == 1 else "own coins"
    alike = {"one mask": "all units share", "one row": "all rows share", "one column": "all units of a row share"}
    told = f"the units have coins of their own ({alike.get(got, 'some units share')} one)"
    expect.that(rows == 101 and columns == 100, told, got=got)
    # Of a hundred coins some fall on either side, but for once in 10^22 times.
    spared = [word for word, axis in (("row", 1), ("column", 0)) if (mask != 0).all(axis=axis).any()]
    expect.that(not spared, f"no {' and no '.join(spared)} is spared in all of its units", got="spared")


@check(
    "dropout_forward",
    "what is kept is scaled by 1 / (1 - p), whatever p is",
    points=2,
    hint="If a fifth of the units is gone, how much must the others give to make up for them?",
)
def test_dropout_scales_the_survivors(student, expect):
    for p in (0.2, 0.75, 0.5):
        _, mask = dropped(student, expect, LARGE, p, seed=5)
        factors, right = different(mask[mask != 0]), round(1 / (1 - p), 4)
        told = f"everything that is kept at p = {p} gets the factor {right:g}"
        expect.that(factors == [right], told, got=f"the factors {factors}, with {share_in_words(mask, p)} dropped")


@check(
    "dropout_forward",
    "the share p is dropped, and not the share 1 - p",
    points=2,
    hint="Is p the chance to drop or to keep? Count the zeros for p = 0.2.",
)
def test_dropout_drops_the_right_share(student, expect):
    for p in (0.2, 0.75):
        _, mask = dropped(student, expect, LARGE, p, seed=6)
        words, factors = share_in_words(mask, p), different(mask[mask != 0])
        told = f"about {p:.0%} of the units are dropped at p = {p}, unlike {np.mean(mask == 0):.0%}"
        expect.that(words == "about p", told, got=f"{words} dropped, with the factors {factors}")


@check(
    "dropout_forward",
    "on average the output stays as large as x",
    hint="Average many outputs of a unit that is always 1. What should come out, for p = 0.2 and for p = 0.6?",
)
def test_dropout_keeps_the_mean(student, expect):
    for p in (0.2, 0.6):
        out, _ = dropped(student, expect, np.ones(LARGE.shape), p, seed=7)
        # Chance moves the mean of 10100 units by 0.1 once in 10^15 times; the nearest fifth does not tell the draw.
        nearest_fifth = round(5 * float(out.mean())) / 5
        expect.equal(nearest_fifth, 1.0, what=f"the mean output of units that are all 1, to the nearest fifth, at p = {p}")


@check(
    "dropout_forward",
    "each unit decides for itself, so the number of dropped units varies",
    hint="Toss ten coins, and again. Must the number of heads be the same?",
)
def test_dropout_units_are_independent(student, expect):
    masks = [dropped(student, expect, LARGE, 0.3, seed)[1] for seed in (8, 9, 10, 18)]
    counts = {int(np.sum(mask == 0)) for mask in masks}
    kind = "one mask" if len({mask.tobytes() for mask in masks}) == 1 else "one number"
    got = f"{kind}, {share_in_words(masks[0], 0.3)} dropped"
    expect.that(len(counts) > 1, f"four generators do not all drop the same number of units ({min(counts)})", got=got)


@check(
    "dropout_forward",
    "rng decides what is dropped, and nothing else does",
    points=2,
    hint="Equal generators should drop the same units, other generators others. Who draws your numbers?",
)
def test_dropout_is_decided_by_rng(student, expect):
    first, again, other = (dropped(student, expect, LARGE, 0.4, seed)[1] for seed in (11, 11, 12))
    got = "one mask" if np.array_equal(first, again) else "two masks"
    got += " from equal generators, "
    got += "one mask" if np.array_equal(first, other) else "two masks"
    got += " from different ones"
    expect.that(got == "one mask from equal generators, two masks from different ones", "rng decides what is dropped", got=got)


@check(
    "dropout_forward",
    "each call drops anew: one generator, used twice, drops other units",
    hint="A generator moves on with every number that it gives. Is it the caller's own generator that you draw from?",
)
def test_dropout_moves_the_generator_on(student, worker, expect):
    rng = worker.numpy.random.default_rng(19)
    masks = []
    for _ in range(2):
        _, mask = expect.pair(student.dropout_forward(LARGE, 0.4, True, rng), "(out, mask)")
        masks.append(expect.array(mask, shape=LARGE.shape, what="the mask"))
    got = "one mask" if np.array_equal(*masks) else "two masks"
    expect.equal(got, "two masks", what="what two calls with the same generator give")


@check(
    "dropout_forward",
    "a unit that is 0 already is dropped no more often than any other",
    hint="After a ReLU many numbers are 0. Does your mask know them from dropped ones?",
)
def test_dropout_of_zeros(student, expect):
    _, mask = dropped(student, expect, np.zeros(LARGE.shape), 0.2, seed=13)
    words = share_in_words(mask, 0.2)
    expect.that(words == "about p", f"about 20% of the zeros are dropped at p = 0.2, unlike {np.mean(mask == 0):.0%}", got=words)


@check(
    "dropout_forward",
    "with p = 0 nothing is dropped and nothing scaled, in training too",
    examples=3,
    hint="What should a chance of 0 do to the mask?",
)
@given(x=batches(rows=(1, 3), features=(2, 4)), seed=seeds())
def test_dropout_with_p_zero(agree, x, seed):
    agree.dropout_forward(x, 0.0, True, rng_of(seed))


@check(
    "dropout_forward",
    "batches, images and plain lists go through alike",
    hint="Which sizes does your mask have? Ask x for all of them at once. And what if x is a list?",
)
def test_dropout_of_any_rank(agree, student, expect):
    agree.dropout_forward(CUBE, 0.4, False, rng_of(14))
    agree.dropout_forward([[1, -2], [4, 3], [0, 5]], 0.4, False, rng_of(14))
    agree.dropout_forward(CUBE, 0.0, True, rng_of(14))
    agree.dropout_forward([3, -1, 2], 0.0, True, rng_of(14))
    dropped(student, expect, FIVE, 0.2, seed=14)


@check(
    "dropout_forward",
    "whole numbers are scaled like any others",
    hint="What is 4 times 1.25, and 3 times 1.25? Of which type are the arrays that you write output and mask into?",
)
def test_dropout_of_whole_numbers(student, expect):
    numbers = np.where(LARGE > 0, 3, -7)
    out, mask = dropped(student, expect, numbers, 0.2, seed=21)
    factors = {"of out": different((out / numbers)[out != 0]), "in the mask": different(mask[mask != 0])}
    told = "of whole numbers, too, what is kept gets the factor 1.25, in out and in the mask"
    expect.that(factors == {"of out": [1.25], "in the mask": [1.25]}, told, got=factors)


@check(
    "dropout_forward",
    "in a batch of images every number has a coin of its own",
    hint="Your mask may be of the shape of one image, and NumPy stretches it over the batch. Of which shape should it be?",
)
def test_dropout_tosses_for_each_pixel(student, expect):
    images = np.tile(LARGE[:, :12].ravel(), 2)[: 10 * 15 * 12].reshape(10, 15, 12)
    out, mask = dropped(student, expect, images, 0.4, seed=20)
    expect.that(np.allclose(out, images * mask), "out is x * mask", got="another factor")
    slices = [{part.tobytes() for part in np.moveaxis(mask, axis, 0)} for axis in range(3)]
    shared = [words for words, parts, size in zip(("images", "rows", "columns"), slices, mask.shape, strict=True) if len(parts) < size]
    told = "all numbers of a batch of images have coins of their own"
    expect.that(not shared, told, got=f"{' and '.join(shared)} share them")


@check(
    "dropout_forward",
    "p = 1 raises a ValueError that names it",
    hint="When every unit is dropped, by what would you scale what is left?",
)
def test_dropout_refuses_p_of_one(student, expect):
    expect.raises(ValueError, student.dropout_forward, MATRIX, 1.0, True, rng_of(15), mentions="1")


@check(
    "dropout_forward",
    "a p below 0 or above 1 raises a ValueError that names it",
    hint="Which numbers can be a chance? What would a p of 1.25 mean?",
)
def test_dropout_refuses_what_is_no_chance(student, expect):
    expect.raises(ValueError, student.dropout_forward, MATRIX, -0.25, True, rng_of(16), mentions="-0.25")
    expect.raises(ValueError, student.dropout_forward, MATRIX, 1.25, True, rng_of(16), mentions="1.25")


@check(
    "dropout_forward",
    "what is no chance is refused outside of training too",
    hint="A wrong p is a mistake in either mode. Which comes first in your code: looking at p, or looking at `train`?",
)
def test_dropout_refuses_in_either_mode(student, expect):
    expect.raises(ValueError, student.dropout_forward, MATRIX, 1.75, False, rng_of(16), mentions="1.75")


@check(
    "dropout_forward",
    "the caller's x is left as it was",
    purity=True,
    hint="The way back still needs x: does any line of yours write into it?",
)
def test_dropout_purity(agree):
    # Any draw will do here: what is compared is the arguments, before and after.
    agree(atol=1e6).dropout_forward(MATRIX, 0.6, True, rng_of(17))


# dropout_backward


@check(
    "dropout_backward",
    "three samples of two units get the right gradient",
    points=2,
    public=True,
    hint="Take one unit: out = x * factor. When x rises by a little, by how much does out rise?",
)
def test_backward_of_a_small_batch(agree):
    dout = np.array([[2.0, -1.0], [0.5, 3.0], [1.5, -4.0]])
    agree.dropout_backward(dout, np.array([[4.0, 0.0], [4.0, 0.0], [4.0, 4.0]]))


@check(
    "dropout_backward",
    "right for any gradient and any mask",
    points=2,
    examples=5,
    hint="Where does the way forward use the mask, and how often? The way back does the same.",
)
@given(case=gradients_and_masks())
def test_backward_of_any_batch(agree, case):
    agree.dropout_backward(*case)


@check(
    "dropout_backward",
    "as many samples as units: each gradient still meets its own factor",
    hint="A square batch lets a mixed-up product through. Is yours number by number?",
)
def test_backward_of_a_square_batch(agree):
    agree.dropout_backward(SQUARE, np.array([[1.25, 0.0, 1.25], [1.25, 1.25, 0.0], [0.0, 0.0, 1.25]]))


@check(
    "dropout_backward",
    "a dropped unit gets no gradient at all",
    examples=2,
    hint="A unit that was dropped had no part in the loss. What is its share of the gradient?",
)
@given(case=gradients_and_masks())
def test_backward_blocks_the_dropped(student, expect, case):
    dout, mask = case
    back = expect.array(student.dropout_backward(dout, mask), shape=dout.shape, what="the gradient")
    expect.that(back[mask == 0] == 0, "the gradient is 0 wherever the mask is", got=back)


@check(
    "dropout_backward",
    "it is the slope of what dropout does on the way forward",
    examples=3,
    hint="Nudge one input by 0.00001 and see how far sum(dout * out) moves: that is its gradient.",
)
@given(case=gradients_and_masks(), other=st.integers(1, 8))
def test_backward_against_differences(student, expect, case, other):
    dout, mask = case
    x = np.arange(dout.size).reshape(dout.shape) - other / 2

    def loss(inputs, _lam):
        return np.sum(dout * (inputs * mask))

    measured = slopes(loss, x, 0.0)
    expect.close(student.dropout_backward(dout, mask), measured, what="the slopes of sum(dout * out)", rtol=1e-4, atol=1e-6)


@check(
    "dropout_backward",
    "the gradients of two losses may be added before or after",
    hint="If dout doubles, what happens to your result? Is there anything in it that does not come from dout?",
)
def test_backward_adds_up(student, expect):
    mask = np.array([[1.25, 0.0, 1.25], [1.25, 1.25, 0.0]])
    one, other = (expect.array(student.dropout_backward(dout, mask), shape=(2, 3), what="the gradient") for dout in (MATRIX, MATRIX[::-1]))
    expect.close(student.dropout_backward(MATRIX + MATRIX[::-1], mask), one + other, what="the gradient of the sum of two losses")


@check(
    "dropout_backward",
    "outside of training, and for arrays of any rank, the mask alone decides",
    hint="A mask of ones changes nothing. And is there anything in your code that counts axes?",
)
def test_backward_of_any_rank(agree):
    agree.dropout_backward(MATRIX, np.ones(MATRIX.shape))
    agree.dropout_backward(CUBE, np.where(CUBE > 0, 1.25, 0.0))


@check(
    "dropout_backward",
    "plain lists are as good as arrays",
    hint="Which of your operations exists for an array only, and what could you do with both arguments first?",
)
def test_backward_of_a_list(agree):
    agree.dropout_backward([[1, -2], [4, 3], [5, 6]], [[0, 2.5], [2.5, 2.5], [0, 0]])


@check(
    "dropout_backward",
    "a gradient that does not fit the mask raises a ValueError that names its shape",
    hint="NumPy stretches a single row over a batch without a word. Where could you compare the two shapes?",
)
def test_backward_refuses_another_shape(student, expect):
    expect.raises(ValueError, student.dropout_backward, np.ones((7, 3)), np.ones((1, 3)), mentions="7")
    expect.raises(ValueError, student.dropout_backward, np.ones((2, 1)), np.ones((2, 5)), mentions="1")
    # As many numbers, and yet NumPy makes a table of them.
    expect.raises(ValueError, student.dropout_backward, np.ones(4), np.ones((4, 1)), mentions="4")


@check(
    "dropout_backward",
    "the caller's gradient and mask are left as they were",
    purity=True,
    hint="Which of your lines writes into an array that belongs to the caller?",
)
def test_backward_purity(agree):
    agree.dropout_backward(MATRIX, np.array([[1.25, 0.0, 1.25], [1.25, 1.25, 0.0]]))


# EarlyStopping


def answers_to(stopper, losses):
    """What it says after each of the losses."""
    step = stopper.step
    return [step(loss) for loss in losses]


def listed(losses):
    """Losses for a sentence."""
    return ", ".join(f"{loss:g}" for loss in losses)


def stops_at_the_end(student, expect, losses, patience, *min_delta):
    """Of these losses the last is the first at which to stop.

    What it holds for the best epoch is looked at only when it is wrong: it tells mistakes apart.
    """
    stopper = student.EarlyStopping(patience, *min_delta)
    answers = answers_to(stopper, losses)
    right = [False] * (len(losses) - 1) + [True]
    if compare(answers, right) is not None:
        got = {"answers": answers, "best_loss": stopper.best_loss, "best_epoch": stopper.best_epoch}
        rules = f"patience {patience}" + "".join(f" and min_delta {delta:g}" for delta in min_delta)
        expect.that(False, f"with {rules}, the losses {listed(losses)} say stop at the last and not before", got=got)


@check(
    "EarlyStopping",
    "training stops after `patience` epochs in a row without an improvement",
    points=2,
    public=True,
    hint="Write the losses down with a counter beside each: when does it reach `patience`, and what do you say then, and before?",
)
def test_stopping_after_patience(student, expect):
    stops_at_the_end(student, expect, [5.0, 4.0, 4.5, 4.75, 4.875], 3)
    stops_at_the_end(student, expect, [4.0, 4.5, 4.75], 2)


@check(
    "EarlyStopping",
    "best_loss and best_epoch are those of the last improvement, counted from 0",
    points=2,
    public=True,
    hint="Which epoch's weights would the caller like to have back? In which branch do the two attributes move?",
)
def test_stopping_remembers_the_best(student, expect):
    got = []
    for losses in ([5.0, 4.0, 4.5, 3.0, 3.5, 3.25], [2.0, 3.0]):
        stopper = student.EarlyStopping(4)
        answers_to(stopper, losses)
        got.append([stopper.best_loss, stopper.best_epoch])
    what = "[best_loss, best_epoch] after the losses 5, 4, 4.5, 3, 3.5, 3.25, and after 2, 3"
    expect.equal(got, [[3.0, 3], [2.0, 0]], what=what)


@check(
    "EarlyStopping",
    "before the first epoch nothing is best: best_loss is infinite, best_epoch None",
    hint="Which number is every loss below? And which epoch is the best of none?",
)
def test_stopping_before_the_first_epoch(student, expect):
    stopper = student.EarlyStopping(2)
    got = [stopper.best_loss, stopper.best_epoch]
    expect.equal(got, [np.inf, None], what="[best_loss, best_epoch] before the first epoch")


@check(
    "EarlyStopping",
    "an epoch is compared with the best one, not with the one before it",
    points=2,
    hint="After 4 and 6, is 5.5 an improvement? Better than what?",
)
def test_stopping_compares_with_the_best(student, expect):
    stops_at_the_end(student, expect, [4.0, 6.0, 5.5, 5.25], 3)
    stops_at_the_end(student, expect, [2.0, 6.0, 5.5, 5.75, 4.0, 3.0], 5)


@check(
    "EarlyStopping",
    "an improvement starts the count anew",
    points=2,
    hint="The bad epochs must come in a row. Where does your counter go back, and to what?",
)
def test_stopping_counts_in_a_row(student, expect):
    stops_at_the_end(student, expect, [6.0, 7.0, 7.5, 5.0, 5.5, 5.75, 4.0, 4.5, 4.75, 4.25], 3)


@check(
    "EarlyStopping",
    "a loss that stays equal is no improvement",
    hint="After 4, is another 4 better? What does your comparison say to equal numbers?",
)
def test_stopping_on_a_plateau(student, expect):
    stops_at_the_end(student, expect, [4.0, 4.0, 4.0], 2)
    stops_at_the_end(student, expect, [3.0, 2.0, 2.0], 1)


@check(
    "EarlyStopping",
    "a gain smaller than min_delta is no improvement",
    points=2,
    hint="With a best loss of 4 and a min_delta of 0.5, below which loss does an improvement begin?",
)
def test_stopping_with_min_delta(student, expect):
    stops_at_the_end(student, expect, [4.0, 3.75, 3.875], 2, 0.5)
    stops_at_the_end(student, expect, [8.0, 7.0, 6.75], 1, 0.5)


@check(
    "EarlyStopping",
    "a gain of exactly min_delta is not enough",
    hint='"By more than min_delta": on which side does the limit itself lie?',
)
def test_stopping_needs_more_than_min_delta(student, expect):
    stops_at_the_end(student, expect, [4.0, 3.5], 1, 0.5)
    stops_at_the_end(student, expect, [3.0, 2.0, 1.75, 1.75], 2, 0.25)


@check(
    "EarlyStopping",
    "when min_delta is left out, the smallest gain is an improvement",
    hint="Which min_delta holds for a caller who names none?",
)
def test_stopping_without_naming_min_delta(student, expect):
    stops_at_the_end(student, expect, [4.0, 3.999999, 3.999998, 3.999998, 3.999998], 2)


@check(
    "EarlyStopping",
    "small gains add up, for the best loss moves only at an improvement",
    hint="After 4, the losses 3.75, 3.5 and 3.25 each gain a quarter. With which loss is the third compared at min_delta 0.5?",
)
def test_stopping_adds_up_small_gains(student, expect):
    stops_at_the_end(student, expect, [4.0, 3.75, 3.5, 3.25, 3.125, 3.0, 3.0], 3, 0.5)


@check(
    "EarlyStopping",
    "losses of 0 and below are losses like any other",
    hint="A log-likelihood, negated, may fall below 0. What does Python make of `if 0.0`, and of a share of a negative number?",
)
def test_stopping_below_zero(student, expect):
    stops_at_the_end(student, expect, [0.5, 0.0, -0.25, -1.0, -0.5, -0.75], 2)
    stops_at_the_end(student, expect, [-2.0, -2.25, -3.0, -2.0, -3.25], 2, 0.5)
    stops_at_the_end(student, expect, [0.0, 0.25, 0.5], 2)


@check(
    "EarlyStopping",
    "a loss of nan is never an improvement, not even the first one",
    hint="Every comparison with nan is False. Which of your branches does that lead to, and which should it?",
)
def test_stopping_on_nan(student, expect):
    stops_at_the_end(student, expect, [4.0, np.nan, np.nan], 2)
    stops_at_the_end(student, expect, [np.nan, 3.0, 2.0, 2.5, np.nan], 2)
    stops_at_the_end(student, expect, [np.nan, np.nan], 2)


@check(
    "EarlyStopping",
    "an infinite loss is a bad epoch like any other, as the first one too",
    hint="A training may recover from one wild step. What do your rules say to a loss that is very large? Is infinity below infinity?",
)
def test_stopping_on_infinity(student, expect):
    stops_at_the_end(student, expect, [4.0, np.inf, 3.0, np.inf, np.inf], 2)
    stops_at_the_end(student, expect, [np.inf, np.inf], 2)
    stops_at_the_end(student, expect, [np.inf, 3.0, np.inf, 2.0, 2.5, np.inf], 2)


@check(
    "EarlyStopping",
    "right for any losses, any patience and any min_delta",
    points=2,
    examples=4,
    hint="Write the losses down with best_loss, best_epoch and the counter beside each. Where does your code part from that?",
)
@given(losses=LOSSES, patience=st.integers(1, 3), min_delta=st.sampled_from([0.0, 0.25, 1.0]))
def test_stopping_on_any_losses(student, reference, expect, losses, patience, min_delta):
    right = reference.EarlyStopping(patience, min_delta=min_delta)
    expected = answers_to(right, losses)
    if True in expected:
        losses = losses[: expected.index(True) + 1]
        right = reference.EarlyStopping(patience, min_delta=min_delta)
        expected = answers_to(right, losses)
    stopper = student.EarlyStopping(patience, min_delta=min_delta)
    told = f"the losses {listed(losses)} (patience {patience}, min_delta {min_delta:g})"
    expect.equal(answers_to(stopper, losses), expected, what=f"the answers to {told}")
    got = [stopper.best_loss, stopper.best_epoch]
    expect.equal(got, [right.best_loss, right.best_epoch], what=f"[best_loss, best_epoch] after {told}")


@check(
    "EarlyStopping",
    "two of them at work at the same time do not disturb each other",
    hint="What belongs to one object, and what to the whole class? Where is each of your attributes made?",
)
def test_stopping_twice(student, expect):
    one, other = student.EarlyStopping(5), student.EarlyStopping(2)
    answers_to(one, [4.0, 3.0])
    answers = answers_to(other, [6.0, 5.0])
    answers_to(one, [2.0])
    answers += answers_to(other, [5.5, 5.75])
    told = "the losses 6, 5, 5.5, 5.75 with patience 2, beside another one that sees 4, 3, 2"
    expect.equal(answers, [False, False, False, True], what=f"the answers to {told}")


@check(
    "EarlyStopping",
    "a patience below 1 raises a ValueError that names it",
    hint="Which training could go on with a patience of 0? Where would you notice such a value first?",
)
def test_stopping_refuses_patience(student, expect):
    expect.raises(ValueError, student.EarlyStopping, 0, mentions="0")
    expect.raises(ValueError, student.EarlyStopping, -3, mentions="-3")


@check(
    "EarlyStopping",
    "a negative min_delta raises a ValueError that names it",
    hint='What would be an improvement "by more than -0.5"?',
)
def test_stopping_refuses_min_delta(student, expect):
    expect.raises(ValueError, student.EarlyStopping, 2, -0.5, mentions="-0.5")


# overfitting_epoch

FALLING = [5.0, 3.5, 2.75, 2.0, 1.5, 1.25]


@check(
    "overfitting_epoch",
    "after a valley of the testing error, the answer is its lowest epoch",
    points=2,
    public=True,
    hint="Draw the two curves. From which epoch on is more training only learning by heart?",
)
def test_overfitting_after_a_valley(agree):
    train_errors = [5.0, 3.75, 2.75, 2.5, 1.5, 0.25, 1.0, 0.5, 0.125]
    agree.overfitting_epoch(train_errors, [5.5, 4.0, 3.75, 3.25, 4.5, 4.75, 5.0, 7.25, 7.0])


@check(
    "overfitting_epoch",
    "a testing error that falls to the end gives None",
    points=2,
    public=True,
    hint='If the lowest testing error is the very last one, has it begun to rise? What says "no such epoch" in Python?',
)
def test_overfitting_not_seen(agree):
    agree.overfitting_epoch(FALLING, [5.5, 4.0, 3.75, 3.5, 3.25, 3.0])
    agree.overfitting_epoch([2.0], [3.0])


@check(
    "overfitting_epoch",
    "of two valleys the deeper one counts",
    points=2,
    hint="The testing error may rise for a while and fall again. When do you know which valley is the deepest?",
)
def test_overfitting_of_two_valleys(agree):
    agree.overfitting_epoch([5.0, 3.5, 3.75, 2.25, 2.5, 1.5, 1.25], [6.0, 4.0, 5.5, 3.0, 3.25, 3.5, 3.75])


@check(
    "overfitting_epoch",
    "of equally low errors the first one counts",
    hint="Two epochs are equally good. Which of them cost less training? And is an equally low last one reason for None?",
)
def test_overfitting_first_of_equals(agree):
    agree.overfitting_epoch(FALLING, [5.5, 3.0, 4.0, 3.0, 3.5, 4.5])
    agree.overfitting_epoch(FALLING[:4], [3.0, 2.0, 4.0, 2.0])


@check(
    "overfitting_epoch",
    "a lower error is lower, by however little",
    hint="When are two errors equal for your code: when they are equal, or when they are close?",
)
def test_overfitting_by_a_hair(agree):
    agree.overfitting_epoch(FALLING[:4], [0.300001, 0.3, 0.4, 0.5])


@check(
    "overfitting_epoch",
    "errors may be of any size",
    hint="How large can an error be? With which number does your search begin, and is it larger than that?",
)
def test_overfitting_of_large_errors(agree):
    agree.overfitting_epoch(FALLING[:4], [4e30, 2e30, 3e30, 5e30])


@check(
    "overfitting_epoch",
    "epochs count from 0, and epoch 0 may be the answer",
    hint="What if the testing error is lowest before anything is learned? What does Python make of `if 0`?",
)
def test_overfitting_from_the_start(agree):
    agree.overfitting_epoch(FALLING, [3.0, 3.5, 3.25, 4.0, 4.5, 6.0])


@check(
    "overfitting_epoch",
    "right for any two curves",
    points=2,
    examples=6,
    hint="Mark the lowest testing error on paper. Where does your code find another?",
)
@given(case=curves())
def test_overfitting_of_any_curves(agree, case):
    agree.overfitting_epoch(*case)


@check(
    "overfitting_epoch",
    "the training error has no say, whatever it does",
    hint="Does your answer change when the training error does? Should it?",
)
def test_overfitting_ignores_the_training_error(agree):
    test_errors = [5.5, 4.0, 3.5, 3.75, 4.5]
    for train_errors in ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 0.0, 2.0, 2.0, 2.0], [0.0, 0.0, 0.0, 0.0, 0.0]):
        agree.overfitting_epoch(train_errors, test_errors)


@check(
    "overfitting_epoch",
    "arrays are as good as lists",
    hint="Which of your operations exists for a list only, and which changes its meaning for an array?",
)
def test_overfitting_of_arrays(agree):
    agree.overfitting_epoch(np.array(FALLING[:5]), np.array([5.5, 4.0, 3.5, 3.75, 4.5]))
    agree.overfitting_epoch(np.array([3, 2]), np.array([7, 4]))


@check(
    "overfitting_epoch",
    "curves of unequal length raise a ValueError that names the lengths",
    hint="How many training errors has a run of five epochs, and how many testing errors? Who would notice?",
)
def test_overfitting_refuses_uneven_curves(student, expect):
    expect.raises(ValueError, student.overfitting_epoch, FALLING[:3], [5.5, 3.5, 4.0, 4.5, 5.0], mentions="3")
    expect.raises(ValueError, student.overfitting_epoch, FALLING[:3], [5.5, 3.5, 4.0, 4.5, 5.0], mentions="5")
    expect.raises(ValueError, student.overfitting_epoch, FALLING, [5.5, 3.5, 4.0, 4.5], mentions="4")


@check(
    "overfitting_epoch",
    "a training without epochs raises a ValueError",
    hint="Which is the lowest of no errors?",
)
def test_overfitting_refuses_no_epochs(student, expect):
    expect.raises(ValueError, student.overfitting_epoch, [], [])


@check(
    "overfitting_epoch",
    "the caller's curves are left as they were",
    purity=True,
    hint="They are still to be plotted. Do you sort, or append to, a list that is not yours?",
)
def test_overfitting_purity(agree):
    agree.overfitting_epoch(list(FALLING), [5.5, 4.0, 3.5, 3.75, 4.5, 6.0])

"""The hidden suite of the topic `backprop`.

Slopes are judged against the reference and against differences that the suite
measures, so that neither a formula nor its sign can be wrong on both sides.
All drawn numbers are odd multiples of 1/8: none is 0, where a ReLU has its
corner, and no two of an array are equal, so that mistakes do not look alike.
"""

import math

import numpy as np

from nngrade.suite import check, given, portable, seeds, st

ROW = np.array([-2.0, -0.5, 0.25, 1.0, 3.0])
TABLE = np.array([[-2.0, 0.5, 1.25], [3.0, -0.75, 0.25]])


def numbers(seed, *shape):
    """Different numbers between -5 and 5, at most 40 of them, none of them 0."""
    odd = np.random.default_rng(seed).permutation(np.arange(-39, 40, 2))
    return odd[: math.prod(shape)].reshape(shape) / 8


def rng_of(seed):
    return np.random.default_rng(seed)


def rise(function, z, step=1e-5):
    """The slope of a function of one number, measured in each number of z."""
    return (function(z + step) - function(z - step)) / (2 * step)


def measured(function, *arrays, step=1e-5):
    """The slopes of a function of arrays in each number of each of them, measured."""
    slopes = []
    for place, array in enumerate(arrays):
        nudges = step * np.eye(array.size).reshape(array.size, *array.shape)
        ends = [[function(*arrays[:place], array + way * nudge, *arrays[place + 1 :]) for nudge in nudges] for way in (1, -1)]
        slopes.append((np.array(ends[0]) - np.array(ends[1])).reshape(array.shape) / (2 * step))
    return slopes


# --- sigmoid_prime ---------------------------------------------------------------------------------------------------


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@check(
    "sigmoid_prime",
    "gives the slopes at five points",
    points=2,
    public=True,
    hint="Is z what goes into the sigmoid here, or what came out of it? And what does the slope do on both sides of 0?",
)
def test_sigmoid_prime_of_a_row(agree):
    agree.sigmoid_prime(ROW)


@check(
    "sigmoid_prime",
    "it is how fast the sigmoid really rises",
    points=2,
    examples=4,
    hint="Nudge z by 0.00001 both ways, and divide the change of the sigmoid by 0.00002. What do you get, and what does your formula say?",
)
@given(seed=seeds())
def test_sigmoid_prime_against_differences(student, expect, seed):
    z = numbers(seed, 2, 3)
    expect.close(student.sigmoid_prime(z), rise(sigmoid, z), what="the slopes", rtol=1e-4, atol=1e-6)


@check(
    "sigmoid_prime",
    "highest at 0, and alike on both sides",
    hint="The sigmoid is as steep at -2 as it is at 2. Is your slope?",
)
def test_sigmoid_prime_is_a_bell(student, expect):
    z = np.array([0.0, 0.5, 2.0, 4.0])
    right = expect.array(student.sigmoid_prime(z), shape=z.shape, what="the slopes")
    left = expect.array(student.sigmoid_prime(-z), shape=z.shape, what="the slopes")
    both = np.array([right, left])
    expect.that(np.allclose(right, left), "the slopes at z and at -z are the same", got=both)
    expect.that(np.all(np.diff(right) < 0), "the slope falls on the way from 0 to 4", got=both)


@check(
    "sigmoid_prime",
    "takes a single number too",
    hint="Call it with 0.5 instead of an array. What does your code ask of z that a number cannot do?",
)
def test_sigmoid_prime_of_a_number(agree):
    agree.sigmoid_prime(0.5)
    agree.sigmoid_prime(-2.5)
    agree.sigmoid_prime(2)


@check(
    "sigmoid_prime",
    "each number of a table, or of a deeper array, has a slope of its own",
    hint="How many numbers went in, and how many slopes came out, in what shape?",
)
def test_sigmoid_prime_of_a_table(agree):
    agree.sigmoid_prime(TABLE)
    agree.sigmoid_prime(TABLE[:, :1])
    agree.sigmoid_prime(numbers(1, 2, 1, 3))


@check(
    "sigmoid_prime",
    "far from 0 the slope is 0, and never nan",
    hint="Which exponentials does your formula take at z = -1000, and what becomes of their quotient?",
)
def test_sigmoid_prime_far_out(agree):
    agree.sigmoid_prime(np.array([-1000.0, -40.0, 40.0, 1000.0]))


@check(
    "sigmoid_prime",
    "whole numbers have slopes that are fractions",
    hint="In which type of array do you put the slopes?",
)
def test_sigmoid_prime_of_whole_numbers(agree):
    agree.sigmoid_prime(np.array([-3, 1, 2]))


@check(
    "sigmoid_prime",
    "leaves its argument alone",
    purity=True,
    hint="Print z before and after the call. Which of your lines writes in the caller's array?",
)
def test_sigmoid_prime_purity(agree):
    agree.sigmoid_prime(np.array([-1.5, 2.0, 0.5]))


# --- tanh_prime ------------------------------------------------------------------------------------------------------


@check(
    "tanh_prime",
    "gives the slopes at five points",
    points=2,
    public=True,
    hint="Write the derivative of tanh in terms of tanh itself. Is every part of that formula in your code?",
)
def test_tanh_prime_of_a_row(agree):
    agree.tanh_prime(ROW)


@check(
    "tanh_prime",
    "it is how fast the tanh really rises",
    points=2,
    examples=4,
    hint="Nudge z by 0.00001 both ways, and divide the change of the tanh by 0.00002. What do you get, and what does your formula say?",
)
@given(seed=seeds())
def test_tanh_prime_against_differences(student, expect, seed):
    z = numbers(seed, 2, 3)
    expect.close(student.tanh_prime(z), rise(np.tanh, z), what="the slopes", rtol=1e-4, atol=1e-6)


@check(
    "tanh_prime",
    "highest at 0, alike on both sides, and never negative",
    hint="The tanh only ever rises, and as steeply at -2 as at 2. Can your slope be negative?",
)
def test_tanh_prime_is_a_bell(student, expect):
    z = np.array([0.0, 0.5, 1.25, 3.0])
    right = expect.array(student.tanh_prime(z), shape=z.shape, what="the slopes")
    left = expect.array(student.tanh_prime(-z), shape=z.shape, what="the slopes")
    both = np.array([right, left])
    expect.that(np.allclose(right, left), "the slopes at z and at -z are the same", got=both)
    expect.that(np.all(both >= 0), "no slope is negative", got=both)
    expect.that(np.all(np.diff(right) < 0), "the slope falls on the way from 0 to 3", got=both)


@check(
    "tanh_prime",
    "takes a single number too",
    hint="Call it with 0.5 instead of an array. What does your code ask of z that a number cannot do?",
)
def test_tanh_prime_of_a_number(agree):
    agree.tanh_prime(0.5)
    agree.tanh_prime(-1.5)
    agree.tanh_prime(2)


@check(
    "tanh_prime",
    "each number of a table, or of a deeper array, has a slope of its own",
    hint="How many numbers went in, and how many slopes came out, in what shape?",
)
def test_tanh_prime_of_a_table(agree):
    agree.tanh_prime(TABLE)
    agree.tanh_prime(TABLE[:, :1])
    agree.tanh_prime(numbers(1, 2, 1, 3))


@check(
    "tanh_prime",
    "far from 0 the slope is 0, and never nan",
    hint="Which exponentials does your formula take at z = 1000, and what becomes of their quotient?",
)
def test_tanh_prime_far_out(agree):
    agree.tanh_prime(np.array([-1000.0, -30.0, 30.0, 1000.0]))


@check(
    "tanh_prime",
    "whole numbers have slopes that are fractions",
    hint="In which type of array do you put the slopes?",
)
def test_tanh_prime_of_whole_numbers(agree):
    agree.tanh_prime(np.array([-2, 1, 3]))


@check(
    "tanh_prime",
    "leaves its argument alone",
    purity=True,
    hint="Print z before and after the call. Which of your lines writes in the caller's array?",
)
def test_tanh_prime_purity(agree):
    agree.tanh_prime(np.array([-1.5, 2.0, 0.5]))


# --- relu ------------------------------------------------------------------------------------------------------------


@check(
    "relu",
    "keeps what is positive, and replaces the rest",
    points=2,
    public=True,
    hint="What should become of a negative number, and what of a positive one? Try -2 and 3.",
)
def test_relu_of_a_row(agree):
    agree.relu(ROW)


@check(
    "relu",
    "right for any numbers in a table",
    points=2,
    examples=4,
    hint="Each number is rectified on its own. Look at one that went wrong: which numbers had a say in it?",
)
@given(shape=st.sampled_from([(2, 3), (3, 1), (1, 4), (2, 1, 3)]), seed=seeds())
def test_relu_of_any_table(agree, shape, seed):
    agree.relu(numbers(seed, *shape))


@check(
    "relu",
    "takes a single number too",
    hint="Call it with 2.5 instead of an array. What does your code ask of z that a number cannot do?",
)
def test_relu_of_a_number(agree):
    agree.relu(2.5)
    agree.relu(-2.5)
    agree.relu(2)


@check(
    "relu",
    "has no upper end",
    hint="What is the largest number that your function can give back?",
)
def test_relu_of_large_numbers(agree):
    agree.relu(np.array([1e6, 7.0, -1e6, 1e-3]))


@check(
    "relu",
    "turns minus infinity into 0",
    hint="What is infinity times 0? Can you choose between two numbers instead of multiplying?",
)
def test_relu_of_infinities(agree):
    agree.relu(np.array([-np.inf, 1.0, np.inf]))


@check(
    "relu",
    "what it gives back once, it leaves as it is the second time",
    hint="Rectify something that is already rectified. What is there left to do?",
)
def test_relu_twice(student, expect):
    once = expect.array(student.relu(TABLE), shape=TABLE.shape, what="the rectified numbers")
    expect.close(student.relu(once), once, what="the numbers rectified once more")


@check(
    "relu",
    "leaves its argument alone",
    purity=True,
    hint="`z[z < 0] = 0` is short. Whose array does it write in?",
)
def test_relu_purity(agree):
    agree.relu(np.array([-1.5, 2.0, -0.5]))


# --- relu_prime ------------------------------------------------------------------------------------------------------


@check(
    "relu_prime",
    "gives the slopes at five points",
    points=2,
    public=True,
    hint="Draw the ReLU. How steep is it left of 0, and how steep right of it?",
)
def test_relu_prime_of_a_row(agree):
    agree.relu_prime(ROW)


@check(
    "relu_prime",
    "right for any numbers in a table",
    points=2,
    examples=4,
    hint="Each number has a slope of its own. Does its size matter, or only its side?",
)
@given(shape=st.sampled_from([(2, 3), (3, 1), (1, 4), (2, 1, 3)]), seed=seeds())
def test_relu_prime_of_any_table(agree, shape, seed):
    agree.relu_prime(numbers(seed, *shape))


@check(
    "relu_prime",
    "takes a single number too",
    hint="Call it with 2.5 instead of an array. What does your code ask of z that a number cannot do?",
)
def test_relu_prime_of_a_number(agree):
    agree.relu_prime(2.5)
    agree.relu_prime(-2.5)
    agree.relu_prime(2)


@check(
    "relu_prime",
    "only the side of 0 counts, not the distance",
    hint="Is the ReLU steeper at a million than at a millionth?",
)
def test_relu_prime_ignores_size(agree):
    agree.relu_prime(np.array([1e-6, -1e-6, 0.25, 1e6, -1e6]))


@check(
    "relu_prime",
    "at the corner the slope lies between the two",
    hint="At exactly 0 the ReLU turns from flat to rising. Which slopes could a line have that touches it there?",
)
def test_relu_prime_at_the_corner(student, expect):
    slopes = expect.array(student.relu_prime(np.array([0.0, -1.0, 1.0])), shape=(3,), what="the slopes")
    expect.that(0 <= slopes[0] <= 1, "the slope at 0 lies between 0 and 1", got=slopes)


@check(
    "relu_prime",
    "leaves its argument alone",
    purity=True,
    hint="Print z before and after the call. Which of your lines writes in the caller's array?",
)
def test_relu_prime_purity(agree):
    agree.relu_prime(np.array([-1.5, 2.0, 0.5]))


# --- affine_forward --------------------------------------------------------------------------------------------------

# N, D and M: all different; one sample; one feature.
LAYERS = st.sampled_from([(2, 3, 4), (4, 2, 3), (1, 3, 2), (3, 1, 2)])


def layer(sizes, seed):
    """Samples, weights and biases of an affine layer."""
    num_samples, num_inputs, num_outputs = sizes
    return (
        numbers(seed, num_samples, num_inputs),
        numbers(seed + 1, num_inputs, num_outputs),
        numbers(seed + 2, num_outputs),
    )


@check(
    "affine_forward",
    "two samples of three features give two rows of two outputs",
    points=2,
    public=True,
    hint="Work out the first output of the first sample by hand: which numbers are multiplied, and what is added?",
)
def test_affine_forward_by_hand(student, reference, expect):
    x = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 2.0]])
    w = np.array([[2.0, -1.0], [1.0, 0.5], [-3.0, 4.0]])
    b = np.array([0.25, -2.0])
    out, _ = expect.pair(student.affine_forward(x, w, b), "(out, cache)")
    expect.close(out, reference.affine_forward(x, w, b)[0], what="out")


@check(
    "affine_forward",
    "the cache is what the way back needs: x, w and b",
    hint="Read in the docstring what the cache holds, and in which order. What came in, or what came out?",
)
def test_affine_forward_cache(student, expect):
    x, w, b = layer((2, 3, 4), 5)
    _, cache = expect.pair(student.affine_forward(x, w, b), "(out, cache)")
    parts = expect.parts(cache, 3, "the cache")
    for part, right, name in zip(parts, (x, w, b), "xwb", strict=True):
        expect.close(part, right, what=f"{name} in the cache")


@check(
    "affine_forward",
    "right for any number of samples, inputs and outputs",
    points=3,
    examples=5,
    hint="Write the shapes of x, w and b beside each other. Which axis is summed over, and which one is left?",
)
@given(sizes=LAYERS, seed=seeds())
def test_affine_forward_of_any_layer(agree, sizes, seed):
    agree.affine_forward(*layer(sizes, seed))


@check(
    "affine_forward",
    "with all sizes equal, rows are still samples",
    hint="Here every matrix is square, so a turned one does not crash. Which axis of w belongs to the inputs?",
)
def test_affine_forward_square(agree):
    agree.affine_forward(*layer((3, 3, 3), 7))


@check(
    "affine_forward",
    "samples of zeros give the biases",
    hint="What is left of the output when every feature is 0? Is it the same for every sample?",
)
def test_affine_forward_of_zeros(agree):
    _, w, b = layer((2, 3, 4), 8)
    agree.affine_forward(np.zeros((2, 3)), w, b)


@check(
    "affine_forward",
    "arrays that do not fit are refused",
    hint="NumPy stretches a single bias over all outputs without a word. Where could you look at the shapes first?",
)
def test_affine_forward_refuses_misfits(student, expect, credit):
    x, w, _ = layer((2, 3, 4), 9)
    expect.raises(ValueError, student.affine_forward, np.ones((2, 7)), w, np.ones(4), mentions="7")
    credit(0.5)
    expect.raises(ValueError, student.affine_forward, x, w, np.ones(1), mentions="1")
    expect.raises(ValueError, student.affine_forward, x, w, np.ones((2, 4)), mentions="2")
    # With one sample these biases would become the rows of five, or of four: as many as there are outputs.
    expect.raises(ValueError, student.affine_forward, x[:1], w, np.ones((5, 1)), mentions="5")
    expect.raises(ValueError, student.affine_forward, x[:1], w, np.ones((4, 1)), mentions="4")
    # And these samples would fit when turned over.
    expect.raises(ValueError, student.affine_forward, np.ones((3, 6)), w, np.ones(4), mentions="6")


@check(
    "affine_forward",
    "leaves its arguments alone",
    purity=True,
    hint="Look at the arguments after the call, their shapes included. Which of your lines changes one in place?",
)
def test_affine_forward_purity(agree):
    agree.affine_forward(*layer((2, 3, 4), 10))


# --- affine_backward -------------------------------------------------------------------------------------------------


def layer_and_slopes(sizes, seed):
    """(dout, cache) of an affine layer."""
    cache = layer(sizes, seed)
    return numbers(seed + 3, sizes[0], sizes[2]), cache


@check(
    "affine_backward",
    "gives the three slopes of a small layer",
    points=2,
    public=True,
    hint="Take one number of w: which outputs does it reach, and what does it meet on its way there?",
)
def test_affine_backward_by_hand(agree):
    cache = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 2.0]]), np.array([[2.0, -1.0], [1.0, 0.5], [-3.0, 4.0]]), np.array([0.25, -2.0])
    agree.affine_backward(np.array([[1.0, -0.5], [2.0, 3.0]]), cache)


@check(
    "affine_backward",
    "each slope has the shape of its own array",
    points=2,
    hint="A weight has one slope. So which shape must dw have, and which db?",
)
def test_affine_backward_shapes(student, expect):
    dout, cache = layer_and_slopes((2, 3, 5), 11)
    parts = expect.parts(student.affine_backward(dout, cache), 3, "(dx, dw, db)")
    slopes = [expect.array(part, what=name) for part, name in zip(parts, ("dx", "dw", "db"), strict=True)]
    fits = all(slope.shape == array.shape for slope, array in zip(slopes, cache, strict=True))
    expect.that(fits, "dx, dw and db have the shapes of x (2, 3), w (3, 5) and b (5,)", got=[slope.tolist() for slope in slopes])


@check(
    "affine_backward",
    "right for any number of samples, inputs and outputs",
    points=3,
    examples=5,
    hint="Which sum makes one number of dx, which one of dw, which one of db? Write one of each out with indices.",
)
@given(sizes=LAYERS, seed=seeds())
def test_affine_backward_of_any_layer(agree, sizes, seed):
    agree.affine_backward(*layer_and_slopes(sizes, seed))


@check(
    "affine_backward",
    "it tells how the loss really moves when x, w or b is nudged",
    points=2,
    hint="Take the loss sum(dout * out), nudge one number of w, and see how far the loss moves: is it what your dw says?",
)
def test_affine_backward_against_differences(student, expect):
    dout, cache = layer_and_slopes((3, 2, 4), 12)
    slopes = measured(lambda x, w, b: np.sum(dout * (x @ w + b)), *cache)
    got = expect.parts(student.affine_backward(dout, cache), 3, "(dx, dw, db)")
    expect.close(list(got), slopes, what="(dx, dw, db)", rtol=1e-4, atol=1e-6)


@check(
    "affine_backward",
    "with all sizes equal, nothing is turned the wrong way",
    points=2,
    hint="Here every matrix is square, so a forgotten transpose does not crash. Which index is summed over in each product?",
)
def test_affine_backward_square(agree):
    agree.affine_backward(*layer_and_slopes((3, 3, 3), 13))


@check(
    "affine_backward",
    "a layer of whole numbers has slopes that are fractions",
    hint="In which type of array do you put the slopes, and where did it get it from?",
)
def test_affine_backward_of_whole_numbers(agree):
    cache = np.array([[1, 2, -1], [3, -3, 2]]), np.array([[2, -1], [1, 5], [-3, 4]]), np.array([1, -2])
    agree.affine_backward(np.array([[0.25, -0.5], [1.5, 0.75]]), cache)


@check(
    "affine_backward",
    "samples in another order leave dw and db as they are",
    hint="Every sample used the same w and the same b: how do their shares come together, whatever their order?",
)
def test_affine_backward_of_reordered_samples(student, expect):
    dout, (x, w, b) = layer_and_slopes((4, 2, 3), 14)
    order = np.array([2, 0, 3, 1])
    dx, dw, db = expect.parts(student.affine_backward(dout, (x, w, b)), 3, "(dx, dw, db)")
    dx = expect.array(dx, shape=x.shape, what="dx")
    reordered = expect.parts(student.affine_backward(dout[order], (x[order], w, b)), 3, "(dx, dw, db)")
    expect.close(list(reordered), [dx[order], dw, db], what="(dx, dw, db) of the reordered batch")


@check(
    "affine_backward",
    "slopes that do not fit the output are refused",
    hint="How many numbers does the output have? What happens to a dout of another size?",
)
def test_affine_backward_refuses_misfits(student, expect, credit):
    _, cache = layer_and_slopes((2, 3, 4), 15)
    expect.raises(ValueError, student.affine_backward, np.ones((2, 7)), cache, mentions="7")
    expect.raises(ValueError, student.affine_backward, np.ones((5, 4)), cache, mentions="5")
    credit(0.5)
    # Products of arrays take these two without a word: a single row of slopes, and a stack of tables.
    _, square = layer_and_slopes((4, 3, 4), 15)
    expect.raises(ValueError, student.affine_backward, np.ones(4), square, mentions="4")
    expect.raises(ValueError, student.affine_backward, np.ones((6, 2, 4)), cache, mentions="6")


@check(
    "affine_backward",
    "leaves its arguments alone",
    purity=True,
    hint="The caller may need dout, x and w again. Which of your lines writes in one of them?",
)
def test_affine_backward_purity(agree):
    agree.affine_backward(*layer_and_slopes((2, 3, 4), 16))


# --- relu_forward ----------------------------------------------------------------------------------------------------


@check(
    "relu_forward",
    "rectifies a table",
    points=2,
    public=True,
    hint="What should become of a negative number here, and what of a positive one?",
)
def test_relu_forward_of_a_table(student, reference, expect):
    out, _ = expect.pair(student.relu_forward(TABLE), "(out, cache)")
    expect.close(out, reference.relu_forward(TABLE)[0], what="out")


@check(
    "relu_forward",
    "the cache is x as it came in",
    hint="The way back must know which numbers were let through. Does your cache hold what came in, or something else?",
)
def test_relu_forward_cache(student, expect):
    _, cache = expect.pair(student.relu_forward(TABLE), "(out, cache)")
    expect.close(cache, TABLE, what="the cache")


@check(
    "relu_forward",
    "right for any numbers, in any shape",
    points=2,
    examples=4,
    hint="Each number is rectified on its own. Look at one that went wrong: which numbers had a say in it?",
)
@given(shape=st.sampled_from([(2, 3), (4,), (1, 3), (2, 3, 2)]), seed=seeds())
def test_relu_forward_of_any_shape(agree, shape, seed):
    agree.relu_forward(numbers(seed, *shape))


@check(
    "relu_forward",
    "numbers far from 0 come through as well",
    hint="What is the largest number that your layer can give back?",
)
def test_relu_forward_of_large_numbers(agree):
    agree.relu_forward(np.array([[1e6, -1e6], [7.0, -1e-3], [1e-3, -7.0]]))


@portable
def argument_after(layer, x):
    """The argument as a layer leaves it, and what the layer gave back."""
    answer = layer(x)
    return [x, answer]


@check(
    "relu_forward",
    "leaves its argument alone",
    purity=True,
    after="test_relu_forward_of_a_table",
    hint="`out = x` makes no second array. In which array does your code put the zeros?",
)
def test_relu_forward_purity(student, worker, expect):
    x = np.array([[-1.5, 2.0], [0.5, -0.25], [3.0, -4.0]])
    after, answer = worker(argument_after, layer=student.relu_forward, x=x)
    expect.that(np.array_equal(after, x), "x is the same after the call", got=[after, answer])


# --- relu_backward ---------------------------------------------------------------------------------------------------


@check(
    "relu_backward",
    "lets slopes through where numbers were let through",
    points=2,
    public=True,
    hint="Go through the six numbers: which of them reached the output, and what does the loss feel of the others?",
)
def test_relu_backward_of_a_table(agree):
    agree.relu_backward(np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]]), TABLE)


@check(
    "relu_backward",
    "right for any numbers, in any shape",
    points=2,
    examples=4,
    hint="What decides whether a slope comes through, and what decides how large it is then?",
)
@given(shape=st.sampled_from([(2, 3), (4,), (1, 3), (2, 3, 2)]), seed=seeds())
def test_relu_backward_of_any_shape(agree, shape, seed):
    agree.relu_backward(numbers(seed, *shape), numbers(seed + 1, *shape))


@check(
    "relu_backward",
    "the sign of a slope does not decide whether it comes through",
    points=2,
    hint="ReLU lets numbers through on the way forward. Is the sign of dout known then?",
)
def test_relu_backward_with_mixed_signs(agree):
    agree.relu_backward(np.array([-3.0, 2.0, -1.0, 4.0]), np.array([0.5, 1.5, -2.5, -0.25]))


@check(
    "relu_backward",
    "it tells how the loss really moves when x is nudged",
    points=2,
    hint="Take the loss sum(dout * relu(x)), nudge one number of x, and see how far the loss moves.",
)
def test_relu_backward_against_differences(student, expect):
    dout, x = numbers(17, 3, 2), numbers(18, 3, 2)
    slopes = measured(lambda x: np.sum(dout * np.maximum(x, 0)), x)
    expect.close(student.relu_backward(dout, x), slopes[0], what="dx", rtol=1e-4, atol=1e-6)


@check(
    "relu_backward",
    "whole numbers let slopes through that are fractions",
    hint="In which type of array do you put the slopes, and where did it get it from?",
)
def test_relu_backward_of_whole_numbers(agree):
    agree.relu_backward(np.array([[0.25, -0.5, 1.75], [-1.5, 0.125, 2.5]]), np.array([[2, -1, 3], [1, 4, -2]]))


@check(
    "relu_backward",
    "slopes of twice the size come back at twice the size",
    hint="If the loss moves twice as much with every output, how much does it move with every input?",
)
def test_relu_backward_is_linear(student, expect):
    dout, x = numbers(19, 2, 4), numbers(20, 2, 4)
    once = expect.array(student.relu_backward(dout, x), shape=x.shape, what="dx")
    twice = student.relu_backward(-2 * dout, x)
    expect.close(twice, -2 * once, what="dx after dout was multiplied by -2")


@check(
    "relu_backward",
    "slopes of another shape than the input are refused",
    hint="NumPy stretches a single row over all samples without a word. Where could you look at both shapes first?",
)
def test_relu_backward_refuses_misfits(student, expect, credit):
    x = numbers(21, 2, 3)
    expect.raises(ValueError, student.relu_backward, np.ones((2, 7)), x, mentions="7")
    credit(0.5)
    expect.raises(ValueError, student.relu_backward, np.ones((3, 2)), x, mentions="3")
    expect.raises(ValueError, student.relu_backward, np.ones((1, 3)), x, mentions="1")
    expect.raises(ValueError, student.relu_backward, np.ones((5, 3)), x[:1], mentions="5")


@check(
    "relu_backward",
    "leaves its arguments alone",
    purity=True,
    hint="The caller may need its slopes again. In which array does your code put the zeros?",
)
def test_relu_backward_purity(agree):
    agree.relu_backward(numbers(22, 2, 3), numbers(23, 2, 3))


# --- numerical_gradient ----------------------------------------------------------------------------------------------


@portable
def bowl(x):
    """A bowl that is askew: every slope depends on two entries."""
    return float(x[0] ** 2 + 3 * x[0] * x[1] - 2 * x[1])


@portable
def product(x):
    """The product of all entries: every slope depends on all the others."""
    return np.prod(x)


@portable
def waves(x):
    """Waves of growing height, in the order of the entries."""
    return np.sum(np.arange(1, x.size + 1).reshape(x.shape) * np.sin(x))


@portable
def cubes(x):
    return float(np.sum(x**3))


@portable
def fold(x):
    """A corner at 0: a measured slope beside it tells the step."""
    return float(np.sum(np.abs(x)))


@check(
    "numerical_gradient",
    "measures the slopes of a bowl",
    points=2,
    public=True,
    hint="Nudge one entry, leave the other where it is: what does f say at each end, and how far apart are the ends?",
)
def test_gradient_of_a_bowl(agree):
    agree.numerical_gradient(bowl, np.array([1.0, -2.0]))


@check(
    "numerical_gradient",
    "one entry moves at a time, and goes back before the next",
    points=2,
    hint="When the third entry is nudged, where do the first two stand?",
)
def test_gradient_one_entry_at_a_time(agree):
    agree.numerical_gradient(product, np.array([2.0, -3.0, 0.5, 4.0]), 0.25)


@check(
    "numerical_gradient",
    "steps both ways by h, and divides by the whole distance",
    points=2,
    hint="With a step as large as 0.5 you can work it out by hand. At which two points do you ask f, and how far apart are they?",
)
def test_gradient_steps_by_h(agree):
    agree.numerical_gradient(cubes, np.array([1.0, -2.0, 0.5]), h=0.5)
    agree.numerical_gradient(cubes, np.array([3.0, 1.0]), h=0.125)


@check(
    "numerical_gradient",
    "the step is 0.00001 when none is given",
    hint="Leave the last argument out. What does the signature promise?",
)
def test_gradient_default_step(agree):
    agree.numerical_gradient(fold, np.array([3e-6, 1.0, -4e-6]))


@check(
    "numerical_gradient",
    "comes very near the true slopes",
    points=2,
    hint="The true slopes here are cosines. Is your measurement off by about the size of the step?",
)
def test_gradient_is_close(student, expect):
    x = np.array([0.5, -1.0, 2.0, 0.1, 3.0])
    expect.close(student.numerical_gradient(waves, x), np.arange(1, 6) * np.cos(x), what="the slopes", rtol=1e-4, atol=1e-6)
    expect.close(student.numerical_gradient(waves, x[:1]), np.cos(x[:1]), what="the slopes", rtol=1e-4, atol=1e-6)


@check(
    "numerical_gradient",
    "each entry of a table, or of a deeper array, has a slope",
    points=2,
    hint="What does your loop run over: rows, or single numbers? In which shape do the slopes come back?",
)
def test_gradient_of_tables(agree):
    agree.numerical_gradient(waves, TABLE)
    agree.numerical_gradient(waves, numbers(24, 2, 1, 3))


@check(
    "numerical_gradient",
    "whole numbers can be nudged too",
    hint="Add 0.00001 to an entry of an array of whole numbers, and print the array. What happened to the step?",
)
def test_gradient_of_whole_numbers(agree):
    agree.numerical_gradient(bowl, np.array([3, 2]))


@check(
    "numerical_gradient",
    "x is exactly as it was, to the last digit",
    purity=True,
    hint="Compare x before and after with ==. Is adding h, and then taking it away again, always the way back?",
)
def test_gradient_purity(agree):
    agree.numerical_gradient(product, np.array([0.1, 0.3, -0.7, 1.9]), h=0.001)


# --- TwoLayerNet -----------------------------------------------------------------------------------------------------

NAMES = ("W1", "b1", "W2", "b2")
NET = (3, 5, 4)  # D, H, K; batches of 6 samples


def shapes_of(sizes):
    num_inputs, num_hidden, num_classes = sizes
    return dict(zip(NAMES, ((num_inputs, num_hidden), (num_hidden,), (num_hidden, num_classes), (num_classes,)), strict=True))


def weights(sizes, seed):
    """Parameters of the size of 1, biases too: small ones would hide mistakes."""
    return {name: numbers(seed + place, *shape) / 4 for place, (name, shape) in enumerate(shapes_of(sizes).items())}


def batch(sizes, num_samples, seed):
    """Samples, and labels of all the classes in turn."""
    return numbers(seed + 5, num_samples, sizes[0]) / 4, (seed + np.arange(num_samples)) % sizes[2]


def task(sizes, num_samples, seed):
    """Parameters and a batch, chosen so that every hidden unit is open for some samples and shut for others."""
    return weights(sizes, seed), batch(sizes, num_samples, seed)


def net_with(side, sizes, params):
    """A net of the student's, or of the reference's, with these parameters."""
    net = side.TwoLayerNet(*sizes, rng_of(0))
    net.params = params
    return net


def params_of(expect, value, sizes, what):
    """A dict with the names and shapes of the parameters, as arrays of finite numbers."""
    expect.that(isinstance(value, dict), f"{what} is a dict", got=value)
    found = {}
    for name, shape in shapes_of(sizes).items():
        expect.that(name in value, f"{what} holds {name}", got=list(value))
        found[name] = expect.array(value[name], shape=shape, what=f"{name} in {what}")
        expect.that(np.isfinite(found[name]).all(), f"all numbers of {name} in {what} are finite", got=found[name])
    return found


def loss_and_slopes(expect, value, sizes):
    """(loss, grads) of a net."""
    loss, grads = expect.pair(value, "(loss, grads)")
    return expect.number(loss, "the loss"), params_of(expect, grads, sizes, "grads")


def classes_of(params, X):
    """What a network with these parameters answers."""
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    return np.argmax(hidden @ params["W2"] + params["b2"], axis=1)


@check(
    "TwoLayerNet",
    "begins with parameters of the right names and shapes",
    public=True,
    hint="Four arrays under four names. Which shape does each of them need, so that (N, D) becomes (N, H) and then (N, K)?",
)
def test_net_shapes(student, expect):
    params_of(expect, student.TwoLayerNet(3, 5, 2, rng_of(1)).params, (3, 5, 2), "params")
    params_of(expect, student.TwoLayerNet(4, 3, 6, rng_of(2)).params, (4, 3, 6), "params")


def how_it_begins(first, again, other):
    """The starts of three nets in words that do not depend on their random numbers."""
    words = ["one start" if same(first, again) else "two starts", "from one seed,"]
    words += ["one start" if same(first, other) else "two starts", "from two seeds"]
    words += [f"{name} not 0" for name in ("b1", "b2") if first[name].any()]
    for name in ("W1", "W2"):
        repeats = len(np.unique(first[name])) < first[name].size
        words += [f"{name} {'repeats' if repeats else 'of one sign'}"] * bool(repeats or np.ptp(np.sign(first[name])) == 0)
    return " ".join(words)


def same(one, other):
    return all(np.array_equal(one[name], other[name]) for name in ("W1", "W2"))


@check(
    "TwoLayerNet",
    "begins with random weights, which rng alone decides, and with biases of 0",
    points=2,
    after="test_net_shapes",
    hint="If two hidden units begin alike, what will ever make them different? And who draws your numbers?",
)
def test_net_start(student, expect):
    sizes = 4, 9, 5
    first, again, other = (params_of(expect, student.TwoLayerNet(*sizes, rng_of(seed)).params, sizes, "params") for seed in (3, 3, 4))
    got = how_it_begins(first, again, other)
    expect.that(got == "one start from one seed, two starts from two seeds", "rng decides the weights, and the biases are 0", got=got)


@check(
    "TwoLayerNet",
    "gives the loss of six samples",
    points=2,
    public=True,
    hint="Follow one sample on paper: into the hidden layer, out of it, to the scores, to a probability. Where do you part from your code?",
)
def test_net_loss(student, reference, expect):
    params, (X, y) = task(NET, 6, 70)
    loss, _ = expect.pair(net_with(student, NET, params).loss(X, y), "(loss, grads)")
    expect.close(loss, net_with(reference, NET, params).loss(X, y)[0], what="the loss")


@check(
    "TwoLayerNet",
    "gives the loss of any number of samples and classes",
    points=2,
    hint="Which of the numbers in your code come from the data, and which would be wrong for another batch?",
)
def test_net_loss_of_other_sizes(student, reference, expect):
    for sizes, num_samples, seed in (((2, 4, 5), 17, 130), ((3, 3, 3), 3, 250), ((4, 2, 3), 1, 260)):
        params, (X, y) = task(sizes, num_samples, seed)
        loss, _ = expect.pair(net_with(student, sizes, params).loss(X, y), "(loss, grads)")
        expect.close(loss, net_with(reference, sizes, params).loss(X, y)[0], what=f"the loss of {num_samples} samples")


@check(
    "TwoLayerNet",
    "a batch that holds every sample twice has the same loss and slopes",
    hint="The loss is a mean over the samples. What happens to a mean when every number comes twice?",
)
def test_net_is_a_mean(student, expect):
    params, (X, y) = task(NET, 3, 370)
    net = net_with(student, NET, params)
    once = loss_and_slopes(expect, net.loss(X, y), NET)
    twice = loss_and_slopes(expect, net.loss(np.vstack([X, X]), np.append(y, y)), NET)
    expect.close(list(twice), list(once), what="(loss, grads) of the doubled batch")


def compare_slopes(student, reference, expect, names):
    """Some of the slopes, in two sizes of net and batch, one of them square."""
    for sizes, num_samples, seed in ((NET, 6, 80), ((3, 3, 3), 3, 220)):
        params, (X, y) = task(sizes, num_samples, seed)
        _, grads = loss_and_slopes(expect, net_with(student, sizes, params).loss(X, y), sizes)
        right = net_with(reference, sizes, params).loss(X, y)[1]
        expect.close([grads[name] for name in names], [right[name] for name in names], what=f"the slopes of {' and '.join(names)}")


@check(
    "TwoLayerNet",
    "grads has a slope for every parameter, in its shape",
    hint="A parameter of shape (3, 5) has how many slopes? Under which name does the caller look for them?",
)
def test_net_slopes_have_shapes(student, expect):
    params, (X, y) = task(NET, 6, 370)
    loss_and_slopes(expect, net_with(student, NET, params).loss(X, y), NET)


@check(
    "TwoLayerNet",
    "the slopes of W2 and b2",
    points=2,
    after="test_net_slopes_have_shapes",
    hint="A weight's slope is the error behind it times the number that ENTERED it. Which number entered W2, and where is the mean?",
)
def test_net_output_slopes(student, reference, expect):
    compare_slopes(student, reference, expect, ("W2", "b2"))


@check(
    "TwoLayerNet",
    "the slopes of W1 and b1",
    points=3,
    after="test_net_slopes_have_shapes",
    hint="Follow the error back through W2, then through the ReLU. Through which units may it pass, and is W2 the right way round?",
)
def test_net_hidden_slopes(student, reference, expect):
    compare_slopes(student, reference, expect, ("W1", "b1"))


@portable
def losses_at(net, points, X, y):
    """The losses that a net gives with one set of parameters after the other."""
    losses = []
    for params in points:
        for name, value in params.items():
            net.params[name] = value
        losses.append(net.loss(X, y)[0])
    return losses


def nudged(params, step):
    """The parameters with each single number moved up, then with each moved down."""
    for way in (step, -step):
        for name, array in params.items():
            for nudge in np.eye(array.size):
                yield {**params, name: array + way * nudge.reshape(array.shape)}


@check(
    "TwoLayerNet",
    "every slope tells how its own loss really moves",
    points=3,
    after="test_net_slopes_have_shapes",
    hint="Nudge one parameter, ask for the loss again, and divide: does that number stand in grads? numerical_gradient can do it for you.",
)
def test_net_against_differences(student, worker, expect):
    sizes, step = (2, 3, 2), 1e-5
    params, (X, y) = task(sizes, 5, 130)
    net = net_with(student, sizes, params)
    _, grads = loss_and_slopes(expect, net.loss(X, y), sizes)
    points = list(nudged(params, step))
    losses = worker(losses_at, net=net, points=points, X=X, y=y)
    up, down = expect.array(losses, shape=(len(points),), what="the losses").reshape(2, -1)
    got = np.concatenate([grads[name].ravel() for name in NAMES])
    expect.close(got, (up - down) / (2 * step), what="the slopes of W1, b1, W2 and b2, one after the other", rtol=1e-4, atol=1e-6)


@check(
    "TwoLayerNet",
    "samples in another order have the same loss and slopes",
    hint="Does every label go with its own sample, wherever in the batch that stands?",
)
def test_net_of_reordered_samples(student, expect):
    params, (X, y) = task(NET, 6, 70)
    order = np.array([2, 0, 5, 1, 4, 3])
    net = net_with(student, NET, params)
    before = loss_and_slopes(expect, net.loss(X, y), NET)
    after = loss_and_slopes(expect, net.loss(X[order], y[order]), NET)
    expect.close(list(after), list(before), what="(loss, grads) of the reordered batch")


# Scores far apart within a sample, between samples, and far from 0: each unsafe logarithm fails on some of them.
WIDE = {
    "W1": np.array([[1.0, 1.0]]),
    "b1": np.array([-0.5, -1.5]),
    "W2": np.array([[-40000.0, 0.0, 0.0], [0.0, -40000.0, 0.0]]),
    "b2": np.array([10000.0, 9999.0, -10000.0]),
}


@check(
    "TwoLayerNet",
    "scores of ±10000 give finite and exact losses",
    points=2,
    hint="A float64 overflows a little above exp(709), and exp(-800) is 0. What may you subtract from all the scores of a sample?",
)
def test_net_with_wide_scores(student, reference, expect):
    X, y, sizes = np.array([[0.0], [1.0], [2.0]]), np.array([1, 0, 1]), (1, 2, 3)
    # The three samples one by one: in a mean, the loss of 20000 would drown the others.
    for place in range(3):
        one = X[place : place + 1], y[place : place + 1]
        loss, _ = expect.pair(net_with(student, sizes, WIDE).loss(*one), "(loss, grads)")
        expect.close(loss, net_with(reference, sizes, WIDE).loss(*one)[0], what="the loss of one sample")
    got, right = (net_with(side, sizes, WIDE).loss(X, y) for side in (student, reference))
    loss, grads = loss_and_slopes(expect, got, sizes)
    expect.close([loss, grads], list(right), what="(loss, grads) of three samples")


@check(
    "TwoLayerNet",
    "predicts the class with the highest score",
    points=2,
    hint="One answer for each sample: which axis of the scores holds the classes?",
)
def test_net_predicts(student, reference, expect):
    for sizes, num_samples, seed in ((NET, 7, 80), ((2, 4, 5), 6, 130), ((4, 3, 3), 1, 370)):
        params, (X, _) = task(sizes, num_samples, seed)
        right = net_with(reference, sizes, params).predict(X)
        expect.close(net_with(student, sizes, params).predict(X), right, what=f"the classes of {num_samples} samples")


@check(
    "TwoLayerNet",
    "asking again gives the same answer, after other questions too",
    hint="What does a call of loss leave behind in your object, and does the next call add to it?",
)
def test_net_asked_again(student, expect):
    params, (X, y) = task(NET, 6, 80)
    net = net_with(student, NET, params)
    before = loss_and_slopes(expect, net.loss(X, y), NET)
    net.loss(*batch(NET, 2, 90))
    net.predict(X[:3])
    after = loss_and_slopes(expect, net.loss(X, y), NET)
    expect.close(list(after), list(before), what="(loss, grads) of the same batch as before")
    others = batch(NET, 6, 130)[0]
    fresh = net_with(student, NET, params).predict(others)
    expect.close(net.predict(others), fresh, what="the classes of samples that loss has not seen, as a new net gives them")


@check(
    "TwoLayerNet",
    "parameters are found by their names, and always as they are at that moment",
    hint="What if the dict lists b2 first? And what does your net remember of the parameters that it had before?",
)
def test_net_looks_parameters_up(student, reference, expect):
    params, (X, y) = task(NET, 6, 70)
    turned = dict(reversed(params.items()))
    net, right = (net_with(side, NET, turned) for side in (student, reference))
    loss, grads = loss_and_slopes(expect, net.loss(X, y), NET)
    expect.close([loss, grads], list(right.loss(X, y)), what="(loss, grads) with the parameters in another order")
    expect.close(net.predict(X), right.predict(X), what="the classes with the parameters in another order")
    for side in (net, right):
        side.params = weights(NET, 80)
    expect.close(net.predict(X), right.predict(X), what="the classes after other parameters were put there")


@portable
def arguments_after(net, X, y):
    """The batch and the parameters as loss and predict leave them."""
    net.loss(X, y)
    net.predict(X)
    return [X, y, net.params]


@check(
    "TwoLayerNet",
    "loss and predict change neither the batch nor the parameters",
    after="test_net_slopes_have_shapes",
    hint="Print X, y and params before and after. Which of your lines writes in one of them, and whose job is it to move the parameters?",
)
def test_net_purity(student, worker, expect):
    params, (X, y) = task(NET, 6, 70)
    after = worker(arguments_after, net=net_with(student, NET, params), X=X, y=y)
    expect.equal(after, [X, y, params], what="X, y and params afterwards")


@check(
    "TwoLayerNet",
    "two nets share nothing",
    after="test_net_shapes",
    hint="Make one net, then another. Where do your parameters live: in the object, or in its class?",
)
def test_net_and_another(student, expect):
    net = student.TwoLayerNet(*NET, rng_of(5))
    before = params_of(expect, net.params, NET, "params")
    student.TwoLayerNet(*NET, rng_of(6)).params = weights(NET, 90)
    student.TwoLayerNet(*NET, rng_of(7))
    expect.equal(params_of(expect, net.params, NET, "params"), before, what="the parameters of the first net")


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])


@portable
def descend(net, X, y, learn_rate, num_steps):
    """Let a net go down its own slopes."""
    for _ in range(num_steps):
        grads = net.loss(X, y)[1]
        for name in ("W1", "b1", "W2", "b2"):
            net.params[name] = net.params[name] - learn_rate * grads[name]
    return net.params


def xor_start(seed):
    """Random first parameters for XOR, with which it can be learned; no number before a ReLU is exactly 0."""
    rng = rng_of(seed)
    return {name: rng.normal(size=shape) / (3 - len(shape)) for name, shape in shapes_of((2, 8, 2)).items()}


def truth_table(classes):
    return "; ".join(f"{int(a)} {int(b)} -> {int(answer)}" for (a, b), answer in zip(CORNERS, classes, strict=True))


@check(
    "TwoLayerNet",
    "going down its slopes, it learns XOR",
    points=2,
    after="test_net_slopes_have_shapes",
    hint="Small steps against the slopes should make the loss fall. Does it fall, and is something between your two layers that bends?",
)
def test_net_learns_xor(student, worker, expect):
    net = net_with(student, (2, 8, 2), xor_start(13))
    params = worker(descend, net=net, X=CORNERS, y=XOR, learn_rate=0.5, num_steps=120)
    answers = classes_of(params_of(expect, params, (2, 8, 2), "params"), CORNERS)
    expect.that(np.array_equal(answers, XOR), "the learned network answers 0, 1, 1, 0", got=truth_table(answers))


@check(
    "TwoLayerNet",
    "an empty batch, and a label that is no class, are refused",
    hint="The mean of no numbers is nan, and index -1 is the last class. Who would notice?",
)
def test_net_refuses(student, expect, credit):
    params, (X, _) = task(NET, 4, 80)
    net = net_with(student, NET, params)
    expect.raises(ValueError, net.loss, np.ones((0, 3)), np.array([], dtype=int), mentions="0")
    credit(0.5)
    expect.raises(ValueError, net.loss, X, np.array([0, 1, 4, 0]), mentions="4")
    expect.raises(ValueError, net.loss, X, np.array([0, 1, 17, 0]), mentions="17")
    expect.raises(ValueError, net.loss, X, np.array([0, -1, 1, 0]), mentions="-1")


# --- train -----------------------------------------------------------------------------------------------------------


@portable
def train_in_a_valley(train, height, learn_rate, num_epochs):
    """Train something simple: a valley with its ground at the mean of X, and no network at all."""

    class Valley:
        def __init__(self):
            self.params = {"left": height * np.ones(2), "right": -2.0 * height * np.ones(1)}

        def loss(self, X, y):
            left, right = self.params["left"] - X.mean(), self.params["right"] - y.mean()
            return np.sum(left**2) + 3 * np.sum(right**2), {"right": 6 * right, "left": 2 * left}

        def predict(self, X):
            return np.zeros(len(X), dtype=int)

    net = Valley()
    losses = train(net, np.array([[1.0], [3.0], [2.0]]), np.array([0, 1, 1]), learn_rate, num_epochs)
    return [losses, net.params["left"], net.params["right"]]


@portable
def train_a_net(train, params, X, y, learn_rate, num_epochs):
    """Train a network that is right, whatever the student's own is."""

    class Net:
        def __init__(self):
            self.params = {name: value.copy() for name, value in params.items()}

        def hidden(self, X):
            return np.maximum(X @ self.params["W1"] + self.params["b1"], 0)

        def predict(self, X):
            return np.argmax(self.hidden(X) @ self.params["W2"] + self.params["b2"], axis=1)

        def loss(self, X, y):
            hidden = self.hidden(X)
            scores = hidden @ self.params["W2"] + self.params["b2"]
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            probs = odds / odds.sum(axis=1, keepdims=True)
            error = (probs - np.eye(probs.shape[1])[y]) / len(X)
            behind = error @ self.params["W2"].T * (hidden > 0)
            grads = {"W1": X.T @ behind, "b1": behind.sum(axis=0), "W2": hidden.T @ error, "b2": error.sum(axis=0)}
            return -np.mean(np.log(probs[np.arange(len(X)), y])), grads

    net = Net()
    losses = train(net, X, y, learn_rate, num_epochs)
    return [losses, net.params, X, y]


def small_steps(net, X, y, learn_rate, num_epochs):
    """What training should do."""
    losses = []
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        losses.append(loss)
        net.params = {name: value - learn_rate * grads[name] for name, value in net.params.items()}
    return losses


def trained(student, worker, expect, sizes, params, **how):
    """(losses, params, X, y) after training, of the student's `train` on the suite's network."""
    parts = worker(train_a_net, train=student.train, params=params, **how)
    losses, params, X, y = expect.parts(parts, 4, "what training left behind")
    return losses, params_of(expect, params, sizes, "params"), X, y


def valley_after(student, worker, expect, height, learn_rate, num_epochs):
    """The losses, then the parameters, that training in the valley left behind."""
    parts = worker(train_in_a_valley, train=student.train, height=height, learn_rate=learn_rate, num_epochs=num_epochs)
    shapes = {"the losses": (num_epochs,), "the left parameters": (2,), "the right parameter": (1,)}
    got = [expect.array(part, shape=shape, what=what) for part, (what, shape) in zip(expect.parts(parts, 3), shapes.items(), strict=True)]
    return np.concatenate(got)


@check(
    "train",
    "takes steps down a valley, and gives back the loss of each epoch",
    points=2,
    public=True,
    hint="Each parameter has a slope. Where does one step of learn_rate times the slope lead, and which loss did it start from?",
)
def test_train_in_a_valley(student, worker, expect):
    got = valley_after(student, worker, expect, height=4.0, learn_rate=0.125, num_epochs=2)
    # From 4, 4 and -8, above a ground of 2, 2 and 2/3: a step goes 1/4 of the way on the left, 3/4 on the right.
    distance = -8 - 2 / 3
    losses = [8 + 3 * distance**2, 4.5 + 3 * (distance / 4) ** 2]
    right = [*losses, 3.125, 3.125, 2 / 3 + distance / 16]
    expect.close(got, right, what="the two losses, then the two parameters on the left and the one on the right")


@check(
    "train",
    "gives back one loss for each epoch",
    public=True,
    hint="How many epochs were asked for, and how many numbers are in your list?",
)
def test_train_counts_epochs(student, worker, expect):
    for num_epochs in (3, 1):
        parts = worker(train_in_a_valley, train=student.train, height=1.0, learn_rate=0.01, num_epochs=num_epochs)
        expect.array(expect.parts(parts, 3)[0], shape=(num_epochs,), what="the losses")


@check(
    "train",
    "epochs that gain next to nothing are epochs too",
    hint="In the valley nothing changes any more. Who decides when training ends: the loss, the slope, or num_epochs?",
)
def test_train_at_the_ground(student, worker, expect):
    got = valley_after(student, worker, expect, height=1.0, learn_rate=0.25, num_epochs=60)
    right = np.array([2 / 4**epoch + 3 * (8 / 3) ** 2 / 4**epoch for epoch in range(60)])
    expect.close(got, [*right, 2, 2, 2 / 3], what="the 60 losses, then the two parameters on the left and the one on the right")


@check(
    "train",
    "steps that are too long are taken all the same",
    hint="Here the loss rises. Who decides when training ends, and which parameters are left: the loss, or num_epochs?",
)
def test_train_on_the_way_up(student, worker, expect):
    got = valley_after(student, worker, expect, height=1.0, learn_rate=0.5, num_epochs=3)
    # The left reaches its ground of 2 in one step; the right jumps over its own of 2/3, twice as far each time.
    distance = -2 - 2 / 3
    losses = [2 + 3 * distance**2, 12 * distance**2, 48 * distance**2]
    right = [*losses, 2, 2, 2 / 3 - 8 * distance]
    expect.close(got, right, what="the three losses, then the two parameters on the left and the one on the right")


@check(
    "train",
    "in one epoch every parameter takes one step against its slope",
    points=2,
    hint="Which parameters have moved, which have not, and in which direction? Does each of them use its own slope?",
)
def test_train_one_step(student, worker, expect):
    params, (X, y) = task(NET, 6, 80)
    how = {"X": X, "y": y, "learn_rate": 0.5, "num_epochs": 1}
    _, got, _, _ = trained(student, worker, expect, NET, params, **how)
    _, right, _, _ = train_a_net(small_steps, params, **how)
    expect.close(got, right, what="the parameters after one step")


@check(
    "train",
    "each epoch goes on where the last one ended, on all the samples",
    points=3,
    hint="Do all the slopes of one epoch belong to the same parameters, and to the whole batch? What does the next epoch begin with?",
)
def test_train_many_steps(student, worker, expect):
    sizes = 2, 4, 3
    params, (X, y) = task(sizes, 6, 130)
    how = {"X": X, "y": y, "learn_rate": 0.25, "num_epochs": 6}
    _, got, _, _ = trained(student, worker, expect, sizes, params, **how)
    _, right, _, _ = train_a_net(small_steps, params, **how)
    expect.close(got, right, what="the parameters after six epochs")


@check(
    "train",
    "each loss is the one before that epoch's step",
    points=2,
    hint="With which parameters was the first loss worked out: those you were given, or those after a step?",
)
def test_train_losses(student, worker, expect):
    params, (X, y) = task(NET, 6, 70)
    how = {"X": X, "y": y, "learn_rate": 0.25, "num_epochs": 4}
    losses, _, _, _ = trained(student, worker, expect, NET, params, **how)
    right, _, _, _ = train_a_net(small_steps, params, **how)
    expect.close(losses, right, what="the losses")


@check(
    "train",
    "solves XOR",
    points=3,
    hint="Print the losses while you train: do they fall? If they do, are all the epochs used?",
)
def test_train_solves_xor(student, worker, expect):
    for seed in (10, 6):
        how = {"X": CORNERS, "y": XOR, "learn_rate": 0.5, "num_epochs": 120}
        _, params, _, _ = trained(student, worker, expect, (2, 8, 2), xor_start(seed), **how)
        answers = classes_of(params, CORNERS)
        expect.that(np.array_equal(answers, XOR), "the learned network answers 0, 1, 1, 0", got=truth_table(answers))


@check(
    "train",
    "half the learn_rate takes half the step",
    hint="How far should W1 move when learn_rate is halved? Does anything else decide how far it moves?",
)
def test_train_learn_rate(student, worker, expect):
    params, (X, y) = task(NET, 6, 370)
    moves = []
    for learn_rate in (1.0, 0.5):
        _, got, _, _ = trained(student, worker, expect, NET, params, X=X, y=y, learn_rate=learn_rate, num_epochs=1)
        moves.append(np.concatenate([(got[name] - params[name]).ravel() for name in NAMES]))
    expect.that(np.abs(moves[0]).max() > 0.01, "the parameters move", got=np.array(moves))
    expect.that(np.allclose(moves[1], moves[0] / 2, atol=1e-7), "with half the learn_rate they move half as far", got=np.array(moves))


@check(
    "train",
    "no epochs, no step",
    hint="How often does your loop run for num_epochs = 0, and what is there to give back then?",
)
def test_train_no_epochs(student, worker, expect):
    params, (X, y) = task(NET, 6, 70)
    losses, got, _, _ = trained(student, worker, expect, NET, params, X=X, y=y, learn_rate=0.5, num_epochs=0)
    expect.close([losses, got], [[], params], what="[losses, params]")


@check(
    "train",
    "moves the parameters, and leaves the data alone",
    hint="Print X and y before and after. If you shuffle, what do you shuffle?",
)
def test_train_leaves_the_data_alone(student, worker, expect):
    params, (X, y) = task(NET, 6, 80)
    _, got, X_after, y_after = trained(student, worker, expect, NET, params, X=X, y=y, learn_rate=0.125, num_epochs=3)
    expect.equal([X_after, y_after], [X, y], what="X and y afterwards")
    expect.that(not np.array_equal(got["b2"], params["b2"]), "the parameters have moved", got=got["b2"])


# --- Value -----------------------------------------------------------------------------------------------------------


@portable
def value_and_slopes(Value, expression, numbers):
    """What an expression of Values comes to, and the slope of each of them."""
    leaves = [Value(number) for number in numbers]
    result = expression(*leaves)
    result.backward()
    return [result.data, *[leaf.grad for leaf in leaves]]


def worked_out(function, numbers):
    """The same for a function of plain numbers, with measured slopes."""
    numbers = np.array(numbers, dtype=float)
    slopes = [(function(*(numbers + nudge)) - function(*(numbers - nudge))) / 2e-5 for nudge in 1e-5 * np.eye(len(numbers))]
    return np.array([function(*numbers), *slopes])


def written_out(expression, numbers):
    """A portable expression as a student would write it, and where it was worked out."""
    lines = [line.strip().removeprefix("return ") for line in expression.definition.splitlines()[1:]]
    places = ", ".join(f"{name} = {number:g}" for name, number in zip("abcde", numbers, strict=False))
    return f"in {'; '.join(lines)} at {places}"


def compare_values(student, worker, expect, expression, function, numbers):
    """Let an expression of the student's Values, and a function that the suite works out, come to the same."""
    got = worker(value_and_slopes, Value=student.Value, expression=expression, numbers=numbers)
    what = f"{written_out(expression, numbers)}: the result, then the slope of each"
    expect.close(got, worked_out(function, numbers), what=what, rtol=1e-4, atol=1e-6)


@check(
    "Value",
    "holds its number, and begins with a grad of 0",
    public=True,
    hint="Two attributes are promised. Which are they, and what is in them before any backward()?",
)
def test_value_begins(student, expect):
    value = student.Value(3.5)
    expect.close(value.data, 3.5, what="data")
    expect.close(value.grad, 0.0, what="grad")


@portable
def product_and_sum(a, b, c):
    return a * b + c


@check(
    "Value",
    "a * b + c: the result, and three slopes",
    points=2,
    public=True,
    hint="If a rises a little, by how much does the product rise? And the sum, when the product does?",
)
def test_value_of_product_and_sum(student, worker, expect):
    got = worker(value_and_slopes, Value=student.Value, expression=product_and_sum, numbers=[2.0, -3.0, 10.0])
    expect.close(got, [4.0, -3.0, 2.0, 1.0], what="in a * b + c at a = 2, b = -3, c = 10: the result, then the slope of each")


@portable
def used_twice(a, b):
    return (a + a) * b + a * a


@portable
def used_against_itself(a, b):
    return (a - a) * b + a * b / b


@check(
    "Value",
    "a value that is used twice gets both shares",
    points=2,
    hint="Several roads lead from the result back to a. What becomes of the first share when the second one arrives?",
)
def test_value_used_twice(student, worker, expect):
    compare_values(student, worker, expect, used_twice, lambda a, b: 2 * a * b + a * a, [3.0, -5.0])
    compare_values(student, worker, expect, used_against_itself, lambda a, b: (a - a) * b + a * b / b, [3.0, -5.0])


@check(
    "Value",
    "two values with the same number are still two",
    hint="By what do you tell whether a value has been visited: by its number, or by which object it is?",
)
def test_value_of_equal_numbers(student, worker, expect):
    compare_values(student, worker, expect, product_and_sum, lambda a, b, c: a * b + c, [3.0, 3.0, 9.0])
    compare_values(student, worker, expect, differences, lambda a, b, c: (a - b) * -c - a, [2.0, 2.0, 2.0])


@portable
def diamonds(a, b):
    c = a * b
    d = c + a
    e = d * c
    return e * d + c


@check(
    "Value",
    "a value hands on its slope when all who use it have spoken",
    points=3,
    hint="d is used by e and by the result. Which of them must have given its share before d passes anything on?",
)
def test_value_in_order(student, worker, expect):
    def by_hand(a, b):
        c = a * b
        return (c + a) ** 2 * c + c

    compare_values(student, worker, expect, diamonds, by_hand, [2.0, -1.5])
    compare_values(student, worker, expect, diamonds, by_hand, [-0.5, 3.0])


@portable
def differences(a, b, c):
    return (a - b) * -c - a


@check(
    "Value",
    "minus, between two values and before one",
    points=2,
    hint="If b rises a little, which way does a - b go? And what about -c?",
)
def test_value_minus(student, worker, expect):
    compare_values(student, worker, expect, differences, lambda a, b, c: (a - b) * -c - a, [2.0, 5.0, 3.0])


@portable
def quotients(a, b):
    return a / b + b / a


@check(
    "Value",
    "division, with slopes above and below the line",
    points=2,
    hint="If the divisor rises a little, which way does the quotient go, and does it depend on the divisor how fast?",
)
def test_value_division(student, worker, expect):
    compare_values(student, worker, expect, quotients, lambda a, b: a / b + b / a, [3.0, -4.0])


@portable
def powers(a, b):
    return b * a**3 + b**-2 + (a**2) ** 0.5


@portable
def small_powers(a, b):
    return a**1 * b + a**0 * b**1


@check(
    "Value",
    "powers: whole, negative and fractional exponents",
    points=2,
    hint="The power rule has a factor, and an exponent that is one less. Do you have both, and the slope that came from above?",
)
def test_value_powers(student, worker, expect):
    compare_values(student, worker, expect, powers, lambda a, b: b * a**3 + b**-2 + (a * a) ** 0.5, [-2.0, 0.5])
    compare_values(student, worker, expect, small_powers, lambda a, b: a * b + b, [-2.0, 0.5])


@portable
def numbers_behind(a, b):
    return (a + 2) * (b * 3) - (b - 1.5) / 4


@check(
    "Value",
    "plain numbers may stand on the right",
    hint="In a + 2 the 2 has no data. What could you turn it into first?",
)
def test_value_and_numbers(student, worker, expect):
    compare_values(student, worker, expect, numbers_behind, lambda a, b: (a + 2) * (b * 3) - (b - 1.5) / 4, [1.5, -2.0])


@portable
def numbers_before(a, b):
    return (2 + a) * (3 * b) - 6 / (5 - b)


@check(
    "Value",
    "plain numbers may stand on the left",
    points=2,
    hint="Python asks the 2 first what 2 * a is, and an int does not know. Whom does it ask then, and for which method?",
)
def test_numbers_and_value(student, worker, expect):
    compare_values(student, worker, expect, numbers_before, lambda a, b: (2 + a) * (3 * b) - 6 / (5 - b), [1.5, -2.0])


@portable
def summed(a, b, c):
    return sum([a * b, b * c, c])


@check(
    "Value",
    "Python's own sum() can add values up",
    hint="sum() begins with a plain 0. On which side of the first + does that 0 stand?",
)
def test_value_summed(student, worker, expect):
    compare_values(student, worker, expect, summed, lambda a, b, c: a * b + b * c + c, [0.5, 2.0, -3.0])


@portable
def neuron(a, b, c):
    return (a * b + c).tanh() * b


@check(
    "Value",
    "tanh, inside a longer expression",
    points=2,
    hint="How steep is tanh where you stand, and what is multiplied with it on the way back?",
)
def test_value_tanh(student, worker, expect):
    compare_values(student, worker, expect, neuron, lambda a, b, c: math.tanh(a * b + c) * b, [0.5, -1.5, 0.25])


@portable
def steep_tanh(a, b):
    return a.tanh() * 3 + b.tanh()


@check(
    "Value",
    "tanh far from 0 is ±1, and flat",
    hint="math.exp(2000) raises an OverflowError. Does your tanh need it?",
)
def test_value_tanh_far_out(student, worker, expect):
    compare_values(student, worker, expect, steep_tanh, lambda a, b: math.tanh(a) * 3 + math.tanh(b), [1000.0, -1000.0])


@portable
def growth(a, b):
    return (a * b).exp() * b


@check(
    "Value",
    "exp, inside a longer expression",
    points=2,
    hint="The exponential is its own slope: at which point, and what is multiplied with it on the way back?",
)
def test_value_exp(student, worker, expect):
    compare_values(student, worker, expect, growth, lambda a, b: math.exp(a * b) * b, [0.5, 1.5])


@portable
def gates(a, b, c):
    return (a * b).relu() * c - (b * c).relu() * 2


@check(
    "Value",
    "relu lets the slope through where it lets the number through",
    points=2,
    hint="Which number decides whether the gate is open: the one that went into the relu, or the slope that comes back?",
)
def test_value_relu(student, worker, expect):
    def by_hand(a, b, c):
        return max(a * b, 0.0) * c - max(b * c, 0.0) * 2

    compare_values(student, worker, expect, gates, by_hand, [-2.0, -3.0, 1.5])
    compare_values(student, worker, expect, gates, by_hand, [-0.25, 3.0, 0.125])


@portable
def grads_on_the_way(Value):
    """The grads of the result and of a value in the middle."""
    a, b = Value(2.0), Value(-3.0)
    middle = a * b
    result = middle * middle
    result.backward()
    return [result.grad, middle.grad, a.grad, b.grad]


@check(
    "Value",
    "the result's own slope is 1, and values in the middle have theirs",
    hint="If the result rises by a little, by how much does the result rise? Where does your way back begin?",
)
def test_value_grads_on_the_way(student, worker, expect):
    got = worker(grads_on_the_way, Value=student.Value)
    expect.close(got, [1.0, -12.0, 36.0, -24.0], what="in m = a * b; r = m * m at a = 2, b = -3: the slopes of r, m, a and b")


@portable
def backward_elsewhere(Value):
    """The grads after a backward() of a value in the middle, which the result had reached before; then those of a leaf alone."""
    a, b = Value(2.0), Value(-3.0)
    middle = a * b
    result = middle * middle + a
    result.backward()
    middle.backward()
    grads = [middle.grad, a.grad, b.grad]
    b.backward()
    return [*grads, b.grad]


@check(
    "Value",
    "backward() may begin anywhere: in the middle, and at a value that was made from nothing",
    hint="When the way back begins in the middle, which values have no part in it? And which slope has a value in itself?",
)
def test_value_backward_elsewhere(student, worker, expect):
    got = worker(backward_elsewhere, Value=student.Value)
    what = "with a = 2, b = -3, m = a * b: the slopes of m, a and b after backward() of m * m + a and then of m; that of b after its own"
    expect.close(got, [1.0, -3.0, 2.0, 1.0], what=what)


@portable
def backward_again(Value):
    """The grads after a second backward(), and after that of another result."""
    a, b = Value(2.0), Value(-3.0)
    result = a * b + a
    result.backward()
    result.backward()
    twice = [a.grad, b.grad]
    other = a * a
    other.backward()
    return [*twice, a.grad]


@check(
    "Value",
    "a second backward() begins at 0 again",
    points=2,
    hint="What is still in grad from last time when the next backward() begins?",
)
def test_value_backward_again(student, worker, expect):
    got = worker(backward_again, Value=student.Value)
    expect.close(
        got,
        [-2.0, 2.0, 4.0],
        what="with a = 2, b = -3: the slopes of a and b after two backward() of a * b + a, and that of a after backward() of a * a",
    )


@portable
def operands_after(Value):
    """What the operands hold after all the operations, and after `+=` and `*=` on another name."""
    a, b = Value(2.0), Value(-3.0)
    total = a
    total += b
    total *= a
    a - b, a / b, a**2, -a, a.tanh(), a.exp(), b.relu()
    total.backward()
    return [a.data, b.data, total.data, a.grad, b.grad]


@check(
    "Value",
    "no operation changes the values that it combines",
    hint="`total += b` should make a new value. Does yours write a new number into an old one, that others still need?",
)
def test_value_operands_stay(student, worker, expect):
    got = worker(operands_after, Value=student.Value)
    expect.close(
        got,
        [2.0, -3.0, -2.0, 1.0, 2.0],
        what="in total = a; total += b; total *= a at a = 2, b = -3: the data of a, b and total, the slopes of a and b",
    )


@portable
def two_layers(a, b, c):
    hidden = (a * b + c).tanh()
    other = (a - c * 0.5).relu()
    return (hidden * other + b / 3) ** 2 - (hidden * -1).exp()


@check(
    "Value",
    "everything together, in a small network",
    points=3,
    after=("test_value_of_product_and_sum", "test_value_used_twice"),
    hint="Measure one slope: nudge a leaf by 0.00001, work the expression out again, divide. Which of your slopes is off?",
)
def test_value_network(student, worker, expect):
    def by_hand(a, b, c):
        hidden, other = math.tanh(a * b + c), max(a - c * 0.5, 0.0)
        return (hidden * other + b / 3) ** 2 - math.exp(-hidden)

    compare_values(student, worker, expect, two_layers, by_hand, [0.75, -1.25, 0.5])
    compare_values(student, worker, expect, two_layers, by_hand, [1.5, 0.5, -2.0])

"""What people really get wrong about backpropagation, as code.

`source` is the line of the course's list of misconceptions; "own" stands for an addition to it.
"""

import copy
import math

import numpy as np

from nngrade.suite import misconception


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


# sigmoid_prime


@misconception(
    "sigmoid_prime",
    says="You apply the sigmoid twice: z goes through it before you begin, and then once more.",
    hint="The argument is what goes into the sigmoid. At which point do you want the slope, and at which do you take it?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="4.1b",
)
def sigmoid_prime_of_the_sigmoid(z):
    s = _sigmoid(_sigmoid(z))
    return s * (1 - s)


@misconception(
    "sigmoid_prime",
    says="You take the argument for the sigmoid's value: z (1 - z). Here it is what goes into the sigmoid.",
    hint="Can z be -2? Can a sigmoid be -2?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="4.1b",
)
def sigmoid_prime_of_a_value(z):
    return z * (1 - z)


@misconception(
    "sigmoid_prime",
    says="You return 1 - sigmoid(z), which is only one of the two factors of the slope.",
    hint="At z = -10 the sigmoid is almost flat. What does your slope say there?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="4.1c",
)
def sigmoid_prime_half(z):
    return 1 - _sigmoid(z)


@misconception(
    "sigmoid_prime",
    says="You return the sigmoid itself, not its slope.",
    hint="How high is the curve, and how steep is it? Which of the two is asked for?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="own",
)
def sigmoid_prime_is_the_sigmoid(z):
    return _sigmoid(z)


@misconception(
    "sigmoid_prime",
    says="Your slope has the wrong sign: it says that the sigmoid falls.",
    hint="Does the sigmoid rise or fall on the way to the right? Look at the order in your difference.",
    caught_by="test_sigmoid_prime_of_a_row",
    source="own",
)
def sigmoid_prime_negative(z):
    s = _sigmoid(z)
    return s * (s - 1)


@misconception(
    "sigmoid_prime",
    says="You give the slope of the tanh. The sigmoid is a quarter as steep at 0.",
    hint="What is the slope of the sigmoid at 0, and what is yours?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="own",
)
def sigmoid_prime_of_tanh(z):
    return 1 - np.tanh(z) ** 2


@misconception(
    "sigmoid_prime",
    says="You divide one exponential by the square of another: far from 0 that is infinity by infinity, which is nan.",
    hint="Can you write the slope so that no exponential of a large number is ever taken?",
    caught_by="test_sigmoid_prime_far_out",
    source="own",
)
def sigmoid_prime_overflows(z):
    e = np.exp(-np.asarray(z, dtype=float))
    return e / (1 + e) ** 2


@misconception(
    "sigmoid_prime",
    says="You use the math module, which knows single numbers only.",
    hint="Which library has an exp that works on a whole array?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="own",
)
def sigmoid_prime_by_math(z):
    s = 1 / (1 + math.exp(-z))
    return s * (1 - s)


@misconception(
    "sigmoid_prime",
    says="You loop over z, which a single number does not allow.",
    hint="Which expression means the same for one number and for many?",
    caught_by="test_sigmoid_prime_of_a_number",
    source="own",
)
def sigmoid_prime_loops(z):
    s = np.array([_sigmoid(part) for part in z])
    return s * (1 - s)


@misconception(
    "sigmoid_prime",
    says="You put the slopes in an array of z's own type: for whole numbers all fractions are lost.",
    hint="What does np.zeros_like make out of an array of integers?",
    caught_by="test_sigmoid_prime_of_whole_numbers",
    source="own",
)
def sigmoid_prime_in_whole_numbers(z):
    s = _sigmoid(z)
    slopes = np.zeros_like(z)
    slopes[...] = s * (1 - s)
    return slopes


@misconception(
    "sigmoid_prime",
    says="You add the slopes up; each number has a slope of its own.",
    hint="How many numbers went in, and how many came out?",
    caught_by="test_sigmoid_prime_of_a_row",
    source="own",
)
def sigmoid_prime_summed(z):
    s = _sigmoid(z)
    return np.sum(s * (1 - s))


@misconception(
    "sigmoid_prime",
    says="You write into the caller's array.",
    hint="The caller still needs its z. Can you make a new array?",
    caught_by="test_sigmoid_prime_purity",
    source="own",
)
def sigmoid_prime_in_place(z):
    s = _sigmoid(z)
    if np.ndim(z) and z.dtype == float:
        z[...] = s * (1 - s)
        return z
    return s * (1 - s)


@misconception(
    "sigmoid_prime",
    says="You take whatever is no float for an array, and a plain 2 is neither.",
    hint="2 and 2.0 are both numbers. Which question would let both of them through?",
    caught_by="test_sigmoid_prime_of_a_number",
    source="own",
)
def sigmoid_prime_of_floats_and_arrays(z):
    if isinstance(z, float):
        s = 1 / (1 + math.exp(-z))
        return s * (1 - s)
    slopes = np.empty(z.shape)
    s = 1 / (1 + np.exp(-np.abs(z)))
    slopes[...] = s * (1 - s)
    return slopes


# tanh_prime


@misconception(
    "tanh_prime",
    says="You return 1 - tanh(z): the square is missing.",
    hint="At z = -3 the tanh is nearly flat. What does your slope say there?",
    caught_by="test_tanh_prime_of_a_row",
    source="4.1f",
)
def tanh_prime_without_square(z):
    return 1 - np.tanh(z)


@misconception(
    "tanh_prime",
    says="You take the argument for the tanh's value: 1 - z². Here it is what goes into the tanh.",
    hint="Can z be 3? Can a tanh be 3?",
    caught_by="test_tanh_prime_of_a_row",
    source="4.1b",
)
def tanh_prime_of_a_value(z):
    return 1 - np.asarray(z) ** 2


@misconception(
    "tanh_prime",
    says="You apply the tanh twice, and take the slope at the wrong point.",
    hint="The argument is what goes into the tanh. How often does it have to go through it?",
    caught_by="test_tanh_prime_of_a_row",
    source="4.1b",
)
def tanh_prime_of_the_tanh(z):
    return 1 - np.tanh(np.tanh(z)) ** 2


@misconception(
    "tanh_prime",
    says="You return the tanh itself, not its slope.",
    hint="How high is the curve, and how steep is it? Which of the two is asked for?",
    caught_by="test_tanh_prime_of_a_row",
    source="own",
)
def tanh_prime_is_the_tanh(z):
    return np.tanh(z)


@misconception(
    "tanh_prime",
    says="You use the sigmoid's rule on the tanh: t (1 - t).",
    hint="At z = 0 the tanh is 0, and steepest. What does your formula make of that?",
    caught_by="test_tanh_prime_of_a_row",
    source="own",
)
def tanh_prime_by_the_rule_of_sigmoid(z):
    t = np.tanh(z)
    return t * (1 - t)


@misconception(
    "tanh_prime",
    says="You give the slope of the sigmoid. The tanh is four times as steep at 0.",
    hint="What is the slope of the tanh at 0, and what is yours?",
    caught_by="test_tanh_prime_of_a_row",
    source="own",
)
def tanh_prime_of_sigmoid(z):
    s = _sigmoid(z)
    return s * (1 - s)


@misconception(
    "tanh_prime",
    says="Your slope has the wrong sign: it says that the tanh falls.",
    hint="Does the tanh rise or fall on the way to the right? Look at the order in your difference.",
    caught_by="test_tanh_prime_of_a_row",
    source="own",
)
def tanh_prime_negative(z):
    return np.tanh(z) ** 2 - 1


@misconception(
    "tanh_prime",
    says="You return 1 + tanh²: that has the right parts and the wrong sign between them.",
    hint="Can the tanh be steeper far out than it is at 0?",
    caught_by="test_tanh_prime_of_a_row",
    source="own",
)
def tanh_prime_with_plus(z):
    return 1 + np.tanh(z) ** 2


@misconception(
    "tanh_prime",
    says="You build the tanh out of exponentials: far from 0 that is infinity by infinity, which is nan.",
    hint="Which function of NumPy has the tanh for any number?",
    caught_by="test_tanh_prime_far_out",
    source="own",
)
def tanh_prime_overflows(z):
    up, down = np.exp(z), np.exp(np.negative(z))
    return 1 - ((up - down) / (up + down)) ** 2


@misconception(
    "tanh_prime",
    says="You use the math module, which knows single numbers only.",
    hint="Which library has a tanh that works on a whole array?",
    caught_by="test_tanh_prime_of_a_row",
    source="own",
)
def tanh_prime_by_math(z):
    return 1 - math.tanh(z) ** 2


@misconception(
    "tanh_prime",
    says="You loop over z, which a single number does not allow.",
    hint="Which expression means the same for one number and for many?",
    caught_by="test_tanh_prime_of_a_number",
    source="own",
)
def tanh_prime_loops(z):
    return np.array([1 - np.tanh(part) ** 2 for part in z])


@misconception(
    "tanh_prime",
    says="You put the slopes in an array of z's own type: for whole numbers all fractions are lost.",
    hint="What does np.zeros_like make out of an array of integers?",
    caught_by="test_tanh_prime_of_whole_numbers",
    source="own",
)
def tanh_prime_in_whole_numbers(z):
    slopes = np.zeros_like(z)
    slopes[...] = 1 - np.tanh(z) ** 2
    return slopes


@misconception(
    "tanh_prime",
    says="You give one slope for each row of a table; each number has one.",
    hint="How many numbers went in, and how many came out?",
    caught_by="test_tanh_prime_of_a_table",
    source="own",
)
def tanh_prime_of_rows(z):
    slopes = 1 - np.tanh(z) ** 2
    return slopes if np.ndim(z) < 2 else slopes.mean(axis=1)


@misconception(
    "tanh_prime",
    says="You write into the caller's array.",
    hint="The caller still needs its z. Can you make a new array?",
    caught_by="test_tanh_prime_purity",
    source="own",
)
def tanh_prime_in_place(z):
    if np.ndim(z) == 0:
        return 1 - np.tanh(z) ** 2
    np.tanh(z, out=z)
    z *= -z
    z += 1
    return z


@misconception(
    "tanh_prime",
    says="You take whatever is no float for an array, and a plain 2 is neither.",
    hint="2 and 2.0 are both numbers. Which question would let both of them through?",
    caught_by="test_tanh_prime_of_a_number",
    source="own",
)
def tanh_prime_of_floats_and_arrays(z):
    if isinstance(z, float):
        return 1 - math.tanh(z) ** 2
    slopes = np.ones(z.shape)
    slopes -= np.tanh(z) ** 2
    return slopes


# relu


@misconception(
    "relu",
    says="You let a little of the negative numbers through: that is a leaky ReLU.",
    hint="Below zero ReLU is a flat line. At which height?",
    caught_by="test_relu_of_a_row",
    source="4.1h",
)
def relu_leaky(z):
    return np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z))


@misconception(
    "relu",
    says="You compute a softplus, which is round where the ReLU has a corner.",
    hint="What should come out for -2: something near 0, or 0?",
    caught_by="test_relu_of_a_row",
    source="4.1h",
)
def relu_softplus(z):
    return np.log1p(np.exp(z))


@misconception(
    "relu",
    says="You let negative numbers run out smoothly towards -1: that is an ELU.",
    hint="Can anything below 0 come out of a ReLU?",
    caught_by="test_relu_of_a_row",
    source="4.1h",
)
def relu_elu(z):
    return np.where(np.asarray(z) > 0, z, np.expm1(np.minimum(z, 0)))


@misconception(
    "relu",
    says="You multiply by a mask of 0 and 1: infinity times 0 is nan.",
    hint="Compare and select, instead of multiplying by a mask. Which function of NumPy selects?",
    caught_by="test_relu_of_infinities",
    source="4.1e",
)
def relu_by_mask(z):
    return z * (np.asarray(z) > 0)


@misconception(
    "relu",
    says="You look for the largest number of a column, where each number should be compared with 0.",
    hint="np.max and np.maximum differ by more than their length. What is the second argument of each?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_by_max(z):
    return np.max(z, 0) if np.ndim(z) else max(z, 0)


@misconception(
    "relu",
    says="You return 1 for what is positive: that is a step, or the slope of the ReLU.",
    hint="Should 3 and 0.25 give the same?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_as_step(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


@misconception(
    "relu",
    says="You turn negative numbers round: that is the absolute value.",
    hint="What should come out for -2?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_as_abs(z):
    return np.abs(z)


@misconception(
    "relu",
    says="You keep the negative numbers, and drop the positive ones.",
    hint="Of z and 0, do you keep the larger or the smaller?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_by_minimum(z):
    return np.minimum(z, 0)


@misconception(
    "relu",
    says="You cut off at 6 above as well.",
    hint="What comes out for 7?",
    caught_by="test_relu_of_large_numbers",
    source="own",
)
def relu_of_six(z):
    return np.clip(z, 0, 6)


@misconception(
    "relu",
    says="You cut off at 1 above as well.",
    hint="What comes out for 3?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_of_one(z):
    return np.clip(z, 0, 1)


@misconception(
    "relu",
    says="You ask one `if` about a whole array, which has no single answer.",
    hint="Which function compares element by element?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_with_if(z):
    return z if z > 0 else 0.0


@misconception(
    "relu",
    says="You index z as an array, which a single number is not.",
    hint="What does your code ask of z that a plain 2.5 cannot do?",
    caught_by="test_relu_of_a_number",
    source="own",
)
def relu_by_index(z):
    out = z.copy()
    out[out < 0] = 0
    return out


@misconception(
    "relu",
    says="You leave the negative numbers out, so that fewer numbers come back.",
    hint="How many numbers went in? Where is the place of the second one in your answer?",
    caught_by="test_relu_of_a_row",
    source="own",
)
def relu_that_filters(z):
    return z[z > 0] if np.ndim(z) else max(z, 0)


@misconception(
    "relu",
    says="You write the zeros into the caller's array.",
    hint="The caller still needs its z. Can you make a new array?",
    caught_by="test_relu_purity",
    source="own",
)
def relu_in_place(z):
    if np.ndim(z) == 0:
        return max(z, 0)
    z[z < 0] = 0
    return z


@misconception(
    "relu",
    says="You take whatever is no float for an array, and a plain 2 is neither.",
    hint="2 and 2.0 are both numbers. Which question would let both of them through?",
    caught_by="test_relu_of_a_number",
    source="own",
)
def relu_of_floats_and_arrays(z):
    if isinstance(z, float):
        return max(z, 0.0)
    rectified = z.copy()
    rectified[rectified < 0] = 0
    return rectified


# relu_prime


@misconception(
    "relu_prime",
    says="You return the ReLU itself, not its slope.",
    hint="How high is the line right of 0, and how steep is it? Which of the two is asked for?",
    caught_by="test_relu_prime_of_a_row",
    source="own",
)
def relu_prime_is_the_relu(z):
    return np.maximum(z, 0)


@misconception(
    "relu_prime",
    says="You give the slope 1 everywhere, left of 0 too.",
    hint="How steep is the flat part?",
    caught_by="test_relu_prime_of_a_row",
    source="own",
)
def relu_prime_all_ones(z):
    return np.ones_like(z, dtype=float)


@misconception(
    "relu_prime",
    says="You return the sign: -1 where the ReLU is flat.",
    hint="A flat line rises by how much for each step to the right?",
    caught_by="test_relu_prime_of_a_row",
    source="own",
)
def relu_prime_as_sign(z):
    return np.sign(z)


@misconception(
    "relu_prime",
    says="You have the two sides the wrong way round.",
    hint="On which side of 0 does the ReLU rise?",
    caught_by="test_relu_prime_of_a_row",
    source="own",
)
def relu_prime_turned_round(z):
    return np.where(np.asarray(z) < 0, 1.0, 0.0)


@misconception(
    "relu_prime",
    says="You leave a small slope below 0: that is a leaky ReLU.",
    hint="Below zero the ReLU is flat. How steep is flat?",
    caught_by="test_relu_prime_of_a_row",
    source="4.1h",
)
def relu_prime_leaky(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.01)


@misconception(
    "relu_prime",
    says="You give the slope of a softplus, which is the sigmoid. The ReLU has a corner and two straight lines.",
    hint="Is the ReLU steeper at 3 than at 1?",
    caught_by="test_relu_prime_of_a_row",
    source="4.1h",
)
def relu_prime_of_softplus(z):
    return _sigmoid(z)


@misconception(
    "relu_prime",
    says="You ask whether z has reached 1. The ReLU rises from 0 on.",
    hint="How steep is the ReLU at 0.25?",
    caught_by="test_relu_prime_of_a_row",
    source="own",
)
def relu_prime_from_one(z):
    return np.where(np.asarray(z) >= 1, 1.0, 0.0)


@misconception(
    "relu_prime",
    says="You divide z by its size, which is no number where z is 0.",
    hint="What is 0 / 0? Can you ask a question about z instead of dividing?",
    caught_by="test_relu_prime_at_the_corner",
    source="own",
)
def relu_prime_by_division(z):
    return np.maximum(z, 0) / np.abs(z)


@misconception(
    "relu_prime",
    says="You ask one `if` about a whole array, which has no single answer.",
    hint="Which comparison answers for each element?",
    caught_by="test_relu_prime_of_a_row",
    source="own",
)
def relu_prime_with_if(z):
    return 1.0 if z > 0 else 0.0


@misconception(
    "relu_prime",
    says="You index z as an array, which a single number is not.",
    hint="What does your code ask of z that a plain 2.5 cannot do?",
    caught_by="test_relu_prime_of_a_number",
    source="own",
)
def relu_prime_by_index(z):
    slopes = np.zeros(z.shape)
    slopes[z > 0] = 1
    return slopes


@misconception(
    "relu_prime",
    says="You write the slopes into the caller's array.",
    hint="The caller still needs its z. Can you make a new array?",
    caught_by="test_relu_prime_purity",
    source="own",
)
def relu_prime_in_place(z):
    if np.ndim(z) == 0:
        return float(z > 0)
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


@misconception(
    "relu_prime",
    says="You take whatever is no float for an array, and a plain 2 is neither.",
    hint="2 and 2.0 are both numbers. Which question would let both of them through?",
    caught_by="test_relu_prime_of_a_number",
    source="own",
)
def relu_prime_of_floats_and_arrays(z):
    if isinstance(z, float):
        return 1.0 if z > 0 else 0.0
    slopes = np.zeros(z.shape)
    slopes[z > 0] = 1
    return slopes


# affine_forward


def _fitting(x, w, b):
    if x.shape[1] != w.shape[0]:
        raise ValueError(x.shape, w.shape)
    if b.shape != (w.shape[1],):
        raise ValueError(b.shape)


@misconception(
    "affine_forward",
    says="You leave the bias out.",
    hint="What comes out for a sample of zeros?",
    caught_by="test_affine_forward_of_zeros",
    source="own",
)
def affine_without_bias(x, w, b):
    _fitting(x, w, b)
    return x @ w, (x, w, b)


@misconception(
    "affine_forward",
    says="You transpose w, although its rows already belong to the inputs.",
    hint="Write the shapes of x and w beside each other. Which axes must be the same?",
    caught_by="test_affine_forward_square",
    source="own",
)
def affine_with_turned_weights(x, w, b):
    _fitting(x, w, b)
    return x @ w.T + b, (x, w, b)


@misconception(
    "affine_forward",
    says="You have the two factors of the product the wrong way round.",
    hint="The shapes are (N, D) and (D, M). In which order do the equal sizes stand side by side?",
    caught_by="test_affine_forward_square",
    source="own",
)
def affine_in_the_wrong_order(x, w, b):
    _fitting(x, w, b)
    return w @ x + b, (x, w, b)


@misconception(
    "affine_forward",
    says="You multiply element by element, where each output is a sum over all the inputs.",
    hint="How many numbers of x take part in one output?",
    caught_by="test_affine_forward_square",
    source="own",
)
def affine_element_by_element(x, w, b):
    _fitting(x, w, b)
    return x * w + b, (x, w, b)


@misconception(
    "affine_forward",
    says="You add b as a column: each sample gets a bias, where each output should.",
    hint="Does b hold one number for each row of the output, or for each column?",
    caught_by="test_affine_forward_square",
    source="own",
)
def affine_with_a_bias_for_each_sample(x, w, b):
    _fitting(x, w, b)
    return x @ w + b[:, None], (x, w, b)


@misconception(
    "affine_forward",
    says="You add all the biases to every output.",
    hint="Which bias belongs to the first output?",
    caught_by="test_affine_forward_of_zeros",
    source="own",
)
def affine_with_the_sum_of_biases(x, w, b):
    _fitting(x, w, b)
    return x @ w + b.sum(), (x, w, b)


@misconception(
    "affine_forward",
    says="You rectify the output. An affine layer is a weighted sum and a bias, and may be negative.",
    hint="Which layer comes after this one, and whose job is it to rectify?",
    caught_by="test_affine_forward_by_hand",
    source="own",
)
def affine_and_relu(x, w, b):
    _fitting(x, w, b)
    return np.maximum(x @ w + b, 0), (x, w, b)


@misconception(
    "affine_forward",
    says="You return the output alone, without the cache.",
    hint="Two things should come back. What will the way back need?",
    caught_by="test_affine_forward_cache",
    source="own",
)
def affine_without_cache(x, w, b):
    _fitting(x, w, b)
    return x @ w + b


@misconception(
    "affine_forward",
    says="You put the output in the cache, where x should be.",
    hint="The slope of a weight is made with the number that came in. Is it still in your cache?",
    caught_by="test_affine_forward_cache",
    source="own",
)
def affine_caches_the_output(x, w, b):
    _fitting(x, w, b)
    out = x @ w + b
    return out, (out, w, b)


@misconception(
    "affine_forward",
    says="Your cache holds the right arrays in another order.",
    hint="In which order does the docstring name them?",
    caught_by="test_affine_forward_cache",
    source="own",
)
def affine_caches_in_another_order(x, w, b):
    _fitting(x, w, b)
    return x @ w + b, (w, x, b)


@misconception(
    "affine_forward",
    says="Your cache lacks b.",
    hint="Which three arrays does the docstring name?",
    caught_by="test_affine_forward_cache",
    source="own",
)
def affine_caches_two(x, w, b):
    _fitting(x, w, b)
    return x @ w + b, (x, w)


@misconception(
    "affine_forward",
    says="You never look at the shape of b, and NumPy stretches a single bias over all the outputs.",
    hint="How many biases must there be? What happens when there is one?",
    caught_by="test_affine_forward_refuses_misfits",
    source="own",
)
def affine_takes_any_bias(x, w, b):
    return x @ w + b, (x, w, b)


@misconception(
    "affine_forward",
    says="You reshape b in place: for the caller it has become a matrix.",
    hint="Setting `b.shape` changes the array itself. Is it needed at all?",
    caught_by="test_affine_forward_purity",
    source="own",
)
def affine_reshapes_the_bias(x, w, b):
    _fitting(x, w, b)
    kept = b.copy()
    b.shape = (1, len(b))
    return x @ w + b, (x, w, kept)


@misconception(
    "affine_forward",
    says="You give the output of the first sample only.",
    hint="How many samples are in x, and how many rows are in your output?",
    caught_by="test_affine_forward_by_hand",
    source="own",
)
def affine_of_one_sample(x, w, b):
    _fitting(x, w, b)
    return x[0] @ w + b, (x, w, b)


@misconception(
    "affine_forward",
    says="You count the biases, and do not look how they stand: a column of them gives a single sample as many rows.",
    hint="How long is an array of shape (4, 1), and is that the shape that b should have?",
    caught_by="test_affine_forward_refuses_misfits",
    source="own",
)
def affine_counts_biases(x, w, b):
    if x.shape[1] != w.shape[0]:
        raise ValueError(x.shape, w.shape)
    if len(b) != w.shape[1]:
        raise ValueError(b.shape)
    return x @ w + b, (x, w, b)


@misconception(
    "affine_forward",
    says="You turn x over when its width does not fit, and answer for samples that nobody has.",
    hint="Samples are rows. If the width of x is wrong, can you know that the caller has mixed up the axes?",
    caught_by="test_affine_forward_refuses_misfits",
    source="own",
)
def affine_turns_samples_over(x, w, b):
    if x.shape[1] != w.shape[0]:
        x = x.T
    _fitting(x, w, b)
    return x @ w + b, (x, w, b)


# affine_backward


def _slopes_fit(dout, x, w):
    if dout.shape != (len(x), w.shape[1]):
        raise ValueError(dout.shape)


@misconception(
    "affine_backward",
    says="Your dw is turned round: dout.T @ x has the shape (M, D), and w is (D, M).",
    hint="The slope of an array has the shape of that array. Which shape has yours?",
    caught_by="test_affine_backward_shapes",
    source="4.2a",
)
def affine_back_turned_dw(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, dout.T @ x, dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You do not add db up over the batch: every sample still has a row of its own.",
    hint="Every sample used the same bias. What becomes of their shares?",
    caught_by="test_affine_backward_shapes",
    source="4.2b",
)
def affine_back_db_for_each_sample(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout, dout.copy()


@misconception(
    "affine_backward",
    says="Your db is a mean over the samples, where it should be a sum.",
    hint="If the loss is a mean, dout has been divided already. Who divides a second time?",
    caught_by="test_affine_backward_by_hand",
    source="4.2b",
)
def affine_back_mean_db(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout, dout.mean(axis=0)


@misconception(
    "affine_backward",
    says="You add db up over everything, so that a single number is left.",
    hint="How many biases are there, and how many slopes must db hold?",
    caught_by="test_affine_backward_shapes",
    source="own",
)
def affine_back_single_db(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout, dout.sum()


@misconception(
    "affine_backward",
    says="Your db has an axis too many: (1, M), where b is (M,).",
    hint="What does keepdims keep, and does b have that axis?",
    caught_by="test_affine_backward_shapes",
    source="own",
)
def affine_back_db_as_a_row(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0, keepdims=True)


@misconception(
    "affine_backward",
    says="You add db up over the outputs, where it should be over the samples.",
    hint="Which axis of dout holds the samples? Which one should be left?",
    caught_by="test_affine_backward_square",
    source="own",
)
def affine_back_db_over_outputs(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout, dout.sum(axis=1)


@misconception(
    "affine_backward",
    says="You multiply dout by w as it stands. On the way back w is passed in the other direction.",
    hint="dout is (N, M), w is (D, M), and dx has to be (N, D). Which of them must be turned round?",
    caught_by="test_affine_backward_square",
    source="4.2d",
)
def affine_back_unturned_weights(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w, x.T @ dout, dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You multiply x by dout as it stands. dw is a sum over the samples: they must meet inside the product.",
    hint="x is (N, D), dout is (N, M), and dw has to be (D, M). Which of them must be turned round?",
    caught_by="test_affine_backward_square",
    source="4.2a",
)
def affine_back_unturned_samples(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x @ dout, dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You divide dw by the number of samples. If the loss is a mean, dout knows that already.",
    hint="Who divides by N: the loss, or every layer once more?",
    caught_by="test_affine_backward_by_hand",
    source="4.2g",
)
def affine_back_divides_dw(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout / len(x), dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You divide dw and db by the number of samples. If the loss is a mean, dout knows that already.",
    hint="Who divides by N: the loss, or every layer once more?",
    caught_by="test_affine_backward_by_hand",
    source="4.2g",
)
def affine_back_divides(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout / len(x), dout.mean(axis=0)


@misconception(
    "affine_backward",
    says="You divide all three slopes by the number of samples, dx too. With every layer they would shrink again.",
    hint="Where in a network is it decided that the loss is a mean?",
    caught_by="test_affine_backward_by_hand",
    source="4.2g",
)
def affine_back_divides_everything(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T / len(x), x.T @ dout / len(x), dout.mean(axis=0)


@misconception(
    "affine_backward",
    says="You return the right slopes in another order.",
    hint="In which order does the docstring name them?",
    caught_by="test_affine_backward_shapes",
    source="own",
)
def affine_back_in_another_order(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return x.T @ dout, dout.sum(axis=0), dout @ w.T


@misconception(
    "affine_backward",
    says="You leave db out.",
    hint="Three arrays went forward. How many slopes do you give back?",
    caught_by="test_affine_backward_shapes",
    source="own",
)
def affine_back_without_db(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout


@misconception(
    "affine_backward",
    says="You make dw without dout: what came in is only one half of a weight's slope.",
    hint="If the loss does not care about an output, what is the slope of the weights that lead to it?",
    caught_by="test_affine_backward_by_hand",
    source="own",
)
def affine_back_dw_without_dout(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ np.ones_like(dout), dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You make dx without dout: you give back how the outputs rise, not how the loss does.",
    hint="The chain rule multiplies two slopes. Which one is missing?",
    caught_by="test_affine_backward_by_hand",
    source="own",
)
def affine_back_dx_without_dout(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return np.ones_like(dout) @ w.T, x.T @ dout, dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You take db for the number of samples: as if every output counted the same for the loss.",
    hint="How does the loss feel a bias: through which numbers of dout?",
    caught_by="test_affine_backward_by_hand",
    source="own",
)
def affine_back_db_counts(dout, cache):
    x, w, b = cache
    _slopes_fit(dout, x, w)
    return dout @ w.T, x.T @ dout, np.full(b.shape, float(len(x)))


@misconception(
    "affine_backward",
    says="You give the slopes the opposite sign, as if for a step downhill.",
    hint="A slope says where the loss goes up. Who subtracts it, and when?",
    caught_by="test_affine_backward_by_hand",
    source="own",
)
def affine_back_negative(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    return -dout @ w.T, -x.T @ dout, -dout.sum(axis=0)


@misconception(
    "affine_backward",
    says="You loop over the rows of x, and rows of dout that belong to no sample go unnoticed.",
    hint="What is the shape of the output of this layer? Where do you compare it with dout?",
    caught_by="test_affine_backward_refuses_misfits",
    source="own",
)
def affine_back_takes_any_slopes(dout, cache):
    x, w, _ = cache
    rows = range(len(x))
    dx = np.array([dout[i] @ w.T for i in rows])
    return dx, sum(np.outer(x[i], dout[i]) for i in rows), sum(dout[i] for i in rows)


@misconception(
    "affine_backward",
    says="You write into the caller's dout.",
    hint="`/=` and `*=` work in place. Whose array is it?",
    caught_by="test_affine_backward_purity",
    source="4.2f",
)
def affine_back_edits_dout(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    slopes = dout @ w.T, x.T @ dout, dout.sum(axis=0)
    dout *= 0
    return slopes


@misconception(
    "affine_backward",
    says="You put the slopes in arrays of the types of x, w and b: for whole numbers all fractions are lost.",
    hint="What does an array of whole numbers make of 0.75?",
    caught_by="test_affine_backward_of_whole_numbers",
    source="own",
)
def affine_slopes_in_whole_numbers(dout, cache):
    x, w, _ = cache
    _slopes_fit(dout, x, w)
    slopes = [np.zeros_like(array) for array in cache]
    for into, slope in zip(slopes, (dout @ w.T, x.T @ dout, dout.sum(axis=0)), strict=True):
        into[...] = slope
    return tuple(slopes)


# relu_forward


@misconception(
    "relu_forward",
    says="You put the output in the cache, where x should be as it came in.",
    hint="What is left in your cache of a number that was -2?",
    caught_by="test_relu_forward_cache",
    source="own",
)
def relu_layer_caches_the_output(x):
    out = np.maximum(x, 0)
    return out, out


@misconception(
    "relu_forward",
    says="You put a mask in the cache, where x itself should be.",
    hint="What does the docstring say that the cache is?",
    caught_by="test_relu_forward_cache",
    source="own",
)
def relu_layer_caches_a_mask(x):
    return np.maximum(x, 0), x > 0


@misconception(
    "relu_forward",
    says="You return the output alone, without the cache.",
    hint="Two things should come back. What will the way back need?",
    caught_by="test_relu_forward_cache",
    source="own",
)
def relu_layer_without_cache(x):
    return np.maximum(x, 0)


@misconception(
    "relu_forward",
    says="You write the zeros into the caller's array.",
    hint="`out = x` makes no second array. Which array do you change then?",
    caught_by="test_relu_forward_purity",
    source="own",
)
def relu_layer_in_place(x):
    kept = x.copy()
    x[x < 0] = 0
    return x.copy(), kept


@misconception(
    "relu_forward",
    says="You write the zeros into x, so that the cache and the caller have lost what came in.",
    hint="`out = x` makes no second array. Which array do you change then?",
    caught_by="test_relu_forward_purity",
    source="own",
)
def relu_layer_loses_what_came_in(x):
    out = x
    out[out < 0] = 0
    return out, x


@misconception(
    "relu_forward",
    says="You let a little of the negative numbers through: that is a leaky ReLU.",
    hint="Below zero ReLU is a flat line. At which height?",
    caught_by="test_relu_forward_of_a_table",
    source="4.1h",
)
def relu_layer_leaky(x):
    return np.where(x > 0, x, 0.01 * x), x


@misconception(
    "relu_forward",
    says="You look for the largest number of a column, where each number should be compared with 0.",
    hint="np.max and np.maximum differ by more than their length. What is the second argument of each?",
    caught_by="test_relu_forward_of_a_table",
    source="own",
)
def relu_layer_by_max(x):
    return np.max(x, 0), x


@misconception(
    "relu_forward",
    says="You turn negative numbers round: that is the absolute value.",
    hint="What should come out for -2?",
    caught_by="test_relu_forward_of_a_table",
    source="own",
)
def relu_layer_abs(x):
    return np.abs(x), x


@misconception(
    "relu_forward",
    says="You return 1 for what is positive: that is the slope, which the way back will want.",
    hint="Should 3 and 0.25 give the same?",
    caught_by="test_relu_forward_of_a_table",
    source="own",
)
def relu_layer_step(x):
    return np.where(x > 0, 1.0, 0.0), x


@misconception(
    "relu_forward",
    says="You cut off at 6 above as well.",
    hint="What comes out for 7?",
    caught_by="test_relu_forward_of_large_numbers",
    source="own",
)
def relu_layer_of_six(x):
    return np.clip(x, 0, 6), x


# relu_backward


def _alike(dout, x):
    if dout.shape != x.shape:
        raise ValueError(dout.shape, x.shape)


@misconception(
    "relu_backward",
    says="You let through where the slope is positive; it should be where the input was.",
    hint="ReLU lets through where its INPUT was positive. Which of your two arrays is that?",
    caught_by="test_relu_backward_of_a_table",
    source="4.1d",
)
def relu_back_by_sign_of_slope(dout, cache):
    _alike(dout, cache)
    return np.where(dout > 0, dout, 0.0)


@misconception(
    "relu_backward",
    says="You let through only where the input and the slope are both positive.",
    hint="Where the input was positive, should a negative slope be stopped?",
    caught_by="test_relu_backward_with_mixed_signs",
    source="4.2e",
)
def relu_back_by_both_signs(dout, cache):
    _alike(dout, cache)
    return np.where((cache > 0) & (dout > 0), dout, 0.0)


@misconception(
    "relu_backward",
    says="You give back the slope of the ReLU alone, and never multiply it by dout.",
    hint="The chain rule multiplies two slopes. Which one is missing?",
    caught_by="test_relu_backward_of_a_table",
    source="own",
)
def relu_back_without_dout(dout, cache):
    _alike(dout, cache)
    return np.where(cache > 0, 1.0, 0.0)


@misconception(
    "relu_backward",
    says="You hand dout on as it came: nothing is stopped.",
    hint="Where the number was cut off on the way forward, does the loss feel a small change of it?",
    caught_by="test_relu_backward_of_a_table",
    source="own",
)
def relu_back_lets_all_through(dout, cache):
    _alike(dout, cache)
    return dout.copy()


@misconception(
    "relu_backward",
    says="You let through where the input was negative, and stop the rest.",
    hint="Which numbers reached the output on the way forward?",
    caught_by="test_relu_backward_of_a_table",
    source="own",
)
def relu_back_turned_round(dout, cache):
    _alike(dout, cache)
    return np.where(cache > 0, 0.0, dout)


@misconception(
    "relu_backward",
    says="You multiply dout by the rectified input, where its slope belongs.",
    hint="How steep is the ReLU at 3: 3, or something else?",
    caught_by="test_relu_backward_of_a_table",
    source="own",
)
def relu_back_times_the_output(dout, cache):
    _alike(dout, cache)
    return dout * np.maximum(cache, 0)


@misconception(
    "relu_backward",
    says="You rectify dout and the input both, and add nothing of what is negative.",
    hint="A slope may well be negative. Which array must not be rectified?",
    caught_by="test_relu_backward_of_a_table",
    source="4.2e",
)
def relu_back_rectifies_both(dout, cache):
    _alike(dout, cache)
    return np.maximum(dout, 0) * np.maximum(cache, 0)


@misconception(
    "relu_backward",
    says="You let a little through below 0: that is the way back of a leaky ReLU.",
    hint="Where the ReLU is flat, how much does the loss feel of its input?",
    caught_by="test_relu_backward_of_a_table",
    source="4.1h",
)
def relu_back_leaky(dout, cache):
    _alike(dout, cache)
    return np.where(cache > 0, dout, 0.01 * dout)


@misconception(
    "relu_backward",
    says="You give back the input where it was positive, and dout plays no part.",
    hint="Whose slope is dx: that of the ReLU, or that of the loss?",
    caught_by="test_relu_backward_of_a_table",
    source="own",
)
def relu_back_gives_the_output(dout, cache):
    _alike(dout, cache)
    return np.maximum(cache, 0)


@misconception(
    "relu_backward",
    says="You never compare the two shapes, and NumPy stretches a single row over all samples.",
    hint="How many slopes must there be for an input of this shape?",
    caught_by="test_relu_backward_refuses_misfits",
    source="own",
)
def relu_back_takes_any_shape(dout, cache):
    return np.where(cache > 0, dout, 0.0)


@misconception(
    "relu_backward",
    says="You compare how many numbers there are, not how they stand: a table turned round gets through.",
    hint="Two arrays of six numbers: have they the same shape?",
    caught_by="test_relu_backward_refuses_misfits",
    source="own",
)
def relu_back_compares_sizes(dout, cache):
    if np.size(dout) != np.size(cache):
        raise ValueError(f"{np.shape(dout)} and {np.shape(cache)}")
    return np.where(cache > 0, np.reshape(dout, cache.shape), 0.0)


@misconception(
    "relu_backward",
    says="You write the zeros into the caller's dout.",
    hint="Copy the incoming slopes before you edit them. Who else may need them?",
    caught_by="test_relu_backward_purity",
    source="4.2f",
)
def relu_back_edits_dout(dout, cache):
    _alike(dout, cache)
    dout[cache <= 0] = 0
    return dout


@misconception(
    "relu_backward",
    says="You turn the cache into a mask in place, so that what came in is lost.",
    hint="A second way back would find zeros and ones. Can you make a new array?",
    caught_by="test_relu_backward_purity",
    source="own",
)
def relu_back_edits_the_cache(dout, cache):
    _alike(dout, cache)
    cache[...] = cache > 0
    return dout * cache


@misconception(
    "relu_backward",
    says="You put the slopes in an array of the input's type: for whole numbers all fractions are lost.",
    hint="What does an array of whole numbers make of 0.75?",
    caught_by="test_relu_backward_of_whole_numbers",
    source="own",
)
def relu_slopes_in_whole_numbers(dout, cache):
    _alike(dout, cache)
    dx = np.zeros_like(cache)
    dx[cache > 0] = dout[cache > 0]
    return dx


# numerical_gradient


@misconception(
    "numerical_gradient",
    says="You step one way only, and compare with the place where you stand.",
    hint="Step both ways. What does a curve that bends do to a step to one side?",
    caught_by="test_gradient_steps_by_h",
    source="4.5a",
)
def gradient_one_sided(f, x, h=1e-5):
    probe = np.array(x, dtype=float)
    slopes, here = np.zeros(probe.shape), f(probe)
    for place in np.ndindex(probe.shape):
        old = probe[place]
        probe[place] = old + h
        slopes[place] = (f(probe) - here) / h
        probe[place] = old
    return slopes


@misconception(
    "numerical_gradient",
    says="You leave each entry where your last step took it, and go on to the next.",
    hint="Put the entry back after each probe. Where do the others stand when the next one moves?",
    caught_by="test_gradient_one_entry_at_a_time",
    source="4.5b",
)
def gradient_does_not_go_back(f, x, h=1e-5):
    probe = np.array(x, dtype=float)
    slopes = np.zeros(probe.shape)
    for place in np.ndindex(probe.shape):
        probe[place] += h
        above = f(probe)
        probe[place] -= 2 * h
        slopes[place] = (above - f(probe)) / (2 * h)
    return slopes


@misconception(
    "numerical_gradient",
    says="You divide by h. Your two probes are further apart than that.",
    hint="How far is it from x - h to x + h?",
    caught_by="test_gradient_of_a_bowl",
    source="4.5d",
)
def gradient_divides_by_h(f, x, h=1e-5):
    return 2 * _central(f, np.array(x, dtype=float), h)


@misconception(
    "numerical_gradient",
    says="You keep x as whole numbers: a step of 0.00001 is rounded away.",
    hint="Print an entry after you have added h. Of which type must the array be to hold it?",
    caught_by="test_gradient_of_whole_numbers",
    source="4.5f",
)
def gradient_of_whole_numbers(f, x, h=1e-5):
    return _central(f, x.copy(), h)


def _central(f, probe, h):
    slopes = np.zeros(probe.shape)
    for place in np.ndindex(probe.shape):
        old = probe[place]
        probe[place] = old + h
        above = f(probe)
        probe[place] = old - h
        slopes[place] = (above - f(probe)) / (2 * h)
        probe[place] = old
    return slopes


@misconception(
    "numerical_gradient",
    says="You nudge all the entries at once, and give each of them the slope of them all together.",
    hint="Which entry caused the change that you measured?",
    caught_by="test_gradient_of_a_bowl",
    source="own",
)
def gradient_all_at_once(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@misconception(
    "numerical_gradient",
    says="Your loop runs over the rows: all the entries of a row are nudged together.",
    hint="How many times does your loop run for a table of 2 rows and 3 columns?",
    caught_by="test_gradient_of_tables",
    source="own",
)
def gradient_by_rows(f, x, h=1e-5):
    probe = np.array(x, dtype=float)
    slopes = np.zeros(probe.shape)
    for row in range(len(probe)):
        old = probe[row].copy()
        probe[row] = old + h
        above = f(probe)
        probe[row] = old - h
        slopes[row] = (above - f(probe)) / (2 * h)
        probe[row] = old
    return slopes


@misconception(
    "numerical_gradient",
    says="You give the slopes back in one long row, whatever the shape of x.",
    hint="Where does the caller look for the slope of the entry in row 1, column 2?",
    caught_by="test_gradient_of_tables",
    source="own",
)
def gradient_flat(f, x, h=1e-5):
    return _central(f, np.array(x, dtype=float), h).ravel()


@misconception(
    "numerical_gradient",
    says="You step by h / 2 each way. The docstring wants a whole h.",
    hint="At which two points is f to be asked?",
    caught_by="test_gradient_steps_by_h",
    source="own",
)
def gradient_half_steps(f, x, h=1e-5):
    return _central(f, np.array(x, dtype=float), h / 2)


@misconception(
    "numerical_gradient",
    says="You take a step of your own, and never look at h.",
    hint="What happens in your code when the caller asks for another h?",
    caught_by="test_gradient_steps_by_h",
    source="own",
)
def gradient_ignores_h(f, x, h=1e-5):
    return _central(f, np.array(x, dtype=float), 1e-5)


@misconception(
    "numerical_gradient",
    says="Your step is larger than 0.00001 when none is given.",
    hint="What stands behind `h=` in your signature, and what does the task ask for?",
    caught_by="test_gradient_default_step",
    source="own",
)
def gradient_larger_default(f, x, h=1e-3):
    return _central(f, np.array(x, dtype=float), h)


@misconception(
    "numerical_gradient",
    says="You forget to divide: that is a change of f, not a slope.",
    hint="A slope is a change divided by what?",
    caught_by="test_gradient_of_a_bowl",
    source="own",
)
def gradient_without_dividing(f, x, h=1e-5):
    return 2 * h * _central(f, np.array(x, dtype=float), h)


@misconception(
    "numerical_gradient",
    says="You subtract the two values of f the wrong way round.",
    hint="If f rises with an entry, which of the two values is larger?",
    caught_by="test_gradient_of_a_bowl",
    source="own",
)
def gradient_backwards(f, x, h=1e-5):
    return -_central(f, np.array(x, dtype=float), h)


@misconception(
    "numerical_gradient",
    says="You work in single precision: a step of 0.00001 drowns in rounding.",
    hint="How many digits has a float32, and how many does your difference need?",
    caught_by="test_gradient_is_close",
    source="own",
)
def gradient_in_single_precision(f, x, h=1e-5):
    return _central(f, np.array(x, dtype=np.float32), h)


@misconception(
    "numerical_gradient",
    says="You step on the caller's own array, and walk back by arithmetic: the last digit is not what it was.",
    hint="Is x + h - 2h + h always x in floating point? Remember the number instead, or work on a copy.",
    caught_by="test_gradient_purity",
    source="4.5b",
)
def gradient_walks_back(f, x, h=1e-5):
    if x.dtype.kind != "f":
        x = x.astype(float)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        slopes[place] = (above - f(x)) / (2 * h)
        x[place] += h
    return slopes


# TwoLayerNet


class _Net:
    """A right net, in parts that a wrong one can replace."""

    def __init__(self, input_size, hidden_size, num_classes, rng):
        self.params = self.start(input_size, hidden_size, num_classes, rng)

    def start(self, D, H, K, rng):
        return {"W1": rng.normal(size=(D, H)), "b1": np.zeros(H), "W2": rng.normal(size=(H, K)), "b2": np.zeros(K)}

    def enter(self, X):
        return X @ self.params["W1"] + self.params["b1"]

    def activate(self, before):
        return np.maximum(before, 0)

    def leave(self, hidden):
        return hidden @ self.params["W2"] + self.params["b2"]

    def log_probs(self, scores):
        shifted = scores - scores.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    def value(self, log_probs, y):
        return -log_probs[np.arange(len(y)), y].mean()

    def error(self, log_probs, y):
        return (np.exp(log_probs) - np.eye(log_probs.shape[1])[y]) / len(y)

    def behind(self, error, before):
        return error @ self.params["W2"].T * (before > 0)

    def slopes(self, X, before, hidden, error):
        behind = self.behind(error, before)
        return {"W1": X.T @ behind, "b1": behind.sum(axis=0), "W2": hidden.T @ error, "b2": error.sum(axis=0)}

    def refuse(self, X, y):
        if len(X) == 0:
            raise ValueError(X.shape)
        for label in y:
            if not 0 <= label < len(self.params["b2"]):
                raise ValueError(f"label {label}")

    def loss(self, X, y):
        self.refuse(X, y)
        before = self.enter(X)
        hidden = self.activate(before)
        log_probs = self.log_probs(self.leave(hidden))
        return self.value(log_probs, y), self.slopes(X, before, hidden, self.error(log_probs, y))

    def predict(self, X):
        return self.leave(self.activate(self.enter(X))).argmax(axis=1)


@misconception(
    "TwoLayerNet",
    says="You feed the second layer with the numbers from before the activation.",
    hint="Which numbers leave the hidden layer?",
    caught_by="test_net_loss",
    source="4.3a",
)
class net_past_the_activation(_Net):
    def loss(self, X, y):
        self.refuse(X, y)
        before = self.enter(X)
        log_probs = self.log_probs(self.leave(before))
        return self.value(log_probs, y), self.slopes(X, before, np.maximum(before, 0), self.error(log_probs, y))

    def predict(self, X):
        return self.leave(self.enter(X)).argmax(axis=1)


@misconception(
    "TwoLayerNet",
    says="There is no activation between your layers: two weighted sums in a row are one weighted sum.",
    hint="Without something that bends, can two layers do more than one? Try it on XOR.",
    caught_by="test_net_learns_xor",
    source="4.3d",
)
class net_without_activation(_Net):
    def activate(self, before):
        return before

    def behind(self, error, before):
        return error @ self.params["W2"].T


@misconception(
    "TwoLayerNet",
    says="You send the scores through a sigmoid before the softmax. A score may be any number.",
    hint="How sure can a softmax be when its scores all lie between 0 and 1?",
    caught_by="test_net_loss",
    source="4.3b",
)
class net_sigmoid_on_scores(_Net):
    def leave(self, hidden):
        return _sigmoid(super().leave(hidden))

    def slopes(self, X, before, hidden, error):
        scores = self.leave(hidden)
        return super().slopes(X, before, hidden, error * scores * (1 - scores))


@misconception(
    "TwoLayerNet",
    says="You make probabilities by a sigmoid for each class; they do not sum to 1.",
    hint="Cross-entropy over classes needs probabilities that sum to 1. Which function makes them?",
    caught_by="test_net_loss",
    source="4.4a",
)
class net_sigmoid_for_softmax(_Net):
    def log_probs(self, scores):
        return -np.logaddexp(0, -scores)


@misconception(
    "TwoLayerNet",
    says="Your hidden units are sigmoids; here they are rectified.",
    hint="Which activation does the docstring name, and can it give 7?",
    caught_by="test_net_loss",
    source="own",
)
class net_of_sigmoids(_Net):
    def activate(self, before):
        return _sigmoid(before)

    def behind(self, error, before):
        hidden = _sigmoid(before)
        return error @ self.params["W2"].T * hidden * (1 - hidden)


@misconception(
    "TwoLayerNet",
    says="You rectify the scores too. After the last layer nothing is cut off.",
    hint="May the score of a class be negative? How would a net say that a class is very unlikely?",
    caught_by="test_net_loss",
    source="own",
)
class net_relu_on_scores(_Net):
    def leave(self, hidden):
        return np.maximum(super().leave(hidden), 0)

    def slopes(self, X, before, hidden, error):
        return super().slopes(X, before, hidden, error * (self.leave(hidden) > 0))


@misconception(
    "TwoLayerNet",
    says="You multiply the error by W2 as it stands. On the way back W2 is passed in the other direction.",
    hint="Write the shapes of the error, of W2 and of their product: which of them must be turned round?",
    caught_by="test_net_slopes_have_shapes",
    source="4.3e",
)
class net_unturned_weights(_Net):
    def behind(self, error, before):
        return error @ self.params["W2"] * (before > 0)


@misconception(
    "TwoLayerNet",
    says="The error that you send back to the hidden layer is raw: it lacks the 1 / N that the output layer has.",
    hint="Which error leaves the output layer: the one that the slopes of W2 are made of, or another?",
    caught_by="test_net_hidden_slopes",
    source="4.3f",
)
class net_raw_error_for_hidden(_Net):
    def behind(self, error, before):
        return super().behind(error, before) * len(error)


@misconception(
    "TwoLayerNet",
    says="You make the slopes of W2 out of what came out of the last layer.",
    hint="A weight's slope is the error times what ENTERED that weight. What entered W2?",
    caught_by="test_net_slopes_have_shapes",
    source="4.3g",
)
class net_slopes_of_w2_by_scores(_Net):
    def slopes(self, X, before, hidden, error):
        grads = super().slopes(X, before, hidden, error)
        grads["W2"] = self.leave(hidden).T @ error
        return grads


@misconception(
    "TwoLayerNet",
    says="You make the slopes of W2 out of the numbers from before the activation.",
    hint="A weight's slope is the error times what ENTERED that weight. Did W2 ever see a negative number?",
    caught_by="test_net_output_slopes",
    source="4.3g",
)
class net_slopes_of_w2_by_preactivation(_Net):
    def slopes(self, X, before, hidden, error):
        return super().slopes(X, before, before, error)


@misconception(
    "TwoLayerNet",
    says="You multiply a sample by the hidden error element by element: their lengths have nothing to do with each other.",
    hint="Every input meets every hidden unit. Which product of two vectors makes a table of all pairs?",
    caught_by="test_net_slopes_have_shapes",
    source="4.3h",
)
class net_without_outer_product(_Net):
    def slopes(self, X, before, hidden, error):
        grads = super().slopes(X, before, hidden, error)
        behind = self.behind(error, before)
        grads["W1"] = sum(X[i] * behind[i] for i in range(len(X)))
        return grads


@misconception(
    "TwoLayerNet",
    says="Your loss is a mean, and your slopes are those of a sum: they are N times too large.",
    hint="Average the slopes over the samples, too. Where is the one place for the 1 / N?",
    caught_by="test_net_output_slopes",
    source="4.3i",
)
class net_slopes_of_a_sum(_Net):
    def error(self, log_probs, y):
        return super().error(log_probs, y) * len(y)


@misconception(
    "TwoLayerNet",
    says="Your loss is a sum over the samples, and so are your slopes. It should be a mean.",
    hint="Should twice as many samples make the loss twice as large?",
    caught_by="test_net_is_a_mean",
    source="4.3i",
)
class net_loss_is_a_sum(_Net):
    def value(self, log_probs, y):
        return super().value(log_probs, y) * len(y)

    def error(self, log_probs, y):
        return super().error(log_probs, y) * len(y)


@misconception(
    "TwoLayerNet",
    says="Your slopes have the wrong sign: target minus prediction, as for a step that is added.",
    hint="A slope says where the loss goes up. If the right class gets more score, does the loss go up?",
    caught_by="test_net_output_slopes",
    source="4.3l",
)
class net_negative_slopes(_Net):
    def error(self, log_probs, y):
        return -super().error(log_probs, y)


@misconception(
    "TwoLayerNet",
    says="You put the biases into the weights, as one more row. The shapes are fixed here.",
    hint="Keep the given shapes. Which four arrays does the docstring name?",
    caught_by="test_net_shapes",
    source="4.3m",
)
class net_biases_in_the_weights(_Net):
    def start(self, D, H, K, rng):
        return super().start(D + 1, H + 1, K, rng)

    def enter(self, X):
        return np.column_stack([X, np.ones(len(X))]) @ self.params["W1"]

    def leave(self, hidden):
        return np.column_stack([hidden, np.ones(len(hidden))]) @ self.params["W2"]


@misconception(
    "TwoLayerNet",
    says="The loss lacks its minus, and the slopes have it turned round to match: the two agree with each other, not with the task.",
    hint="Can a mean of -log(probability) be negative? A gradient check alone does not see it.",
    caught_by="test_net_loss",
    source="4.4b",
)
class net_negated_throughout(_Net):
    def value(self, log_probs, y):
        return -super().value(log_probs, y)

    def error(self, log_probs, y):
        return -super().error(log_probs, y)


@misconception(
    "TwoLayerNet",
    says="You wrote a batch size of 20 into the slope of a bias.",
    hint="Take the number of samples from the data. Where does your 20 come from?",
    caught_by="test_net_slopes_have_shapes",
    source="4.4c",
)
class net_batch_of_twenty(_Net):
    def slopes(self, X, before, hidden, error):
        grads = super().slopes(X, before, hidden, error)
        grads["b2"] = (np.ones((1, 20)) @ error)[0]
        return grads


@misconception(
    "TwoLayerNet",
    says="You divide by a batch size that stands in the code, 6.",
    hint="Take the number of samples from the data. Which of your numbers would be wrong for another batch?",
    caught_by="test_net_loss_of_other_sizes",
    source="4.4c",
)
class net_batch_of_six(_Net):
    def value(self, log_probs, y):
        return super().value(log_probs, y) * len(y) / 6

    def error(self, log_probs, y):
        return super().error(log_probs, y) * len(y) / 6


@misconception(
    "TwoLayerNet",
    says="You add a tiny number inside the log, so no loss of a sample can ever pass 18.",
    hint="Which loss belongs to a score that is 20000 too low? What does your log make of it?",
    caught_by="test_net_with_wide_scores",
    source="4.4e",
)
class net_log_with_epsilon(_Net):
    def value(self, log_probs, y):
        return -np.log(np.exp(log_probs[np.arange(len(y)), y]) + 1e-8).mean()


@misconception(
    "TwoLayerNet",
    says="You take the exponential of the scores as they are: a score of 10000 overflows.",
    hint="Which number may you subtract from all the scores of a sample without changing its probabilities?",
    caught_by="test_net_with_wide_scores",
    source="own",
)
class net_overflows(_Net):
    def log_probs(self, scores):
        odds = np.exp(scores)
        return np.log(odds / odds.sum(axis=1, keepdims=True))


@misconception(
    "TwoLayerNet",
    says="You take the log of probabilities: one that has been rounded to 0 gives infinity.",
    hint="The log of a quotient is a difference. Must the quotient be formed at all?",
    caught_by="test_net_with_wide_scores",
    source="own",
)
class net_log_of_zero(_Net):
    def log_probs(self, scores):
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.log(odds / odds.sum(axis=1, keepdims=True))


@misconception(
    "TwoLayerNet",
    says="You subtract the largest score of the whole batch; a sample whose scores all lie far below loses them all.",
    hint="Each sample has a softmax of its own. Whose largest score should be subtracted?",
    caught_by="test_net_with_wide_scores",
    source="own",
)
class net_global_shift(_Net):
    def log_probs(self, scores):
        shifted = scores - scores.max()
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@misconception(
    "TwoLayerNet",
    says="You normalise over the whole batch, so that all its probabilities together sum to 1.",
    hint="Each row is one sample: what should each row sum to?",
    caught_by="test_net_loss",
    source="own",
)
class net_softmax_over_the_batch(_Net):
    def log_probs(self, scores):
        shifted = scores - scores.max()
        return shifted - np.log(np.exp(shifted).sum())


@misconception(
    "TwoLayerNet",
    says="You average over samples and classes, so the loss is K times too small.",
    hint="How many numbers does the loss add up that are not 0, and by how many do you divide?",
    caught_by="test_net_loss",
    source="own",
)
class net_mean_over_classes(_Net):
    def value(self, log_probs, y):
        return super().value(log_probs, y) / log_probs.shape[1]


@misconception(
    "TwoLayerNet",
    says="Your loss is in bits: you took the logarithm to base 2.",
    hint="Which logarithm is the opposite of exp?",
    caught_by="test_net_loss",
    source="own",
)
class net_loss_in_bits(_Net):
    def value(self, log_probs, y):
        return super().value(log_probs, y) / math.log(2)


@misconception(
    "TwoLayerNet",
    says="You average the probabilities of the right classes, and take the log of that.",
    hint="Is the log of a mean the mean of the logs?",
    caught_by="test_net_loss",
    source="own",
)
class net_log_of_the_mean(_Net):
    def value(self, log_probs, y):
        return -np.log(np.exp(log_probs[np.arange(len(y)), y]).mean())


@misconception(
    "TwoLayerNet",
    says="All your weights begin at 0: every hidden unit does the same, for ever.",
    hint="If two units begin alike and get the same slopes, when will they differ?",
    caught_by="test_net_start",
    source="own",
)
class net_from_zero(_Net):
    def start(self, D, H, K, rng):
        return {"W1": np.zeros((D, H)), "b1": np.zeros(H), "W2": np.zeros((H, K)), "b2": np.zeros(K)}


@misconception(
    "TwoLayerNet",
    says="You draw the weights from NumPy's global generator, so rng decides nothing.",
    hint="Two nets made with the same seed should be the same. Who draws your numbers?",
    caught_by="test_net_start",
    source="own",
)
class net_global_random(_Net):
    def start(self, D, H, K, rng):
        return super().start(D, H, K, np.random)


@misconception(
    "TwoLayerNet",
    says="You make a generator of your own with a fixed seed: every net begins alike, whatever rng is.",
    hint="Two nets made with two seeds should differ. Who draws your numbers?",
    caught_by="test_net_start",
    source="own",
)
class net_fixed_seed(_Net):
    def start(self, D, H, K, rng):
        return super().start(D, H, K, np.random.default_rng(0))


@misconception(
    "TwoLayerNet",
    says="You draw weights between 0 and 1: none of them is negative.",
    hint="Should a hidden unit be able to begin with a dislike of an input?",
    caught_by="test_net_start",
    source="own",
)
class net_positive_weights(_Net):
    def start(self, D, H, K, rng):
        return {"W1": rng.random((D, H)), "b1": np.zeros(H), "W2": rng.random((H, K)), "b2": np.zeros(K)}


@misconception(
    "TwoLayerNet",
    says="You draw the biases at random too; they should begin at 0.",
    hint="What does the docstring say that the biases begin with?",
    caught_by="test_net_start",
    source="own",
)
class net_random_biases(_Net):
    def start(self, D, H, K, rng):
        return {**super().start(D, H, K, rng), "b1": rng.normal(size=H), "b2": rng.normal(size=K)}


@misconception(
    "TwoLayerNet",
    says="You draw one row of weights and repeat it: the hidden units of the second layer all look alike.",
    hint="How many random numbers does a matrix of weights need?",
    caught_by="test_net_start",
    source="own",
)
class net_repeats_a_row(_Net):
    def start(self, D, H, K, rng):
        params = super().start(D, H, K, rng)
        return {**params, "W2": np.tile(params["W2"][:1], (H, 1))}


@misconception(
    "TwoLayerNet",
    says="Your weights have the shapes (H, D) and (K, H), with a unit in each row. Here each column is a unit.",
    hint="X is (N, D). Which shape must W1 have for X @ W1?",
    caught_by="test_net_shapes",
    source="own",
)
class net_units_in_rows(_Net):
    def start(self, D, H, K, rng):
        params = super().start(D, H, K, rng)
        return {name: value.T for name, value in params.items()}

    def enter(self, X):
        return X @ self.params["W1"].T + self.params["b1"]

    def leave(self, hidden):
        return hidden @ self.params["W2"].T + self.params["b2"]


@misconception(
    "TwoLayerNet",
    says="The way back passes every hidden unit, the shut ones too: the slope of the ReLU is missing.",
    hint="If a unit was shut for a sample, does the loss feel what went into it?",
    caught_by="test_net_hidden_slopes",
    source="own",
)
class net_back_past_the_relu(_Net):
    def behind(self, error, before):
        return error @ self.params["W2"].T


@misconception(
    "TwoLayerNet",
    says="On the way back you let through where the slope is positive; it should be where the unit was open.",
    hint="ReLU lets through where its INPUT was positive. Do you still have that input?",
    caught_by="test_net_hidden_slopes",
    source="4.2e",
)
class net_mask_by_slope(_Net):
    def behind(self, error, before):
        return np.maximum(error @ self.params["W2"].T, 0)


@misconception(
    "TwoLayerNet",
    says="You divide by N in the hidden layer once more: its slopes are N times too small.",
    hint="Divide by N once, in the loss. How often does your code divide on the way to W1?",
    caught_by="test_net_hidden_slopes",
    source="4.2g",
)
class net_divides_in_every_layer(_Net):
    def behind(self, error, before):
        return super().behind(error, before) / len(error)


@misconception(
    "TwoLayerNet",
    says="The slopes of your biases are means over the samples, where they should be sums.",
    hint="The error holds its 1 / N already. What happens when you average it again?",
    caught_by="test_net_output_slopes",
    source="4.2b",
)
class net_mean_bias_slopes(_Net):
    def slopes(self, X, before, hidden, error):
        grads = super().slopes(X, before, hidden, error)
        return {**grads, "b1": grads["b1"] / len(X), "b2": grads["b2"] / len(X)}


@misconception(
    "TwoLayerNet",
    says="The slopes of your biases still hold a row for every sample.",
    hint="Every sample used the same bias: add their shares up.",
    caught_by="test_net_slopes_have_shapes",
    source="4.2b",
)
class net_bias_slopes_not_summed(_Net):
    def slopes(self, X, before, hidden, error):
        return {**super().slopes(X, before, hidden, error), "b1": self.behind(error, before), "b2": error}


@misconception(
    "TwoLayerNet",
    says="You take the slope of the scores to be the probabilities; the 1 of the right class is never subtracted.",
    hint="If the net is perfectly sure and right, what should the slopes be?",
    caught_by="test_net_output_slopes",
    source="own",
)
class net_error_without_labels(_Net):
    def error(self, log_probs, y):
        return np.exp(log_probs) / len(y)


@misconception(
    "TwoLayerNet",
    says="You multiply the error by p (1 - p) as well; in softmax cross-entropy that has cancelled already.",
    hint="Differentiate the loss by one score, all the way. What is left in the end?",
    caught_by="test_net_output_slopes",
    source="own",
)
class net_error_times_slope(_Net):
    def error(self, log_probs, y):
        p = np.exp(log_probs)
        return super().error(log_probs, y) * p * (1 - p)


@misconception(
    "TwoLayerNet",
    says="You name the slopes dW1, db1 and so on; they belong under the names of the parameters.",
    hint="The caller has a name from `params`. Where does it look for the slope?",
    caught_by="test_net_slopes_have_shapes",
    source="own",
)
class net_other_names(_Net):
    def slopes(self, X, before, hidden, error):
        return {f"d{name}": slope for name, slope in super().slopes(X, before, hidden, error).items()}


@misconception(
    "TwoLayerNet",
    says="You give slopes for the weights only; the biases learn too.",
    hint="How many parameters does the net have, and how many slopes do you give?",
    caught_by="test_net_slopes_have_shapes",
    source="own",
)
class net_without_bias_slopes(_Net):
    def slopes(self, X, before, hidden, error):
        grads = super().slopes(X, before, hidden, error)
        return {"W1": grads["W1"], "W2": grads["W2"]}


@misconception(
    "TwoLayerNet",
    says="You return the loss alone, without the slopes.",
    hint="Two things should come back. Which is the second?",
    caught_by="test_net_slopes_have_shapes",
    source="own",
)
class net_loss_alone(_Net):
    def loss(self, X, y):
        return super().loss(X, y)[0]


@misconception(
    "TwoLayerNet",
    says="You leave the bias of the hidden layer out.",
    hint="Which parameters does your forward pass use? Is b1 among them?",
    caught_by="test_net_loss",
    source="own",
)
class net_without_hidden_bias(_Net):
    def enter(self, X):
        return X @ self.params["W1"]


@misconception(
    "TwoLayerNet",
    says="You leave the bias of the output layer out.",
    hint="Which parameters does your forward pass use? Is b2 among them?",
    caught_by="test_net_loss",
    source="own",
)
class net_without_output_bias(_Net):
    def leave(self, hidden):
        return hidden @ self.params["W2"]


@misconception(
    "TwoLayerNet",
    says="You keep the arrays of the first day under names of your own, and never look into params again.",
    hint="Someone puts a new array into params. Which array does your forward pass use then?",
    caught_by="test_net_loss",
    source="own",
)
class net_keeps_its_first_arrays(_Net):
    def __init__(self, input_size, hidden_size, num_classes, rng):
        super().__init__(input_size, hidden_size, num_classes, rng)
        self.first = dict(self.params)

    def enter(self, X):
        return X @ self.first["W1"] + self.first["b1"]

    def leave(self, hidden):
        return hidden @ self.first["W2"] + self.first["b2"]


@misconception(
    "TwoLayerNet",
    says="Your loss moves the parameters as well: asking is no longer free.",
    hint="Whose job is it to take a step: that of loss, or that of train?",
    caught_by="test_net_purity",
    source="own",
)
class net_steps_in_loss(_Net):
    def loss(self, X, y):
        loss, grads = super().loss(X, y)
        for name, slope in grads.items():
            self.params[name] = self.params[name] - 0.1 * slope
        return loss, grads


@misconception(
    "TwoLayerNet",
    says="You centre the samples in place: the caller's X has changed.",
    hint="`-=` writes in the array itself. Whose array is X, and who asked for centring?",
    caught_by="test_net_purity",
    source="own",
)
class net_centres_the_batch(_Net):
    def enter(self, X):
        before = super().enter(X)
        X -= X.mean(axis=0)
        return before


@misconception(
    "TwoLayerNet",
    says="You collect the slopes in the object, and add those of the next call to them.",
    hint="What is left in your object when loss is called again? The slopes of one batch are asked for.",
    caught_by="test_net_asked_again",
    source="own",
)
class net_collects_slopes(_Net):
    def slopes(self, X, before, hidden, error):
        fresh = super().slopes(X, before, hidden, error)
        kept = vars(self).setdefault("kept", {name: np.zeros_like(slope) for name, slope in fresh.items()})
        for name, slope in fresh.items():
            kept[name] = kept[name] + slope
        return dict(kept)


_SHARED = {}


@misconception(
    "TwoLayerNet",
    says="All your nets share one dict of parameters: a new net overwrites the old one's.",
    hint="Where does your dict live: is it made for each object, or once for the class?",
    caught_by="test_net_and_another",
    source="own",
)
class net_shares_params(_Net):
    def __init__(self, input_size, hidden_size, num_classes, rng):
        _SHARED.update(self.start(input_size, hidden_size, num_classes, rng))
        self.params = _SHARED


@misconception(
    "TwoLayerNet",
    says="You look for the best sample of each class, where the best class of each sample is wanted.",
    hint="One answer for each row: along which axis do you search?",
    caught_by="test_net_predicts",
    source="own",
)
class net_predicts_along_the_batch(_Net):
    def predict(self, X):
        return self.leave(self.activate(self.enter(X))).argmax(axis=0)


@misconception(
    "TwoLayerNet",
    says="You return the scores; the classes are asked for.",
    hint="Which class has the highest score? Its number is the answer.",
    caught_by="test_net_predicts",
    source="own",
)
class net_predicts_scores(_Net):
    def predict(self, X):
        return self.leave(self.activate(self.enter(X)))


@misconception(
    "TwoLayerNet",
    says="You return the probability of the best class, where its number is asked for.",
    hint="max says how high the highest is. What says where it is?",
    caught_by="test_net_predicts",
    source="own",
)
class net_predicts_probabilities(_Net):
    def predict(self, X):
        return np.exp(self.log_probs(self.leave(self.activate(self.enter(X))))).max(axis=1)


@misconception(
    "TwoLayerNet",
    says="You look for the most excited hidden unit, and never ask the second layer.",
    hint="How many hidden units are there, and how many classes? Which of them do you choose among?",
    caught_by="test_net_predicts",
    source="own",
)
class net_predicts_hidden_units(_Net):
    def predict(self, X):
        return self.activate(self.enter(X)).argmax(axis=1)


@misconception(
    "TwoLayerNet",
    says="Your predict leaves out the activation that your loss has.",
    hint="Do predict and loss send a sample the same way?",
    caught_by="test_net_predicts",
    source="4.3a",
)
class net_predicts_without_activation(_Net):
    def predict(self, X):
        return self.leave(self.enter(X)).argmax(axis=1)


@misconception(
    "TwoLayerNet",
    says="Your predict takes the hidden numbers that the last call of loss left behind, whatever samples it is given.",
    hint="predict has an argument. Where in it do you use X?",
    caught_by="test_net_asked_again",
    source="own",
)
class net_predicts_from_memory(_Net):
    seen = None

    def activate(self, before):
        self.seen = super().activate(before)
        return self.seen

    def predict(self, X):
        if self.seen is None or len(self.seen) != len(X):
            return super().predict(X)
        return self.leave(self.seen).argmax(axis=1)


@misconception(
    "TwoLayerNet",
    says="You choose the class with the lowest score.",
    hint="Is a high score good or bad for a class?",
    caught_by="test_net_predicts",
    source="own",
)
class net_predicts_the_worst(_Net):
    def predict(self, X):
        return self.leave(self.activate(self.enter(X))).argmin(axis=1)


@misconception(
    "TwoLayerNet",
    says="You let a batch of no samples through: its mean is nan.",
    hint="What is 0 / 0? Where could you notice that the batch is empty?",
    caught_by="test_net_refuses",
    source="own",
)
class net_takes_an_empty_batch(_Net):
    def refuse(self, X, y):
        if len(X):
            super().refuse(X, y)


@misconception(
    "TwoLayerNet",
    says="You let the label -1 through: NumPy takes it for the last class.",
    hint="What does an index of -1 mean to NumPy? Which labels are classes?",
    caught_by="test_net_refuses",
    source="own",
)
class net_takes_negative_labels(_Net):
    def refuse(self, X, y):
        super().refuse(X, np.maximum(y, 0))


@misconception(
    "TwoLayerNet",
    says="You leave it to NumPy to refuse a label that is too large: that is an IndexError, not a ValueError.",
    hint="Which exception does the docstring promise, and who raises it?",
    caught_by="test_net_refuses",
    source="own",
)
class net_leaves_labels_to_numpy(_Net):
    def refuse(self, X, y):
        super().refuse(X, np.minimum(y, 0))


@misconception(
    "TwoLayerNet",
    says="You unpack the values of params in the order in which you wrote them once; another dict may list them otherwise.",
    hint="By what does the docstring say that a parameter is found: by its place, or by its name?",
    caught_by="test_net_looks_parameters_up",
    source="own",
)
class net_unpacks_in_order(_Net):
    def loss(self, X, y):
        self.params = dict(zip(("W1", "b1", "W2", "b2"), self.params.values(), strict=True))
        return super().loss(X, y)


@misconception(
    "TwoLayerNet",
    says="You pair the slopes with the names of params by their place; another dict may list the names otherwise.",
    hint="By what does the caller find the slope of W1: by its place, or by its name?",
    caught_by="test_net_looks_parameters_up",
    source="own",
)
class net_names_slopes_in_order(_Net):
    def slopes(self, X, before, hidden, error):
        return dict(zip(self.params, super().slopes(X, before, hidden, error).values(), strict=True))


@misconception(
    "TwoLayerNet",
    says="Your predict remembers the parameters of its first call, and goes on answering for them.",
    hint="Training puts other parameters there. Where does your predict look for them at its second call?",
    caught_by="test_net_looks_parameters_up",
    source="own",
)
class net_predicts_with_old_parameters(_Net):
    def predict(self, X):
        if not hasattr(self, "remembered"):
            self.remembered = dict(self.params)
        now, self.params = self.params, self.remembered
        classes = super().predict(X)
        self.params = now
        return classes


# train


@misconception(
    "train",
    says="You add the slopes: training climbs.",
    hint="A slope says where the loss goes up. In which direction should the step go?",
    caught_by="test_train_in_a_valley",
    source="4.3l",
)
def train_uphill(net, X, y, learn_rate, num_epochs):
    return _trained(net, X, y, -learn_rate, num_epochs)


def _trained(net, X, y, learn_rate, num_epochs, only=None):
    losses = []
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        losses.append(loss)
        for name in only or net.params:
            net.params[name] = net.params[name] - learn_rate * grads[name]
    return losses


@misconception(
    "train",
    says="You move one parameter, ask for the slopes again, and then move the next: its slope belongs to a net that is half new.",
    hint="Use the parameters that made the prediction. How often does an epoch ask for slopes?",
    caught_by="test_train_one_step",
    source="4.3k",
)
def train_one_after_the_other(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        losses.append(net.loss(X, y)[0])
        for name in reversed(list(net.params)):
            net.params[name] = net.params[name] - learn_rate * net.loss(X, y)[1][name]
    return losses


@misconception(
    "train",
    says="You divide the step by the number of samples. The loss is a mean, so the slopes know it already.",
    hint="Who divides by N: the loss, or your step once more?",
    caught_by="test_train_one_step",
    source="4.2g",
)
def train_divides_by_n(net, X, y, learn_rate, num_epochs):
    return _trained(net, X, y, learn_rate / len(X), num_epochs)


@misconception(
    "train",
    says="You change a name of your own, and the net's parameters stay where they were.",
    hint="`p = p - ...` gives the name p to a new array. Who else gets to see it?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_moves_a_name(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        losses.append(loss)
        for p, g in zip(net.params.values(), grads.values(), strict=True):
            p = p - learn_rate * g  # noqa: PLW2901 - this is the mistake
    return losses


@misconception(
    "train",
    says="You train a copy, and the caller's net learns nothing.",
    hint="The caller looks at its own net afterwards. Which one did you train?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_a_copy(net, X, y, learn_rate, num_epochs):
    twin = copy.copy(net)
    twin.params = dict(net.params)
    return _trained(twin, X, y, learn_rate, num_epochs)


@misconception(
    "train",
    says="You move the weights only; the biases stay at their start.",
    hint="Which parameters does the net have, and which of them does your step name?",
    caught_by="test_train_one_step",
    source="own",
)
def train_weights_only(net, X, y, learn_rate, num_epochs):
    weights = [name for name in net.params if not name.startswith("b")]
    return _trained(net, X, y, learn_rate, num_epochs, weights)


@misconception(
    "train",
    says="You move the last layer only.",
    hint="Which parameters does the net have, and which of them does your step name?",
    caught_by="test_train_one_step",
    source="own",
)
def train_last_layer_only(net, X, y, learn_rate, num_epochs):
    return _trained(net, X, y, learn_rate, num_epochs, [name for name in net.params if not name.endswith("1")])


@misconception(
    "train",
    says="Your list holds the losses after the steps; each should be the one before its step.",
    hint="Which loss did the net give when you asked it for the slopes?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_notes_the_loss_afterwards(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        _trained(net, X, y, learn_rate, 1)
        losses.append(net.loss(X, y)[0])
    return losses


@misconception(
    "train",
    says="You return the last loss only.",
    hint="How many epochs were asked for, and how many numbers come back?",
    caught_by="test_train_counts_epochs",
    source="own",
)
def train_gives_the_last_loss(net, X, y, learn_rate, num_epochs):
    losses = _trained(net, X, y, learn_rate, num_epochs)
    return losses[-1] if losses else losses


@misconception(
    "train",
    says="You return the net; it has been trained in place, and the caller wants the losses.",
    hint="What does the docstring say comes back?",
    caught_by="test_train_counts_epochs",
    source="own",
)
def train_gives_the_net(net, X, y, learn_rate, num_epochs):
    _trained(net, X, y, learn_rate, num_epochs)
    return net


@misconception(
    "train",
    says="You make the list of losses anew in every epoch, so only the last one is left.",
    hint="Look at the indentation: what happens once, and what in every epoch?",
    caught_by="test_train_counts_epochs",
    source="own",
)
def train_forgets_losses(net, X, y, learn_rate, num_epochs):
    return _trained(net, X, y, learn_rate, num_epochs)[-1:]


@misconception(
    "train",
    says="You run one epoch more than was asked for.",
    hint="How often does your loop run for num_epochs = 0?",
    caught_by="test_train_no_epochs",
    source="own",
)
def train_one_epoch_more(net, X, y, learn_rate, num_epochs):
    return _trained(net, X, y, learn_rate, num_epochs + 1)


@misconception(
    "train",
    says="You take a single step after the loop: the epochs before it only watch.",
    hint="Look at the indentation of the line that moves the parameters.",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_steps_once(net, X, y, learn_rate, num_epochs):
    losses = [net.loss(X, y)[0] for _ in range(num_epochs)]
    _trained(net, X, y, learn_rate, min(num_epochs, 1))
    return losses


@misconception(
    "train",
    says="You work the slopes out once, before the loop, and walk in that direction for ever.",
    hint="After a step you stand somewhere else. Is the slope still the same there?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_with_the_first_slopes(net, X, y, learn_rate, num_epochs):
    losses, grads = [], net.loss(X, y)[1]
    for _ in range(num_epochs):
        losses.append(net.loss(X, y)[0])
        for name in net.params:
            net.params[name] = net.params[name] - learn_rate * grads[name]
    return losses


@misconception(
    "train",
    says="You add up the slopes of all the epochs, and each step is made of all of them.",
    hint="Which slopes belong to this epoch? Where does your sum begin again at 0?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_collects_slopes(net, X, y, learn_rate, num_epochs):
    losses, total = [], dict.fromkeys(net.params, 0.0)
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        losses.append(loss)
        for name in net.params:
            total[name] = total[name] + grads[name]
            net.params[name] = net.params[name] - learn_rate * total[name]
    return losses


@misconception(
    "train",
    says="You train on one sample after the other, with a step for each. Here an epoch is one step on the whole batch.",
    hint="How many steps does an epoch have, and how many samples does each of them see?",
    caught_by="test_train_many_steps",
    source="own",
)
def train_sample_by_sample(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        losses.append(net.loss(X, y)[0])
        for place in range(len(X)):
            _trained(net, X[place : place + 1], y[place : place + 1], learn_rate, 1)
    return losses


@misconception(
    "train",
    says="You train on the first half of the batch only.",
    hint="How many samples reach net.loss?",
    caught_by="test_train_many_steps",
    source="own",
)
def train_on_half(net, X, y, learn_rate, num_epochs):
    half = -(-len(X) // 2)
    return _trained(net, X[:half], y[:half], learn_rate, num_epochs)


@misconception(
    "train",
    says="You take steps of 0.01, whatever learn_rate says.",
    hint="Where in your step does learn_rate stand?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_ignores_the_rate(net, X, y, learn_rate, num_epochs):
    return _trained(net, X, y, 0.01, num_epochs)


@misconception(
    "train",
    says="You walk with the sign of the slope: all steps are equally long.",
    hint="Where it is steep, should the step be longer?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_by_signs(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        losses.append(loss)
        for name in net.params:
            net.params[name] = net.params[name] - learn_rate * np.sign(grads[name])
    return losses


@misconception(
    "train",
    says="Your step shrinks from epoch to epoch; here learn_rate stays what it is.",
    hint="Which number multiplies the slope in the third epoch?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_with_decay(net, X, y, learn_rate, num_epochs):
    losses = []
    for epoch in range(num_epochs):
        losses += _trained(net, X, y, learn_rate / (1 + epoch), 1)
    return losses


@misconception(
    "train",
    says="You stop as soon as the loss has become small, and leave the other epochs out.",
    hint="How many epochs were asked for? Who decided that this is enough?",
    caught_by="test_train_many_steps",
    source="own",
)
def train_stops_early(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        losses += _trained(net, X, y, learn_rate, 1)
        if net.loss(X, y)[0] < 1:
            break
    return losses


@misconception(
    "train",
    says="You centre the data in place before you train: the caller's X has changed.",
    hint="`-=` writes in the array itself. Whose array is X, and who asked for centring?",
    caught_by="test_train_leaves_the_data_alone",
    source="own",
)
def train_centres_the_data(net, X, y, learn_rate, num_epochs):
    X -= X.mean(axis=0)
    return _trained(net, X, y, learn_rate, num_epochs)


@misconception(
    "train",
    says="You shuffle X in place, and the caller's samples no longer go with their labels.",
    hint="What do you shuffle: the caller's array, or the order in which you visit it? And does a full batch have an order?",
    caught_by="test_train_leaves_the_data_alone",
    source="own",
)
def train_shuffles_in_place(net, X, y, learn_rate, num_epochs):
    losses = _trained(net, X, y, learn_rate, num_epochs)
    X[...] = X[::-1].copy()
    return losses


@misconception(
    "train",
    says="You pair parameters with slopes by their place in the two dicts; a slope belongs to the parameter of its name.",
    hint="Two dicts with the same names: do they list them in the same order?",
    caught_by="test_train_in_a_valley",
    source="own",
)
def train_pairs_by_place(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        loss, grads = net.loss(X, y)
        losses.append(loss)
        for name, slope in zip(list(net.params), grads.values(), strict=True):
            net.params[name] = net.params[name] - learn_rate * slope
    return losses


@misconception(
    "train",
    says="You stop as soon as the loss rises, and leave the other epochs out.",
    hint="How many epochs were asked for, and how many losses came back?",
    caught_by="test_train_on_the_way_up",
    source="own",
)
def train_stops_when_it_rises(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        losses += _trained(net, X, y, learn_rate, 1)
        if net.loss(X, y)[0] > losses[-1]:
            break
    return losses


@misconception(
    "train",
    says="At the end you put back the parameters of the epoch with the lowest loss; here the last step counts.",
    hint="Which parameters should the net have after the last epoch?",
    caught_by="test_train_on_the_way_up",
    source="own",
)
def train_keeps_the_best(net, X, y, learn_rate, num_epochs):
    losses, kept = [], []
    for _ in range(num_epochs):
        kept.append(dict(net.params))
        losses += _trained(net, X, y, learn_rate, 1)
    if losses and net.loss(X, y)[0] > min(losses):
        net.params.update(kept[int(np.argmin(losses))])
    return losses


@misconception(
    "train",
    says="You stop as soon as an epoch gains next to nothing, and leave the other epochs out.",
    hint="How many epochs did the caller ask for, and how many losses come back?",
    caught_by="test_train_at_the_ground",
    source="own",
)
def train_until_it_is_flat(net, X, y, learn_rate, num_epochs):
    losses = []
    for _ in range(num_epochs):
        losses += _trained(net, X, y, learn_rate, 1)
        if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-6:
            break
    return losses


# Value


class _Value:
    """A right Value, in parts that a wrong one can replace."""

    def __init__(self, data, made_from=()):
        self.data = data
        self.grad = 0.0
        self.made_from = made_from

    def lift(self, other):
        return other if isinstance(other, _Value) else type(self)(other)

    def new(self, data, *made_from):
        return type(self)(data, made_from)

    def __add__(self, other):
        other = self.lift(other)
        return self.new(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = self.lift(other)
        return self.new(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, exponent):
        return self.new(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + self.lift(other) * -1

    def __truediv__(self, other):
        return self * self.lift(other) ** -1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self * -1 + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def tanh(self):
        t = math.tanh(self.data)
        return self.new(t, (self, 1 - t * t))

    def exp(self):
        e = math.exp(self.data)
        return self.new(e, (self, e))

    def relu(self):
        return self.new(max(self.data, 0.0), (self, float(self.data > 0)))

    def order(self):
        """All that this value was made from, each behind its own sources."""
        order = []

        def visit(value):
            if not any(value is known for known in order):
                for source, _ in value.made_from:
                    visit(source)
                order.append(value)

        visit(self)
        return order

    def clear(self, order):
        for value in order:
            value.grad = 0.0

    def receive(self, share):
        self.grad += share

    def hand_on(self):
        for source, slope in self.made_from:
            source.receive(slope * self.grad)

    def backward(self):
        order = self.order()
        self.clear(order)
        self.grad = 1.0
        for value in reversed(order):
            value.hand_on()


@misconception(
    "Value",
    says="A second share of slope overwrites the first one: you write `grad =` where it should add up.",
    hint="Two roads lead back to a. What must happen with both shares?",
    caught_by="test_value_used_twice",
    source="4.11a",
)
class value_overwrites_grad(_Value):
    def receive(self, share):
        self.grad = share


@misconception(
    "Value",
    says="Each value passes everything on as soon as something arrives: what came first is passed on again with what comes second.",
    hint="Visit a value only after all that use it. How often does a value that is used twice hand its slope on?",
    caught_by="test_value_in_order",
    source="4.11b",
)
class value_without_order(_Value):
    def backward(self):
        self.clear(self.order())
        self.grad = 1.0
        self.walk()

    def walk(self):
        self.hand_on()
        for source in {id(source): source for source, _ in self.made_from}.values():
            source.walk()


@misconception(
    "Value",
    says="Each value hands its slope on once, but too early: others that use it have not given their share yet.",
    hint="Visit a value only after all that use it. In which order do you visit, and is that one safe for a value with two users?",
    caught_by="test_value_in_order",
    source="4.11b",
)
class value_too_early(_Value):
    def backward(self):
        self.clear(self.order())
        self.grad = 1.0
        waiting, seen = [self], []
        while waiting:
            value = waiting.pop(0)
            if not any(value is known for known in seen):
                seen.append(value)
                value.hand_on()
                waiting += [source for source, _ in value.made_from]


@misconception(
    "Value",
    says="You take two values with the same number for one: on the way back the second one is passed over.",
    hint="What does `value in order` compare: objects, or what is in them?",
    caught_by="test_value_of_equal_numbers",
    source="own",
)
class value_known_by_its_number(_Value):
    def order(self):
        order = []

        def visit(value):
            if not any((value.data, len(value.made_from)) == (known.data, len(known.made_from)) for known in order):
                for source, _ in value.made_from:
                    visit(source)
                order.append(value)

        visit(self)
        return order


@misconception(
    "Value",
    says="Your way back begins with a slope of 0, and 0 times anything is 0.",
    hint="If the result rises by a little, by how much does the result rise?",
    caught_by="test_value_of_product_and_sum",
    source="4.11c",
)
class value_without_seed(_Value):
    def backward(self):
        order = self.order()
        self.clear(order)
        for value in reversed(order):
            value.hand_on()


@misconception(
    "Value",
    says="You never clear old slopes: a second backward() adds to those of the first.",
    hint="What is in grad when the next backward() begins, and what should be?",
    caught_by="test_value_backward_again",
    source="4.11d",
)
class value_never_clears(_Value):
    def backward(self):
        old = [(value, value.grad) for value in self.order()]
        super().backward()
        for value, grad in old:
            if not value.made_from:
                value.grad += grad


@misconception(
    "Value",
    says="You clear the leaves, but not the values in the middle: on a second backward() they pass old slope on.",
    hint="Which values hold a grad when the next backward() begins?",
    caught_by="test_value_backward_again",
    source="4.11d",
)
class value_clears_leaves_only(_Value):
    def clear(self, order):
        super().clear([value for value in order if not value.made_from])


@misconception(
    "Value",
    says="A plain number on the left of a sign is too much for your Value.",
    hint="Python asks the number first. When it does not know, which method of your class does it look for?",
    caught_by="test_numbers_and_value",
    source="4.11e",
)
class value_without_reflections(_Value):
    __radd__ = __rmul__ = __rsub__ = __rtruediv__ = None


@misconception(
    "Value",
    says="For you 5 - b is b - 5: the two sides of a minus have changed places.",
    hint="When Python calls the method for a number on the left, which of the two is `self`?",
    caught_by="test_numbers_and_value",
    source="own",
)
class value_minus_turned_round(_Value):
    def __rsub__(self, other):
        return self - other


@misconception(
    "Value",
    says="For you 1 / b is b / 1: the two sides of a division have changed places.",
    hint="When Python calls the method for a number on the left, which of the two is `self`?",
    caught_by="test_numbers_and_value",
    source="own",
)
class value_division_turned_round(_Value):
    def __rtruediv__(self, other):
        return self / other


@misconception(
    "Value",
    says="Your relu looks at a number further back than the one that goes into it.",
    hint="Which number decides whether the gate is open? Is it the data of this very value?",
    caught_by="test_value_relu",
    source="4.11f",
)
class value_relu_by_another_number(_Value):
    def relu(self):
        looked_at = self.made_from[0][0] if self.made_from else self
        return self.new(max(self.data, 0.0), (self, float(looked_at.data > 0)))


class _Gate(float):
    """The slope of a relu that is decided on the way back."""


@misconception(
    "Value",
    says="Your relu lets the slope through where the slope is positive; it should be where the number was.",
    hint="ReLU lets through where its INPUT was positive. Is that what you ask on the way back?",
    caught_by="test_value_relu",
    source="4.1d",
)
class value_relu_by_sign_of_slope(_Value):
    def relu(self):
        return self.new(max(self.data, 0.0), (self, _Gate(1.0)))

    def hand_on(self):
        for source, slope in self.made_from:
            source.receive(slope * (max(self.grad, 0.0) if isinstance(slope, _Gate) else self.grad))


@misconception(
    "Value",
    says="Your relu lets every slope through, also where it cut the number off.",
    hint="If the number was cut off, does the result feel a small change of it?",
    caught_by="test_value_relu",
    source="own",
)
class value_relu_always_open(_Value):
    def relu(self):
        return self.new(max(self.data, 0.0), (self, 1.0))


@misconception(
    "Value",
    says="You take powers by way of the logarithm, and a negative number has none.",
    hint="What is (-2) ** 3? Does Python need a logarithm for it?",
    caught_by="test_value_powers",
    source="4.11g",
)
class value_powers_by_log(_Value):
    def __pow__(self, exponent):
        return self.new(math.exp(exponent * math.log(self.data)), (self, exponent * self.data ** (exponent - 1)))


@misconception(
    "Value",
    says="You take the exponential from np.math, which NumPy no longer has.",
    hint="Which module of Python's own has an exp for single numbers? Import it.",
    caught_by="test_value_exp",
    source="4.11g",
)
class value_exp_of_np_math(_Value):
    def exp(self):
        e = np.math.exp(self.data)
        return self.new(e, (self, e))


@misconception(
    "Value",
    says="Your `+=` writes a new number into the old value, which others still need as it was.",
    hint="After `total = a; total += b`: is a still what it was? Does Python need a method of its own for `+=`?",
    caught_by="test_value_operands_stay",
    source="4.11h",
)
class value_adds_in_place(_Value):
    def __iadd__(self, other):
        self.data += self.lift(other).data
        return self


@misconception(
    "Value",
    says="You add up the slopes of single steps, and never multiply by the slope that comes from behind.",
    hint="If c rises 3 times as fast as a, and the result -5 times as fast as c, how fast does the result rise with a?",
    caught_by="test_value_used_twice",
    source="own",
)
class value_without_chain_rule(_Value):
    def hand_on(self):
        for source, slope in self.made_from:
            source.receive(slope)


@misconception(
    "Value",
    says="Your way back ends after one step: only what the result was made of directly gets a slope.",
    hint="a * b + c: how does the news get from the sum through the product to a?",
    caught_by="test_value_of_product_and_sum",
    source="own",
)
class value_one_step_back(_Value):
    def backward(self):
        self.clear(self.order())
        self.grad = 1.0
        self.hand_on()


@misconception(
    "Value",
    says="In a product each factor gets its own number as slope; it should be the other's.",
    hint="If a rises by 1, by how much does a * b rise?",
    caught_by="test_value_of_product_and_sum",
    source="own",
)
class value_product_with_own_number(_Value):
    def __mul__(self, other):
        other = self.lift(other)
        return self.new(self.data * other.data, (self, self.data), (other, other.data))


@misconception(
    "Value",
    says="In a difference both sides get the slope 1, although the result falls when the second one rises.",
    hint="If b rises by 1, which way does a - b go?",
    caught_by="test_value_minus",
    source="own",
)
class value_minus_with_slope_one(_Value):
    def __sub__(self, other):
        other = self.lift(other)
        return self.new(self.data - other.data, (self, 1.0), (other, 1.0))


@misconception(
    "Value",
    says="Your -a is a plain number: the way back ends there.",
    hint="What must come out of an operation for slopes to flow through it?",
    caught_by="test_value_minus",
    source="own",
)
class value_minus_is_cut_off(_Value):
    def __neg__(self):
        return self.new(-self.data)


@misconception(
    "Value",
    says="In a quotient the divisor gets no slope, as if it were a constant.",
    hint="If b rises, does a / b stay as it is?",
    caught_by="test_value_division",
    source="own",
)
class value_divisor_without_slope(_Value):
    def __truediv__(self, other):
        other = self.lift(other)
        return self.new(self.data / other.data, (self, 1 / other.data))


@misconception(
    "Value",
    says="In a quotient the slope of the divisor has the wrong sign.",
    hint="If a positive b rises, does a / b rise or fall?",
    caught_by="test_value_division",
    source="own",
)
class value_divisor_with_wrong_sign(_Value):
    def __truediv__(self, other):
        other = self.lift(other)
        return self.new(self.data / other.data, (self, 1 / other.data), (other, self.data / other.data**2))


@misconception(
    "Value",
    says="You divide and drop the remainder.",
    hint="What is 3 / -4 with one slash, and what with two?",
    caught_by="test_value_division",
    source="own",
)
class value_whole_division(_Value):
    def __truediv__(self, other):
        other = self.lift(other)
        return self.new(self.data // other.data, (self, 1 / other.data), (other, -self.data / other.data**2))


@misconception(
    "Value",
    says="In the slope of a power the exponent stays what it was; it should be one less.",
    hint="What is the slope of x², and what does your rule make of it?",
    caught_by="test_value_powers",
    source="own",
)
class value_power_with_same_exponent(_Value):
    def __pow__(self, exponent):
        return self.new(self.data**exponent, (self, exponent * self.data**exponent))


@misconception(
    "Value",
    says="In the slope of a power the exponent is missing as a factor.",
    hint="What is the slope of x³, and what does your rule make of it?",
    caught_by="test_value_powers",
    source="own",
)
class value_power_without_factor(_Value):
    def __pow__(self, exponent):
        return self.new(self.data**exponent, (self, self.data ** (exponent - 1)))


@misconception(
    "Value",
    says="The slope of your tanh is 1 - t: the square is missing.",
    hint="How steep is tanh at -2, where it is almost -1?",
    caught_by="test_value_tanh",
    source="4.1f",
)
class value_tanh_without_square(_Value):
    def tanh(self):
        t = math.tanh(self.data)
        return self.new(t, (self, 1 - t))


@misconception(
    "Value",
    says="You take the slope of the tanh with what goes in, where its value belongs: 1 - z².",
    hint="Which number do you square: what goes into the tanh, or what comes out?",
    caught_by="test_value_tanh",
    source="own",
)
class value_tanh_of_input(_Value):
    def tanh(self):
        return self.new(math.tanh(self.data), (self, 1 - self.data**2))


@misconception(
    "Value",
    says="You build the tanh out of exp(2x), which overflows far from 0.",
    hint="Which function of the math module has the tanh for any number?",
    caught_by="test_value_tanh_far_out",
    source="own",
)
class value_tanh_overflows(_Value):
    def tanh(self):
        e = math.exp(2 * self.data)
        t = (e - 1) / (e + 1)
        return self.new(t, (self, 1 - t * t))


@misconception(
    "Value",
    says="The slope of your exp is the number that went in; it should be what came out.",
    hint="The exponential is its own slope. Which of the two numbers is the exponential?",
    caught_by="test_value_exp",
    source="own",
)
class value_exp_with_slope_of_input(_Value):
    def exp(self):
        return self.new(math.exp(self.data), (self, self.data))


@misconception(
    "Value",
    says="The slope of your exp is n e^(n - 1), by the rule for powers. Here the exponent moves, not the base.",
    hint="What is the slope of e^x at 0? What does your rule say?",
    caught_by="test_value_exp",
    source="own",
)
class value_exp_by_power_rule(_Value):
    def exp(self):
        return self.new(math.exp(self.data), (self, self.data * math.exp(self.data - 1)))


@misconception(
    "Value",
    says="Your operations want a Value on both sides; a plain number has no data.",
    hint="What could you turn the number into before you use it?",
    caught_by="test_value_and_numbers",
    source="own",
)
class value_of_values_only(_Value):
    def lift(self, other):
        return type(self)(other.data) if not isinstance(other, _Value) else other


@misconception(
    "Value",
    says="With a plain number on the right you give back a plain number, and the way back ends there.",
    hint="Does a + 2 still know that it was made from a?",
    caught_by="test_value_and_numbers",
    source="own",
)
class value_becomes_a_number(_Value):
    def __add__(self, other):
        return super().__add__(other) if isinstance(other, _Value) else self.new(self.data + other)


@misconception(
    "Value",
    says="grad is None at the beginning; it should be 0.",
    hint="How large is the slope before any backward()? Can you add something to what you put there?",
    caught_by="test_value_begins",
    source="own",
)
class value_with_empty_grad(_Value):
    def __init__(self, data, made_from=()):
        super().__init__(data, made_from)
        self.grad = None


@misconception(
    "Value",
    says="grad is 1 at the beginning; that is where the result's way back begins, not every value.",
    hint="How much does a result that does not exist yet depend on this value?",
    caught_by="test_value_begins",
    source="own",
)
class value_with_grad_of_one(_Value):
    def __init__(self, data, made_from=()):
        super().__init__(data, made_from)
        self.grad = 1.0


@misconception(
    "Value",
    says="You keep slopes for the leaves only; the values in the middle, and the result, stay at 0.",
    hint="The docstring promises a grad to every value that the result was made from, and to the result. Which do you skip?",
    caught_by="test_value_grads_on_the_way",
    source="own",
)
class value_grads_of_leaves_only(_Value):
    def backward(self):
        super().backward()
        self.clear([value for value in self.order() if value.made_from])


@misconception(
    "Value",
    says="The result itself keeps a grad of 0: its slope of 1 is used, and not written down.",
    hint="What is the slope of the result in itself, and where should it stand?",
    caught_by="test_value_grads_on_the_way",
    source="4.11c",
)
class value_result_without_grad(_Value):
    def backward(self):
        super().backward()
        self.grad = 0.0


@misconception(
    "Value",
    says="You go home at once when a value was made from nothing, and it never learns that its slope in itself is 1.",
    hint="Which grad does the docstring promise to the value whose backward() is called?",
    caught_by="test_value_backward_elsewhere",
    source="own",
)
class value_of_nothing_stays(_Value):
    def backward(self):
        if self.made_from:
            super().backward()


@misconception(
    "Value",
    says="You take a power by multiplying again and again, and for the exponent 0 you give one over the number.",
    hint="What is a number to the power of 0? Which of your branches does 0 go into?",
    caught_by="test_value_powers",
    source="own",
)
class value_multiplies_powers(_Value):
    def __pow__(self, exponent):
        if exponent % 1 or exponent == -1:
            return super().__pow__(exponent)
        power = self
        for _ in range(abs(exponent) - 1):
            power = power * self
        return power if exponent > 0 else power**-1


@misconception(
    "Value",
    says="In a difference of a value and itself you keep one of the two shares: its slope should be 1 less 1.",
    hint="Both sides of a - a are a. How many shares does a get, and with which signs?",
    caught_by="test_value_used_twice",
    source="own",
)
class value_minus_itself(_Value):
    def __sub__(self, other):
        other = self.lift(other)
        return self.new(self.data - other.data, *{id(other): (other, -1.0), id(self): (self, 1.0)}.values())

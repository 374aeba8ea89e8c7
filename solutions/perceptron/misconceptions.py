"""What people really get wrong about perceptrons, as code.

`source` is the line of the course's list of misconceptions; "own" stands for an addition to it.
"""

import numpy as np

from nngrade.suite import misconception

# step_function


@misconception(
    "step_function",
    says="You have the step the wrong way round: negative scores give 1.",
    hint="Which side of the line is the positive area?",
    caught_by="test_step_sides",
    source="1.1a",
)
def step_turned_round(t):
    return np.where(np.asarray(t) < 0, 1, 0)


@misconception(
    "step_function",
    says="You ask for a score above 0, so a point exactly on the line becomes class 0.",
    hint="In this course the line itself belongs to class 1. Which comparison says so?",
    caught_by="test_step_on_the_line",
    source="1.1b",
)
def step_above_zero(t):
    return np.where(np.asarray(t) > 0, 1, 0)


@misconception(
    "step_function",
    says="You return the sign, -1 or 1 (and 0 on the line), where the labels are 0 and 1.",
    hint="Your labels are 0 and 1: what does sign return for the other class?",
    caught_by="test_step_gives_labels",
    source="1.1c",
)
def step_as_sign(t):
    return np.sign(t)


@misconception(
    "step_function",
    says="You ask one `if` about a whole array, which has no single answer.",
    hint="Use a comparison that answers for each element.",
    caught_by="test_step_sides",
    source="1.1d",
)
def step_with_if(t):
    if t >= 0:
        return 1
    return 0


@misconception(
    "step_function",
    says="You return the score itself and never decide.",
    hint="The score says how far; the step says which side. Which of the two is asked for?",
    caught_by="test_step_sides",
    source="1.1f",
)
def step_as_score(t):
    return t


@misconception(
    "step_function",
    says="You set negative scores to 0 and leave the others as they are: that is a ReLU, not a step.",
    hint="How many different values may a step give back?",
    caught_by="test_step_sides",
    source="own",
)
def step_as_relu(t):
    return np.maximum(t, 0)


@misconception(
    "step_function",
    says="You cut at 0.5, as for a probability; a score is cut at 0.",
    hint="At which score does a point lie on the line?",
    caught_by="test_step_ignores_size",
    source="own",
)
def step_at_one_half(t):
    return np.where(np.asarray(t) >= 0.5, 1, 0)


@misconception(
    "step_function",
    says="You give a score of exactly 0 the value 0.5, which is no class.",
    hint="What does the second argument of `heaviside` stand for, and which class has the line?",
    caught_by="test_step_on_the_line",
    source="own",
)
def step_with_a_middle(t):
    return np.heaviside(t, 0.5)


@misconception(
    "step_function",
    says="You write the answers into the caller's array.",
    hint="The caller still needs its scores: can you make a new array?",
    caught_by="test_step_purity",
    source="own",
)
def step_in_place(t):
    if np.ndim(t) == 0:
        return int(t >= 0)
    fires = t >= 0
    t[fires] = 1
    t[~fires] = 0
    return t


@misconception(
    "step_function",
    says="You give one answer for all the scores together.",
    hint="How many scores went in, and how many answers came out?",
    caught_by="test_step_sides",
    source="own",
)
def step_for_all_at_once(t):
    return int(np.all(np.asarray(t) >= 0))


@misconception(
    "step_function",
    says="You flatten the scores: a matrix comes back as one long row.",
    hint="In which shape does the caller expect the answers?",
    caught_by="test_step_keeps_shape",
    source="own",
)
def step_flattened(t):
    return np.array([1 if score >= 0 else 0 for score in np.ravel(t)]) if np.ndim(t) else int(t >= 0)


@misconception(
    "step_function",
    says="You look at the sign bit, which minus zero has too: it falls on the wrong side.",
    hint="Is -0.0 below 0? Ask Python, and then ask np.signbit.",
    caught_by="test_step_of_minus_zero",
    source="own",
)
def step_by_sign_bit(t):
    return 1 - np.signbit(np.asarray(t, dtype=float)).astype(int)


@misconception(
    "step_function",
    says="You take every score that is close to 0 for 0, so points a hair below the line become class 1.",
    hint="What should a score of -0.000000001 give? Is there anything between the two sides?",
    caught_by="test_step_ignores_size",
    source="own",
)
def step_with_tolerance(t):
    return np.where(np.asarray(t) > -1e-8, 1, 0)


@misconception(
    "step_function",
    says="You make room below 0 for rounding, so scores just below the line become class 1.",
    hint="Is a tiny score below 0 on the line, or below it? What does the docstring compare with?",
    caught_by="test_step_ignores_size",
    source="own",
)
def step_with_room_for_rounding(t):
    return np.where(np.asarray(t) >= -1e-15, 1, 0)


@misconception(
    "step_function",
    says="You take whatever is no float for an array, and a plain 3 is neither.",
    hint="3 and 3.0 are both numbers. Which question would let both of them through?",
    caught_by="test_step_of_one_number",
    source="own",
)
def step_of_floats(t):
    if isinstance(t, float):
        return 1 if t >= 0 else 0
    return (t >= 0).astype(int)


@misconception(
    "step_function",
    says="You write out one loop for a vector and two for a matrix, and an array of three axes has no loop.",
    hint="Is there a comparison that answers for each element, however the elements stand?",
    caught_by="test_step_keeps_shape",
    source="own",
)
def step_of_two_axes(t):
    if np.ndim(t) == 0:
        return 1 if t >= 0 else 0
    if np.ndim(t) == 1:
        return np.array([1 if score >= 0 else 0 for score in t])
    return np.array([[1 if score >= 0 else 0 for score in row] for row in t])


# perceptron_predict


@misconception(
    "perceptron_predict",
    says="You leave the bias out, so every line goes through the origin.",
    hint="Where does your line cross the axes when x = 0?",
    caught_by="test_predict_bias",
    source="1.2a",
)
def predict_without_bias(X, W, b):
    if X.shape[1] != len(W):
        raise ValueError(X.shape)
    return (X @ W >= 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You add the weights up without multiplying them by the coordinates: all points get one score.",
    hint="Each weight should multiply its own coordinate before you add.",
    caught_by="test_predict_weighs_coordinates",
    source="1.2b",
)
def predict_sums_weights(X, W, b):
    if X.shape[1] != len(W):
        raise ValueError(X.shape)
    return np.full(len(X), int(np.sum(W) + b >= 0))


@misconception(
    "perceptron_predict",
    says="You write out W[0] and W[1], so a third coordinate has no say.",
    hint="What changes when a point has three coordinates?",
    caught_by="test_predict_three_features",
    source="1.2e",
)
def predict_in_the_plane(X, W, b):
    if X.shape[1] != len(W):
        raise ValueError(X.shape)
    return (W[0] * X[:, 0] + W[1] * X[:, 1] + b >= 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You classify one point with one `if`; a batch of points has a score each.",
    hint="How many scores has a batch of three points, and how many can an `if` look at?",
    caught_by="test_predict_three_points",
    source="1.2e",
)
def predict_single_point(X, W, b):
    return 1 if np.dot(X, W) + b >= 0 else 0


@misconception(
    "perceptron_predict",
    says="You return the scores and never take the step.",
    hint="The score says how far; which function says on which side?",
    caught_by="test_predict_three_points",
    source="1.1f",
)
def predict_scores(X, W, b):
    return np.dot(X, W) + b


@misconception(
    "perceptron_predict",
    says="You return the sign of the score, so class 0 comes out as -1.",
    hint="Which two labels does this course use?",
    caught_by="test_predict_three_points",
    source="1.1c",
)
def predict_signs(X, W, b):
    return np.sign(np.dot(X, W) + b)


@misconception(
    "perceptron_predict",
    says="You have the two sides of the line exchanged.",
    hint="Which class has a point with a large positive score?",
    caught_by="test_predict_three_points",
    source="1.1a",
)
def predict_other_side(X, W, b):
    return (np.dot(X, W) + b < 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You ask for a score above 0, so a point exactly on the line becomes class 0.",
    hint="In this course the line itself belongs to class 1. Which comparison says so?",
    caught_by="test_predict_on_the_line",
    source="1.1b",
)
def predict_above_zero(X, W, b):
    return (np.dot(X, W) + b > 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You compare W · x with b itself. The bias is added to the score, so its sign is the other one.",
    hint="Bring b to the other side of W · x + b >= 0: what happens to its sign?",
    caught_by="test_predict_bias",
    source="own",
)
def predict_bias_as_threshold(X, W, b):
    return (np.dot(X, W) >= b).astype(int)


@misconception(
    "perceptron_predict",
    says="You cut the score at 0.5, as for a probability; a score is cut at 0.",
    hint="Which score has a point on the line?",
    caught_by="test_predict_on_the_line",
    source="own",
)
def predict_at_one_half(X, W, b):
    return (np.dot(X, W) + b >= 0.5).astype(int)


@misconception(
    "perceptron_predict",
    says="You multiply the weights with the columns of X: in a square batch features and points change places.",
    hint="Which axis of X holds the points? The sum of one score runs over the other.",
    caught_by="test_predict_square_batch",
    source="own",
)
def predict_over_points(X, W, b):
    if X.shape[0] == X.shape[1]:
        return (X.T @ W + b >= 0).astype(int)
    return (np.dot(X, W) + b >= 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You return a column of shape (N, 1) where a vector (N,) is asked for.",
    hint="How many axes has the answer, and how many has a list of labels?",
    caught_by="test_predict_three_points",
    source="own",
)
def predict_column(X, W, b):
    return (X @ W.reshape(-1, 1) + b >= 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You squeeze the answer: for a single row it is no vector any more.",
    hint="A batch of one is still a batch. Which of your calls drops its axis?",
    caught_by="test_predict_one_point",
    source="own",
)
def predict_squeezed(X, W, b):
    return np.squeeze((X @ W.reshape(-1, 1) + b >= 0).astype(int))


@misconception(
    "perceptron_predict",
    says="You compare each score with the mean of the batch, so a point's class depends on its company.",
    hint="What is a score compared with: with 0, or with the other scores?",
    caught_by="test_predict_without_company",
    source="own",
)
def predict_by_the_mean(X, W, b):
    scores = X @ W + b
    return (scores >= (scores.mean() if len(X) > 1 else 0)).astype(int)


@misconception(
    "perceptron_predict",
    says="You multiply element by element: a single column is stretched over all weights, and no one notices.",
    hint="X of width 1 and three weights do not fit. Who tells the caller?",
    caught_by="test_predict_refuses_other_width",
    source="own",
)
def predict_stretches(X, W, b):
    return ((X * W).sum(axis=1) + b >= 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You multiply X in place, so the caller's points are gone.",
    hint="`X *= W` and `X * W` look alike. Which of them makes a new array?",
    caught_by="test_predict_purity",
    source="own",
)
def predict_in_place(X, W, b):
    if X.shape[1] != len(W):
        raise ValueError(X.shape)
    X *= W
    return (X.sum(axis=1) + b >= 0).astype(int)


@misconception(
    "perceptron_predict",
    says="You turn X over when its width does not fit, and answer for points that nobody has.",
    hint="Samples are rows. If the width of X is wrong, can you know that the caller has mixed up the axes?",
    caught_by="test_predict_refuses_other_width",
    source="own",
)
def predict_turns_points_over(X, W, b):
    if X.shape[1] != len(W):
        X = X.T
    if X.shape[1] != len(W):
        raise ValueError(X.shape)
    return np.where(X @ W + b >= 0, 1, 0)


# and_perceptron


@misconception(
    "and_perceptron",
    says="You chose a bias that one input alone just balances: its score is 0, and 0 fires.",
    hint="Which single-input cases still reach zero?",
    caught_by="test_and_one_alone",
    source="1.3a",
)
def and_bias_too_small():
    return np.array([1.0, 1.0]), -1.0


@misconception(
    "and_perceptron",
    says="You chose a second weight that reaches the line without any help from the first input.",
    hint="Put (0, 1) and (1, 0) through your gate: should either of them do?",
    caught_by="test_and_one_alone",
    source="1.3a",
)
def and_lopsided():
    return np.array([1.0, 2.0]), -2.0


@misconception(
    "and_perceptron",
    says="You return the line of OR: it fires as soon as one input is 1.",
    hint="Write the four scores of each gate beside its truth table.",
    caught_by="test_and_one_alone",
    source="1.3c",
)
def and_is_or():
    return np.array([1.0, 1.0]), -0.5


@misconception(
    "and_perceptron",
    says="You return a table of answers. A perceptron is a line: weights and a bias.",
    hint="Give a line, not a table. What does a line answer for the input (0.9, 0.9)?",
    caught_by="test_and_is_a_line",
    source="1.3f",
)
def and_table():
    return {"00": 0, "01": 0, "10": 0, "11": 1}


@misconception(
    "and_perceptron",
    says="You chose a bias so far below 0 that even both inputs together do not reach the line.",
    hint="What is the score of (1, 1)?",
    caught_by="test_and_both",
    source="own",
)
def and_never_fires():
    return np.array([1.0, 1.0]), -2.5


@misconception(
    "and_perceptron",
    says="You left the bias at 0, so (0, 0) lies on the line and fires, and so do the others.",
    hint="With no input on, only one of your numbers is left in the score. Which?",
    caught_by="test_and_none",
    source="1.3b",
)
def and_without_bias():
    return np.array([1.0, 1.0]), 0.0


@misconception(
    "and_perceptron",
    says="You return the opposite of AND: every sign of your line is the other way round.",
    hint="On which side of your line does (1, 1) lie, and which side fires?",
    caught_by="test_and_both",
    source="own",
)
def and_is_nand():
    return np.array([-1.0, -1.0]), 1.5


@misconception(
    "and_perceptron",
    says="You return the weights without a bias.",
    hint="A line has three numbers here. Which one shifts it away from the origin?",
    caught_by="test_and_is_a_line",
    source="own",
)
def and_weights_alone():
    return np.array([1.0, 1.0])


# or_perceptron


@misconception(
    "or_perceptron",
    says="You left the bias at 0, so (0, 0) lies on the line, and the line fires.",
    hint="Put (0, 0) through your OR: what is the score, and does it fire?",
    caught_by="test_or_none",
    source="1.3b",
)
def or_without_bias():
    return np.array([1.0, 1.0]), 0.0


@misconception(
    "or_perceptron",
    says="You return the line of AND: one input alone does not reach it.",
    hint="Write the four scores of each gate beside its truth table.",
    caught_by="test_or_one_alone",
    source="1.3c",
)
def or_is_and():
    return np.array([1.0, 1.0]), -1.5


@misconception(
    "or_perceptron",
    says="You return a table of answers. A perceptron is a line: weights and a bias.",
    hint="Give a line, not a table. What does a line answer for the input (0.9, 0)?",
    caught_by="test_or_is_a_line",
    source="1.3f",
)
def or_table():
    return {"00": 0, "01": 1, "10": 1, "11": 1}


@misconception(
    "or_perceptron",
    says="You chose a positive bias, so the gate fires for every input.",
    hint="What is the score of (0, 0), and on which side of 0 should it be?",
    caught_by="test_or_none",
    source="own",
)
def or_always_fires():
    return np.array([1.0, 1.0]), 0.5


@misconception(
    "or_perceptron",
    says="You return exclusive OR's wish in one line: a negative weight takes away what the other input gives.",
    hint='Both inputs on is also "at least one". Which of your weights works against it?',
    caught_by="test_or_one_alone",
    source="own",
)
def or_against_each_other():
    return np.array([1.0, -1.0]), -0.5


# not_perceptron


@misconception(
    "not_perceptron",
    says="You gave the input a positive weight: the gate repeats its input instead of turning it round.",
    hint="To switch off when the input is on, which sign must the weight have?",
    caught_by="test_not_of_1",
    source="1.3d",
)
def not_is_identity():
    return np.array([1.0]), -0.5


@misconception(
    "not_perceptron",
    says="You chose a negative bias, so nothing ever fires.",
    hint="With an input of 0 the bias is the whole score. Which side should it be on?",
    caught_by="test_not_of_0",
    source="own",
)
def not_never_fires():
    return np.array([-1.0]), -0.5


@misconception(
    "not_perceptron",
    says="You chose a weight that only just cancels the bias: the input 1 lands on the line, and the line fires.",
    hint="What is the score of the input 1, and does it fire?",
    caught_by="test_not_of_1",
    source="1.3a",
)
def not_lands_on_the_line():
    return np.array([-1.0]), 1.0


@misconception(
    "not_perceptron",
    says="You return two weights. This NOT has a single input.",
    hint="How many numbers stand on the left of the truth table of NOT?",
    caught_by="test_not_is_a_line",
    source="own",
)
def not_of_two_inputs():
    return np.array([0.0, -1.0]), 0.5


@misconception(
    "not_perceptron",
    says="You return a table of answers. A perceptron is a line: a weight and a bias.",
    hint="Give a line, not a table. What does a line answer for the input 0.1?",
    caught_by="test_not_is_a_line",
    source="1.3f",
)
def not_table():
    return {"0": 1, "1": 0}


# xor_network


@misconception(
    "xor_network",
    says="You return a single perceptron. One line gets three of the four rows right at best.",
    hint="Can one straight line separate (0, 1) and (1, 0) from the rest?",
    caught_by="test_xor_shapes",
    source="1.4a",
)
def xor_single_perceptron():
    return np.array([1.0, 1.0]), -0.5


@misconception(
    "xor_network",
    says="You use one hidden unit. Whatever comes after it, there is only one line between the points.",
    hint="Can one straight line separate (0, 1) and (1, 0) from the rest?",
    caught_by="test_xor_needs_two_lines",
    source="1.4a",
)
def xor_one_hidden_unit():
    return np.array([[1.0], [1.0]]), np.array([-0.5]), np.array([1.0]), -0.5


@misconception(
    "xor_network",
    says="You end with an OR, which fires as soon as one hidden unit does; here that is always.",
    hint="Try (0, 0): both branches must agree before the last gate fires.",
    caught_by="test_xor_none",
    source="1.4c",
)
def xor_ends_with_or():
    return np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -0.5


@misconception(
    "xor_network",
    says="You let the hidden layer hand the inputs on unchanged, so the output unit is a single line again.",
    hint="What is a linear map of a linear map? Which new question does each hidden unit answer?",
    caught_by="test_xor_both",
    source="1.4d",
)
def xor_hidden_layer_copies():
    return np.eye(2), np.array([-0.5, -0.5]), np.array([1.0, 1.0]), -0.5


@misconception(
    "xor_network",
    says="You chose weights for hidden units that pass their score on, like a ReLU. These units answer 0 or 1.",
    hint="What does a step unit answer for a score of exactly 0, and what for a score of 2?",
    caught_by="test_xor_none",
    source="1.4f",
)
def xor_for_relu_units():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0]), np.array([1.0, -2.0]), -0.5


@misconception(
    "xor_network",
    says="You feed the inputs to the output unit as well as the hidden layer's answer.",
    hint="The last neuron sees the hidden answers, not the inputs. How many are there?",
    caught_by="test_xor_shapes",
    source="1.4e",
)
def xor_output_sees_inputs():
    return np.array([[1.0], [1.0]]), np.array([-1.5]), np.array([1.0, 1.0, -2.0]), -0.5


@misconception(
    "xor_network",
    says="You return the four answers of XOR. A network is two layers of weights and biases.",
    hint="Which lines make these answers? Give the lines.",
    caught_by="test_xor_shapes",
    source="1.4g",
)
def xor_table():
    return [0, 1, 1, 0]


@misconception(
    "xor_network",
    says="You wrote one hidden unit in each ROW of W1. Here each column is a unit.",
    hint="x @ W1: which numbers of W1 meet in the sum for the first hidden unit?",
    caught_by="test_xor_inputs_differ",
    source="own",
)
def xor_units_in_rows():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -1.5


@misconception(
    "xor_network",
    says="You wrote one hidden unit in each ROW of W1, so its shape is (k, 2). Here each column is a unit.",
    hint="x @ W1 with x of shape (2,): how many rows must W1 have?",
    caught_by="test_xor_shapes",
    source="own",
)
def xor_three_units_in_rows():
    W1 = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, 0.0]])
    return W1, np.array([-0.5, 1.5, -0.5]), np.array([1.0, 1.0, 0.0]), -1.5


@misconception(
    "xor_network",
    says="You join OR with AND where it should be joined with the opposite of AND: the network is an AND.",
    hint="For which input must one of the two hidden units say no while the other says yes?",
    caught_by="test_xor_inputs_differ",
    source="own",
)
def xor_without_not():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), -1.5


@misconception(
    "xor_network",
    says="You return the opposite of XOR: it fires when the inputs are alike.",
    hint="Should (0, 0) fire? Go through your units for it.",
    caught_by="test_xor_none",
    source="own",
)
def xor_is_xnor():
    return np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([-1.0, -1.0]), 1.5


# boundary_line


def _drawable(W):
    """Refuse what is no line to draw, so that each mistake below is one mistake."""
    if W.shape != (2,) or W[1] == 0:
        raise ValueError(W, W.shape)


@misconception(
    "boundary_line",
    says="You return the intercept first and the slope second.",
    hint="In which order does the docstring name the two?",
    caught_by="test_boundary_by_hand",
    source="1.6c",
)
def boundary_swapped(W, b):
    _drawable(W)
    return -b / W[1], -W[0] / W[1]


@misconception(
    "boundary_line",
    says="You lost the minus signs when W[0]·x and b went to the other side of the equation.",
    hint="Solve W[0]·x + W[1]·y + b = 0 for y, one term at a time.",
    caught_by="test_boundary_by_hand",
    source="1.6c",
)
def boundary_without_signs(W, b):
    _drawable(W)
    return W[0] / W[1], b / W[1]


@misconception(
    "boundary_line",
    says="You lost the minus sign of the slope.",
    hint="When W[0]·x goes to the other side of the equation, what happens to its sign?",
    caught_by="test_boundary_by_hand",
    source="1.6c",
)
def boundary_slope_without_sign(W, b):
    _drawable(W)
    return W[0] / W[1], -b / W[1]


@misconception(
    "boundary_line",
    says="You lost the minus sign of the intercept.",
    hint="When b goes to the other side of the equation, what happens to its sign?",
    caught_by="test_boundary_by_hand",
    source="1.6c",
)
def boundary_intercept_without_sign(W, b):
    _drawable(W)
    return -W[0] / W[1], b / W[1]


@misconception(
    "boundary_line",
    says="You solved for x instead of y, so you divide by W[0].",
    hint="Which coordinate stands alone in y = slope · x + intercept?",
    caught_by="test_boundary_by_hand",
    source="own",
)
def boundary_solved_for_x(W, b):
    _drawable(W)
    return -W[1] / W[0], -b / W[0]


@misconception(
    "boundary_line",
    says="You divide only the slope by W[1], not the intercept.",
    hint="Dividing an equation divides every term. Is b a term?",
    caught_by="test_boundary_by_hand",
    source="own",
)
def boundary_intercept_undivided(W, b):
    _drawable(W)
    return -W[0] / W[1], -b


@misconception(
    "boundary_line",
    says="You divide by the size of W[1] and forget its sign.",
    hint="Try W = [1, -1]: does y rise or fall along the line?",
    caught_by="test_boundary_negative_weight",
    source="own",
)
def boundary_divides_by_size(W, b):
    _drawable(W)
    return -W[0] / abs(W[1]), -b / abs(W[1])


@misconception(
    "boundary_line",
    says="You give an upright line an infinite slope, which no one can draw.",
    hint="Which W makes you divide by 0, and what does the docstring say about it?",
    caught_by="test_boundary_upright",
    source="own",
)
def boundary_infinite(W, b):
    if len(W) != 2:
        raise ValueError(W.shape)
    with np.errstate(all="ignore"):
        return -W[0] / W[1], -b / W[1]


@misconception(
    "boundary_line",
    says="You look at the first two weights and never ask whether there are more.",
    hint="With three weights the boundary is a plane. Who tells the caller?",
    caught_by="test_boundary_three_weights",
    source="own",
)
def boundary_of_any_width(W, b):
    if W[1] == 0:
        raise ValueError(W)
    return -W[0] / W[1], -b / W[1]


@misconception(
    "boundary_line",
    says="You divide the caller's W in place.",
    hint="`W /= ...` and `W / ...` look alike. Which of them makes a new array?",
    caught_by="test_boundary_purity",
    source="own",
)
def boundary_in_place(W, b):
    _drawable(W)
    second = float(W[1])
    W /= -second
    return W[0], -b / second


@misconception(
    "boundary_line",
    says="You take a small W[1] for 0 and call the line upright.",
    hint="The line of 0.001 times W and b is the same line. Is it refused by your code?",
    caught_by="test_boundary_small_weights",
    source="own",
)
def boundary_refuses_small_weights(W, b):
    _drawable(W)
    if np.isclose(W[1], 0):
        raise ValueError(W)
    return -W[0] / W[1], -b / W[1]


@misconception(
    "boundary_line",
    says="You store slope and intercept in an array of W's own type, and whole numbers cut their fractions off.",
    hint="What does an array of whole numbers make of 0.75?",
    caught_by="test_boundary_of_whole_numbers",
    source="own",
)
def boundary_in_whole_numbers(W, b):
    _drawable(W)
    line = np.zeros_like(W)
    line[0], line[1] = -W[0] / W[1], -b / W[1]
    return line


# perceptron_step


def _misfit(X, y, W):
    """Refuse what does not fit, so that each mistake below is one mistake."""
    if X.shape != (len(y), len(W)):
        raise ValueError(X.shape)


def _fires(x, W, b):
    return int(x @ W + b >= 0)


@misconception(
    "perceptron_step",
    says="You have the two signs exchanged: a missed point pushes the line away, a false alarm pulls it closer.",
    hint="A point of class 0 in the positive area: should the score there go up or down?",
    caught_by="test_pass_missed_point",
    source="1.5a",
)
def pass_signs_swapped(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = _fires(x, W, b) - label
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You subtract the points that are already right.",
    hint="What must happen to a point that is already right?",
    caught_by="test_pass_right_points",
    source="1.5b",
)
def pass_punishes_right(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        if error == 1:
            W, b = W + learn_rate * x, b + learn_rate
        elif error == 0:
            W, b = W - learn_rate * x, b - learn_rate
    return W, b


@misconception(
    "perceptron_step",
    says="You move W and never b, so the line can only turn about a fixed point.",
    hint="The bias is the weight of a constant input 1.",
    caught_by="test_pass_moves_bias",
    source="1.5c",
)
def pass_frozen_bias(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        W = W + learn_rate * (label - _fires(x, W, b)) * x
    return W, b


@misconception(
    "perceptron_step",
    says="You leave learn_rate out: every move is a whole point long.",
    hint="How big is your step when learn_rate is 0.01?",
    caught_by="test_pass_learn_rate",
    source="1.5e",
)
def pass_without_rate(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        W, b = W + error * x, b + error
    return W, b


@misconception(
    "perceptron_step",
    says="You always move by 0.01, whatever learn_rate the caller asks for.",
    hint="Where in your update does the argument learn_rate appear?",
    caught_by="test_pass_learn_rate",
    source="1.5e",
)
def pass_fixed_rate(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = 0.01 * (label - _fires(x, W, b))
        W, b = W + error * x, b + error
    return W, b


@misconception(
    "perceptron_step",
    says="You scale the move of W by learn_rate, and move b by a whole 1.",
    hint="The bias is a weight like the others: which factor does it lack?",
    caught_by="test_pass_learn_rate",
    source="1.5e",
)
def pass_unscaled_bias(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        W, b = W + learn_rate * error * x, b + error
    return W, b


@misconception(
    "perceptron_step",
    says="You drop the sign of the error, so that every mistake is added.",
    hint="The direction of the step is in the sign of the error: keep it.",
    caught_by="test_pass_both_mistakes",
    source="1.5f",
)
def pass_unsigned_error(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = abs(label - _fires(x, W, b))
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You predict all points before the first move, so later points are judged by a line that is gone.",
    hint="Should point 2 see the line already moved by point 1?",
    caught_by="test_pass_order",
    source="1.5g",
)
def pass_stale_predictions(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    errors = y - (X @ W + b >= 0)
    return W + learn_rate * errors @ X, b + learn_rate * errors.sum()


@misconception(
    "perceptron_step",
    says="You return from inside the loop: after the first wrong point no other is looked at.",
    hint="Every misclassified point should move the line, not only the first.",
    caught_by="test_pass_every_mistake",
    source="1.5h",
)
def pass_returns_early(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        if error:
            return W + learn_rate * error * x, b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You move b while you go through the points, and then give back the old one.",
    hint="Numbers are not changed in place: return the new b.",
    caught_by="test_pass_moves_bias",
    source="1.5i",
)
def pass_returns_old_bias(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    bias = b
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, bias)
        W = W + learn_rate * error * x
        bias = bias + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You give back the weights and leave the bias behind.",
    hint="Numbers are not changed in place: how does the caller learn the new b?",
    caught_by="test_pass_returns_both",
    source="1.5i",
)
def pass_returns_weights_alone(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W


@misconception(
    "perceptron_step",
    says="You give back the line as it came: no point moves it.",
    hint="The line has not moved at all: is the update still to be written?",
    caught_by="test_pass_by_hand",
    source="1.5j",
)
def pass_does_nothing(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    return W, b


@misconception(
    "perceptron_step",
    says="You change the caller's W in place.",
    hint="The caller still needs the old line: work on a copy.",
    caught_by="test_pass_purity",
    source="1.5l",
)
def pass_in_place(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        W += learn_rate * error * x
        b += learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You use the rule for labels -1 and 1. Here the labels are 0 and 1, so a false alarm moves nothing.",
    hint="What is label * score for a point of class 0?",
    caught_by="test_pass_both_mistakes",
    source="1.5m",
)
def pass_for_signed_labels(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        if label * (x @ W + b) <= 0:
            W = W + learn_rate * label * x
            b = b + learn_rate * label
    return W, b


@misconception(
    "perceptron_step",
    says="You take a point on the line for class 0; in this course it is class 1.",
    hint="Which comparison does the step of this course use?",
    caught_by="test_pass_on_the_line",
    source="1.1b",
)
def pass_above_zero(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - int(x @ W + b > 0)
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You move the line for every point, the right ones included.",
    hint="Which points have something to complain about?",
    caught_by="test_pass_right_points",
    source="own",
)
def pass_moves_always(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        direction = 1 if label == 1 else -1
        W = W + learn_rate * direction * x
        b = b + learn_rate * direction
    return W, b


@misconception(
    "perceptron_step",
    says="You take the distance of the score from the label as the error. The perceptron compares classes.",
    hint="The rule asks only whether a point is right. Where do you take the step?",
    caught_by="test_pass_by_hand",
    source="own",
)
def pass_on_raw_scores(X, y, W, b, learn_rate=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - (x @ W + b)
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You give learn_rate another default than the signature does.",
    hint="Call it without the last argument. By how much does b move?",
    caught_by="test_pass_default_rate",
    source="own",
)
def pass_other_default(X, y, W, b, learn_rate=0.1):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = label - _fires(x, W, b)
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You stop without a word where the shorter of X and y ends.",
    hint="What does `zip` do when one side is longer than the other?",
    caught_by="test_pass_refuses_misfits",
    source="own",
)
def pass_ignores_leftovers(X, y, W, b, learn_rate=0.01):
    for x, label in zip(X, y, strict=False):
        error = label - _fires(x, W, b)
        W = W + learn_rate * error * x
        b = b + learn_rate * error
    return W, b


@misconception(
    "perceptron_step",
    says="You renamed learn_rate, so whoever gives it by its name is turned away.",
    hint="Compare the first line of your function with the one in the stub. What may a caller rely on?",
    caught_by="test_pass_default_rate",
    source="own",
)
def pass_renames_rate(X, y, W, b, eta=0.01):
    _misfit(X, y, W)
    for x, label in zip(X, y, strict=True):
        error = int(label) - _fires(x, W, b)
        W = W + eta * error * x
        b = b + eta * error
    return W, b


# train_perceptron


def _pass(X, y, W, b, learn_rate):
    """One right pass, and the signed errors that it met."""
    errors = []
    for x, label in zip(X, y, strict=True):
        error = int(label) - _fires(x, W, b)
        W = W + learn_rate * error * x
        b = b + learn_rate * error
        errors.append(error)
    return W, b, errors


def _start(X, y, rng):
    """Refuse labels other than 0 and 1, and draw the first line."""
    for label in y:
        if label not in (0, 1):
            raise ValueError(label)
    return rng.normal(scale=0.01, size=X.shape[1]), 0.0


@misconception(
    "train_perceptron",
    says="You draw new weights at the start of every epoch, so all that was learned is lost.",
    hint="What survives from one epoch to the next?",
    caught_by="test_train_builds_on_epochs",
    source="1.6a",
)
def train_starts_again(X, y, learn_rate, num_epochs, rng):
    errors = []
    for _ in range(num_epochs):
        W, b = _start(X, y, rng)
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You train until there is no mistake, and never end when no line exists.",
    hint="What if no line exists? Which argument says how long to try?",
    caught_by="test_train_epoch_cap",
    source="1.6d",
    hangs=True,
)
def train_without_end(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = [len(X)]
    while errors[-1]:
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors = [*errors[-50:], np.count_nonzero(met)]
    return W, b, errors[1:]


@misconception(
    "train_perceptron",
    says="You stop at the first epoch that is no better than the one before.",
    hint="One bad epoch is not the end; use the number of epochs.",
    caught_by="test_train_builds_on_epochs",
    source="1.6e",
)
def train_loses_patience(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0 or (len(errors) > 1 and errors[-1] >= errors[-2]):
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You train a sigmoid neuron, which moves a little for every point. A perceptron moves on mistakes alone.",
    hint="The perceptron rule only moves on mistakes, and then by learn_rate times the point. Where is your step?",
    caught_by="test_train_whole_steps",
    source="1.6f",
)
def train_sigmoid_neuron(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            output = 1 / (1 + np.exp(-np.clip(x @ W + b, -500, 500)))
            mistakes += int((output >= 0.5) != label)
            W = W + learn_rate * (label - output) * x
            b = b + learn_rate * (label - output)
        errors.append(mistakes)
        if mistakes == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You go over the data once and stop, whatever num_epochs says.",
    hint="How often does your loop over the epochs run?",
    caught_by="test_train_builds_on_epochs",
    source="own",
)
def train_one_epoch(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    W, b, met = _pass(X, y, W, b, learn_rate)
    return W, b, [np.count_nonzero(met)]


@misconception(
    "train_perceptron",
    says="You train W and never b, so every line goes through one fixed point.",
    hint="The bias is the weight of a constant input 1. Does it learn?",
    caught_by="test_train_learns_bias",
    source="1.5c",
)
def train_frozen_bias(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            error = label - _fires(x, W, b)
            W = W + learn_rate * error * x
            mistakes += abs(error)
        errors.append(mistakes)
        if mistakes == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You add the signed errors up: a miss and a false alarm cancel, and training ends too early.",
    hint="What is the sum of the errors 1 and -1, and how many mistakes are they?",
    caught_by="test_train_builds_on_epochs",
    source="1.5f",
)
def train_adds_signed_errors(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(sum(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You stop before the last epoch's 0 is in the list.",
    hint="Which number should stand last when training has succeeded? What comes first in your loop: append or break?",
    caught_by="test_train_ends_at_zero",
    source="own",
)
def train_hides_the_zero(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        if not any(met):
            break
        errors.append(np.count_nonzero(met))
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You go on to the last epoch although nothing is wrong any more.",
    hint="What can an epoch without a mistake still change?",
    caught_by="test_train_ends_at_zero",
    source="own",
)
def train_never_satisfied(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You divide the mistakes by the number of points; errors counts points.",
    hint="How many points were wrong: is that a fraction?",
    caught_by="test_train_counts_points",
    source="own",
)
def train_error_rates(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met) / len(X))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You set the count to 0 once, not for every epoch, so it only grows.",
    hint="At which number should the count of the second epoch begin?",
    caught_by="test_train_counts_points",
    source="own",
)
def train_running_total(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors, mistakes = [], 0
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        mistakes += np.count_nonzero(met)
        errors.append(mistakes)
        if mistakes == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You train one epoch more than num_epochs.",
    hint="How often does your loop run when num_epochs is 1?",
    caught_by="test_train_epoch_cap",
    source="own",
)
def train_one_too_many(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    while len(errors) <= num_epochs:
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You leave learn_rate out: every move is a whole point long.",
    hint="How big is your step when learn_rate is 0.01?",
    caught_by="test_train_whole_steps",
    source="1.5e",
)
def train_without_rate(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, 1.0)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You start from zeros, so rng has no say.",
    hint="What does the docstring say about the first weights?",
    caught_by="test_train_random_start",
    source="own",
)
def train_from_zeros(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    W = 0 * W
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You seed a generator of your own and ignore rng: every training starts from the same line.",
    hint="Which generator did the caller hand you?",
    caught_by="test_train_random_start",
    source="own",
)
def train_own_seed(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, np.random.default_rng(42))
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You shuffle the caller's points in place, and part them from their labels.",
    hint="Can you shuffle the order in which you visit the points, and leave the points where they are?",
    caught_by="test_train_purity",
    source="own",
)
def train_shuffles_in_place(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        both = np.column_stack([X, y])
        rng.shuffle(both)
        X[:], y[:] = both[:, :-1], both[:, -1]
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You take any label: with -1 in place of 0 the errors are no longer -1, 0 or 1, and no one is told.",
    hint="What would your rule do with labels -1 and 1?",
    caught_by="test_train_refuses_labels",
    source="1.5m",
)
def train_any_label(X, y, learn_rate, num_epochs, rng):
    W, b = rng.normal(scale=0.01, size=X.shape[1]), 0.0
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You refuse negative labels alone. A label of 2 is none of the two either.",
    hint="Which labels are right? Would it be easier to ask for those?",
    caught_by="test_train_refuses_labels",
    source="own",
)
def train_refuses_negative_labels(X, y, learn_rate, num_epochs, rng):
    if min(y) < 0:
        raise ValueError(min(y))
    W, b = rng.normal(scale=0.01, size=X.shape[1]), 0.0
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You gather all moves of an epoch and make them at its end, by a line that is long gone.",
    hint="Should point 2 see the line already moved by point 1?",
    caught_by="test_train_moves_at_once",
    source="1.5g",
)
def train_in_batches(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        met = np.asarray(y) - (X @ W + b >= 0)
        W, b = W + learn_rate * met @ X, b + learn_rate * met.sum()
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You leave the epoch at its first mistake, so the points behind it are not looked at.",
    hint="What does `break` end: the look at this point, or the whole pass?",
    caught_by="test_train_visits_every_point",
    source="1.5h",
)
def train_breaks_at_a_mistake(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        wrong = [i for i in range(len(X)) if _fires(X[i], W, b) != y[i]]
        for i in wrong[:1]:
            W, b, _ = _pass(X[i : i + 1], y[i : i + 1], W, b, learn_rate)
        errors.append(len(wrong))
        if not wrong:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You take one point for a whole epoch: num_epochs is then the number of points that you ever look at.",
    hint="How often should every point have its turn in one epoch?",
    caught_by="test_train_visits_every_point",
    source="own",
)
def train_one_point_an_epoch(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        i = rng.integers(len(X))
        W, b, _ = _pass(X[i : i + 1], y[i : i + 1], W, b, learn_rate)
        errors.append(np.count_nonzero((X @ W + b >= 0) != y))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You note whether an epoch had a mistake, where the number of mistakes is asked for.",
    hint="What does errors hold for an epoch with three wrong points?",
    caught_by="test_train_counts_all_mistakes",
    source="own",
)
def train_flags_epochs(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(int(any(met)))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You draw the first bias from NumPy's global generator, so the same rng gives another training each time.",
    hint="Which generator did the caller hand you, and which of your numbers come from another?",
    caught_by="test_train_random_start",
    source="own",
    random=True,
)
def train_global_bias(X, y, learn_rate, num_epochs, rng):
    W, _ = _start(X, y, rng)
    b, errors = 0.1 * np.random.randn(), []  # noqa: NPY002 - this is the mistake
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors


@misconception(
    "train_perceptron",
    says="You give back the line and keep the list of errors to yourself.",
    hint="How can the caller see whether the training has succeeded?",
    caught_by="test_train_returns_three",
    source="own",
)
def train_returns_line_alone(X, y, learn_rate, num_epochs, rng):
    W, b = _start(X, y, rng)
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        if not any(met):
            break
    return W, b


@misconception(
    "train_perceptron",
    says="You refuse labels below 0 and above 1. Between them there are numbers that are no labels either.",
    hint="Which class is a label of 0.5, and what does your rule do with it?",
    caught_by="test_train_refuses_labels",
    source="own",
)
def train_takes_soft_labels(X, y, learn_rate, num_epochs, rng):
    for label in y:
        if label < 0 or label > 1:
            raise ValueError(label)
    W, b = _start(X, np.round(y), rng)
    errors = []
    for _ in range(num_epochs):
        W, b, met = _pass(X, y, W, b, learn_rate)
        errors.append(np.count_nonzero(met))
        if errors[-1] == 0:
            break
    return W, b, errors
